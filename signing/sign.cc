#include "signing/sign.h"

#include <algorithm>

#include "pipeline/crash_point.h"
#include "pipeline/error.h"
#include "signing/cms.h"
#include "signing/document_stamp.h"
#include "signing/file_digest.h"
#include "signing/key_check.h"
#include "signing/mapped_file.h"
#include "signing/output_file.h"
#include "signing/pdf_date.h"
#include "signing/signable.h"
#include "signing/signature_update.h"
#include "signing/verify.h"

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
                 const Outside& outside, ExistingSignatures existing, pipeline::Time time) {
  std::error_code missing;
  if (std::filesystem::equivalent(in, out, missing))
    refuse("SAME_FILE", {"输出文件不能与输入文件相同。", "Input and output are the same file."},
           {"请指定另一个输出文件名。", "Name another file for the output."}, in);
  if (outside.obstacle)
    refuse(outside.obstacle->code, outside.obstacle->what, outside.obstacle->advice, in);
  if (outside.has_signature && existing == ExistingSignatures::keep &&
      verify_file(in, {}, time).verdict == Validity::invalid)
    refuse("INVALID_SIGNATURE",
           {"PDF 已有的签名无效，不能在其上追加签名。",
            "A signature in the PDF is invalid; no further one is put on top of it."},
           {"请先核验该文件，向其来源方索取完好的文件。",
            "Verify the file, and ask whoever sent it for a whole one."},
           in);
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

std::string digest_of(const OutputFile& file, const SignaturePlace& place, const Key& key) {
  const MappedFile mapped(file.partial());
  return digest_around_gap(mapped, place.contents, place.contents_end, mapped.bytes().size(),
                           digest_name(key.algorithm()));
}

/// Reads the file back as a verifier would, trusting the last certificate of the key's own chain.
/// Earlier signatures may have other anchors. Only if one is broken now, that is our doing: it was
/// whole before, and does not allow what we added.
void check_result(const std::filesystem::path& file, const SignRequest& request, const Key& key) {
  const VerificationReport report = verify_file(file, {{key.chain().back()}}, request.time);
  const auto own =
      std::ranges::find(report.signatures, request.field_name, &SignatureReport::field);
  const bool own_holds =
      own != report.signatures.end() && own->verdict == Validity::valid && own->covers_whole_file;
  if (own_holds && report.verdict != Validity::invalid) return;
  if (own_holds && report.code == "MODIFIED_AFTER_SIGNING")
    refuse("NOT_PERMITTED",
           {"已有的签名不允许再加签名：" + report.reason.zh,
            "An earlier signature allows no further one: " + report.reason.en},
           {"请保持该文件原样；如确需加签，请向原签署方索取允许追加签名的文件。",
            "Leave the file as it is, or ask its signer for one that allows further signatures."},
           file);
  const Message& why = own != report.signatures.end() && own->verdict != Validity::valid
                           ? own->reason
                           : report.reason;
  throw Error(Remedy::report_bug,
              {"签名后自检未通过：" + why.zh, "The new signature did not verify: " + why.en},
              {"原文件未改动。请把此信息交给开发人员。",
               "The input is as it was. Please send this message to the developers."});
}

}  // namespace

void sign_pdf(const std::filesystem::path& in, const std::filesystem::path& out,
              const SignRequest& request, Key& key) {
  check_key(key, request.time);
  const Outside outside = look_at(in);
  check_input(in, out, outside, request.existing, request.time);

  OutputFile file(out);
  NewSignature signature{request.field_name, dictionary_of(request),
                         request.reserve != 0 ? request.reserve : cms_reserve(key)};
  for (bool fits = false; !fits;) {
    const SignaturePlace place = append_signature(in, outside, signature, file);
    pipeline::crash_point("signing: before the signature");
    const std::string cms = make_cms(digest_of(file, place, key), key);
    fits = cms.size() <= signature.reserve;
    if (fits) {
      file.write_at(place.contents + 1, to_hex(cms));
    } else {
      signature.reserve = cms.size() + 64;  // an ECDSA signature's length varies by a few bytes
      file.restart();
    }
  }
  check_result(file.partial(), request, key);
  file.commit();
}

}  // namespace chengnuo::signing
