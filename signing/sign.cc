#include "signing/sign.h"

#include "pipeline/crash_point.h"
#include "pipeline/error.h"
#include "signing/key_check.h"
#include "signing/mapped_file.h"
#include "signing/openssl.h"
#include "signing/output_file.h"
#include "signing/signable.h"
#include "signing/signature_update.h"
#include "signing/xmp.h"

namespace chengnuo::signing {
namespace {

using pipeline::Error;
using pipeline::Message;
using pipeline::Remedy;

[[noreturn]] void refuse(const std::string& code, const Message& what, const Message& advice,
                         const std::filesystem::path& file) {
  const std::string tail = " [" + code + "]";
  throw Error(Remedy::fix_document, {what.zh + tail, what.en + tail}, advice, file);
}

void check_input(const std::filesystem::path& in, const std::filesystem::path& out,
                 const Outside& outside, ExistingSignatures existing) {
  std::error_code missing;
  if (std::filesystem::equivalent(in, out, missing))
    refuse("SAME_FILE", {"输出文件不能与输入文件相同。", "Input and output are the same file."},
           {"请指定另一个输出文件名。", "Name another file for the output."}, in);
  if (outside.obstacle)
    refuse(outside.obstacle->code, outside.obstacle->what, outside.obstacle->advice, in);
  if (outside.has_signature && existing == ExistingSignatures::refuse)
    refuse("ALREADY_SIGNED", {"PDF 已有签名。", "The PDF is signed already."},
           {"如确需追加签名，请明确要求追加。", "If another signature is wanted, ask for it."}, in);
}

PoDoFo::PdfDictionary dictionary_of(const SignRequest& request) {
  PoDoFo::PdfDictionary dictionary;
  dictionary.AddKey("Type", name("Sig"));
  dictionary.AddKey("Filter", name("Adobe.PPKLite"));
  dictionary.AddKey("SubFilter", name("ETSI.CAdES.detached"));
  dictionary.AddKey("M", PoDoFo::PdfString(pdf_date(request.time)));
  if (!request.reason.empty()) dictionary.AddKey("Reason", text_string(request.reason));
  if (!request.location.empty()) dictionary.AddKey("Location", text_string(request.location));
  return dictionary;
}

/// The digest of all bytes but the gap, read back from the disk in pieces.
std::string digest_around(const std::filesystem::path& file, const SignaturePlace& gap,
                          const char* algorithm) {
  const MappedFile mapped(file);
  const DigestContextPtr context(EVP_MD_CTX_new());
  must(EVP_DigestInit_ex(context.get(), EVP_get_digestbyname(algorithm), nullptr) == 1,
       "EVP_DigestInit_ex");
  constexpr std::size_t kPiece = std::size_t{8} << 20;
  const auto add = [&](std::string_view bytes) {
    for (; !bytes.empty(); bytes.remove_prefix(std::min(kPiece, bytes.size()))) {
      const std::string_view piece = bytes.substr(0, kPiece);
      must(EVP_DigestUpdate(context.get(), piece.data(), piece.size()) == 1, "EVP_DigestUpdate");
      mapped.forget();
    }
  };
  add(mapped.bytes().substr(0, gap.contents));
  add(mapped.bytes().substr(gap.contents_end));
  std::string digest(EVP_MAX_MD_SIZE, '\0');
  unsigned size = 0;
  must(EVP_DigestFinal_ex(context.get(), reinterpret_cast<unsigned char*>(digest.data()), &size) ==
           1,
       "EVP_DigestFinal_ex");
  digest.resize(size);
  return digest;
}

std::string hex_of(std::string_view bytes) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string hex;
  for (const char c : bytes) {
    hex += kDigits[static_cast<unsigned char>(c) >> 4];
    hex += kDigits[static_cast<unsigned char>(c) & 15];
  }
  return hex;
}

}  // namespace

void sign_pdf(const std::filesystem::path& in, const std::filesystem::path& out,
              const SignRequest& request, Key& key) {
  check_key(key, request.time);
  const Outside outside = look_at(in);
  check_input(in, out, outside, request.existing);

  OutputFile file(out);
  const std::size_t reserve = cms_reserve(key);
  const NewSignature signature{request.field_name, dictionary_of(request), reserve};
  const SignaturePlace place = append_signature(in, outside, signature, file);
  pipeline::crash_point("signing: before the signature");
  const std::string digest = digest_around(file.partial(), place, digest_name(key.algorithm()));
  const std::string cms = make_cms(digest, key, request.time_stamper);
  if (cms.size() > reserve)
    throw Error(Remedy::report_bug,
                {"签名数据超出预留空间。", "The signature is larger than the room kept for it."},
                {"请把此信息交给开发人员。", "Please send this message to the developers."}, in);
  file.write_at(place.contents + 1, hex_of(cms));
  file.commit();
}

}  // namespace chengnuo::signing
