#include "signing/document_stamp.h"

#include "pipeline/error.h"
#include "signing/file_digest.h"
#include "signing/signature_update.h"

namespace chengnuo::signing {
namespace {

constexpr std::size_t kUsualReserve = 10240;  // tokens with their chains were seen with 4 to 9 kB

PoDoFo::PdfDictionary dictionary() {
  PoDoFo::PdfDictionary dictionary;
  dictionary.AddKey("Type", name("DocTimeStamp"));
  dictionary.AddKey("Filter", name("Adobe.PPKLite"));
  dictionary.AddKey("SubFilter", name("ETSI.RFC3161"));
  return dictionary;
}

}  // namespace

std::string to_hex(std::string_view bytes) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string hex;
  hex.reserve(2 * bytes.size());
  for (const char c : bytes) {
    hex += kDigits[static_cast<unsigned char>(c) >> 4];
    hex += kDigits[static_cast<unsigned char>(c) & 15];
  }
  return hex;
}

void append_document_stamp(const std::filesystem::path& in, const std::string& field_name,
                           TimeStampClient& stamps, pipeline::Time now, OutputFile& out) {
  for (std::size_t reserve = kUsualReserve;;) {
    const SignaturePlace place =
        append_signature(in, look_at(in), {field_name, dictionary(), reserve}, out);
    const std::string token = [&] {
      const MappedFile written(out.partial());
      return stamps.stamp(digest_around_gap(written, place.contents, place.contents_end,
                                            written.bytes().size(), "SHA256"),
                          now);
    }();
    if (token.size() <= reserve) {
      out.write_at(place.contents + 1, to_hex(token));
      return;
    }
    reserve = token.size() + 1024;
    out.restart();
  }
}

}  // namespace chengnuo::signing
