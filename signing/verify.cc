#include "signing/verify.h"

#include <algorithm>

#include "signing/byte_range.h"
#include "signing/changes.h"
#include "signing/cms_check.h"
#include "signing/file_digest.h"
#include "signing/mapped_file.h"
#include "signing/pdf_date.h"
#include "signing/pdf_document.h"
#include "signing/signature_fields.h"

namespace chengnuo::signing {
namespace {

using pdf::Dictionary;
using pdf::Document;
using pdf::SignatureField;
using pdf::Value;
using pipeline::Message;

/// Each costs a pass over the file; honest files were seen with 51.
constexpr std::size_t kMostSignatures = 200;

void set(SignatureReport& report, const Problem& problem) {
  report.verdict = problem.verdict;
  report.code = problem.code;
  report.reason = problem.what;
}

Problem damaged(const pdf::Malformed& malformed) {
  return {
      Validity::invalid,
      "FORMAT_FAILURE",
      {std::string("PDF 结构损坏或不合规（") + malformed.what() + "）。",
       std::string("The PDF's structure is damaged or not in order (") + malformed.what() + ")."}};
}

/// DocMDP's P (ISO 32000-1, table 254), if this is a certifying signature.
Permission permission_of(const Document& document, const Dictionary& signature) {
  const pdf::Array* const references = document.array(signature.find("Reference"));
  for (std::size_t i = 0; references != nullptr && i < references->size(); ++i) {
    const Dictionary* const reference = document.dictionary(&(*references)[i]);
    const Value* const method =
        reference != nullptr ? document.resolve(reference->find("TransformMethod")) : nullptr;
    if (method == nullptr || !method->is_name("DocMDP")) continue;
    const Dictionary* const parameters = document.dictionary(reference->find("TransformParams"));
    const Value* const p =
        parameters != nullptr ? document.resolve(parameters->find("P")) : nullptr;
    if (p != nullptr && p->data == decltype(p->data)(std::int64_t{1})) return Permission::nothing;
  }
  return Permission::signatures;
}

std::optional<Problem> problem_of_kind(const Dictionary& signature) {
  const Value* const kind = signature.find("SubFilter");
  if (kind != nullptr &&
      (kind->is_name("ETSI.CAdES.detached") || kind->is_name("adbe.pkcs7.detached")))
    return std::nullopt;
  if (kind != nullptr && kind->is_name("ETSI.RFC3161")) {
    return Problem{Validity::indeterminate,
                   "UNSUPPORTED_TIME_STAMP",
                   {"文档时间戳，未核验。", "A document time stamp, which was not verified."}};
  }
  return Problem{Validity::invalid,
                 "FORMAT_FAILURE",
                 {"签名的格式不受支持。", "The signature is of a kind that is not supported."}};
}

bool all_zero(const pdf::String& contents) {
  return contents.bytes.find_first_not_of('\0') == std::string::npos;
}

/// One signature of one file.
class Inspection {
 public:
  Inspection(const MappedFile& file, const Document& current, const TrustAnchors& anchors,
             pipeline::Time at)
      : file_(file), current_(current), anchors_(anchors), at_(at) {}

  SignatureReport inspect(const SignatureField& field) const {
    SignatureReport report;
    report.field = field.name;
    if (field.signature == nullptr) {
      set(report, {Validity::unsigned_,
                   "EMPTY_FIELD",
                   {"签名域尚未签名。", "The field awaits a signature."}});
      return report;
    }
    try {
      inspect(field, report);
    } catch (const pdf::Malformed& malformed) {
      set(report, damaged(malformed));
    }
    return report;
  }

 private:
  void inspect(const SignatureField& field, SignatureReport& report) const {
    const Dictionary* const signature = field.signature->as<Dictionary>();
    if (const auto problem = problem_of_place(field)) return set(report, *problem);
    if (const Value* const time = signature->find("M");
        time != nullptr && time->as<pdf::String>() != nullptr)
      report.signed_at = time_of_pdf_date(time->as<pdf::String>()->bytes);
    const auto covered = coverage_of(current_.bytes(), *signature);
    if (const auto* const problem = std::get_if<Problem>(&covered)) return set(report, *problem);
    const Coverage& coverage = std::get<Coverage>(covered);
    report.covers_whole_file = coverage.end == current_.bytes().size();

    const Document then(current_.bytes().substr(0, coverage.end));
    if (!was_in_place(then, field))
      return set(report,
                 {Validity::invalid,
                  "FORMAT_FAILURE",
                  {"签名在签署时不在该签名域中，是后来移入的。",
                   "The signature was not in this field when it was made; it was moved there."}});
    const ChangeFinding changes =
        changes_after(then, coverage.end, current_, permission_of(then, *signature));
    report.changes_after = changes.changes;
    const std::optional<Problem> problem = problem_of_value(*signature, coverage, report);
    if (changes.changes == Changes::suspicious &&
        (!problem || problem->verdict != Validity::invalid))
      return set(report, {Validity::invalid,
                          "MODIFIED_AFTER_SIGNING",
                          {"签名后文件被改动：" + changes.what.zh,
                           "The file was modified after signing: " + changes.what.en}});
    if (problem) return set(report, *problem);
    report.verdict = Validity::valid;
    report.reason =
        report.covers_whole_file
            ? Message{"签名有效，文件自签名以来未被改动。", "Valid: the file is as it was signed."}
            : Message{"签名有效，其后只追加了签名、时间戳或验证数据。",
                      "Valid: only signatures, time stamps or validation data were added since."};
  }

  /// The dictionary must stand in the file as it is; inside an object stream no range could name
  /// it.
  std::optional<Problem> problem_of_place(const SignatureField& field) const {
    const Dictionary* const signature = field.signature->as<Dictionary>();
    const std::uint32_t holder =
        field.signature_object != 0 ? field.signature_object : field.object;
    const pdf::Location* const location = current_.location(holder);
    if (signature == nullptr || location == nullptr ||
        location->kind != pdf::Location::Kind::in_file)
      return Problem{Validity::invalid,
                     "FORMAT_FAILURE",
                     {"签名字典不合规。", "The signature's dictionary is not in order."}};
    const Value* const contents = signature->find("Contents");
    const pdf::String* const bytes = contents != nullptr ? contents->as<pdf::String>() : nullptr;
    if (bytes == nullptr || all_zero(*bytes))
      return Problem{Validity::invalid,
                     "EMPTY_SIGNATURE",
                     {"签名域声称已签名，但没有签名内容。",
                      "The field claims a signature, but there is none."}};
    return problem_of_kind(*signature);
  }

  static bool was_in_place(const Document& then, const SignatureField& field) {
    return std::ranges::any_of(pdf::signature_fields(then), [&](const SignatureField& old) {
      return old.object == field.object && old.signature != nullptr &&
             old.signature->begin == field.signature->begin;
    });
  }

  std::optional<Problem> problem_of_value(const Dictionary& signature, const Coverage& coverage,
                                          SignatureReport& report) const {
    const auto digest = [&](const char* algorithm) {
      return digest_around_gap(file_, coverage.gap_begin, coverage.gap_end, coverage.end,
                               algorithm);
    };
    const CmsFacts facts = check_cms(signature.find("Contents")->as<pdf::String>()->bytes, digest);
    report.signer = facts.common_name;
    report.serial = facts.serial;
    if (facts.problem) return facts.problem;
    const bool pades = signature.find("SubFilter")->is_name("ETSI.CAdES.detached");
    if (pades && !facts.names_certificate)
      return Problem{
          Validity::invalid,
          "FORMAT_FAILURE",
          {"签名数据不合规：没有声明签名证书。",
           "The signature's data are not in order: they do not name the signing certificate."}};
    if (pades && !facts.has_signing_time && report.signed_at) report.level = "B-B";
    return problem_of_chain(facts.signer, facts.certificates, anchors_, at_);
  }

  const MappedFile& file_;
  const Document& current_;
  const TrustAnchors& anchors_;
  pipeline::Time at_;
};

SignatureReport loose_signature() {
  SignatureReport report;
  set(report,
      {Validity::invalid,
       "FORMAT_FAILURE",
       {"文件中有不属于任何签名域的签名，可能被移除或替换过。",
        "There is a signature that no field holds; it may have been removed or replaced."}});
  return report;
}

/// The file is as good as its worst signature.
void conclude(VerificationReport& report) {
  const auto worst = [&](Validity verdict) {
    return std::ranges::find(report.signatures, verdict, &SignatureReport::verdict);
  };
  for (const Validity verdict : {Validity::invalid, Validity::indeterminate, Validity::valid}) {
    const auto found = worst(verdict);
    if (found == report.signatures.end()) continue;
    report.verdict = verdict;
    report.code = found->code;
    report.reason = found->reason;
    return;
  }
  report.code = report.signatures.empty() ? "NOT_SIGNED" : "EMPTY_FIELD";
  report.reason = report.signatures.empty()
                      ? Message{"文件没有签名。", "The file is not signed."}
                      : Message{"文件有签名域，但尚未签名。",
                                "The file has a field for a signature, but none in it."};
}

void inspect_all(const MappedFile& file, const TrustAnchors& anchors, pipeline::Time at,
                 VerificationReport& report) {
  const Document document(file.bytes());
  if (document.encrypted()) {
    report.verdict = Validity::indeterminate;
    report.code = "UNSUPPORTED_ENCRYPTED";
    report.reason = {"文件已加密，无法核验。", "The file is encrypted and cannot be verified."};
    return;
  }
  const std::vector<SignatureField> fields = pdf::signature_fields(document);
  const std::vector<std::size_t> places = file.places_of("/ByteRange");
  if (fields.size() > kMostSignatures || places.size() > 2 * kMostSignatures)
    throw pdf::Malformed(0, "too many signatures");
  const Inspection inspection(file, document, anchors, at);
  for (const SignatureField& field : fields) report.signatures.push_back(inspection.inspect(field));
  const auto loose = pdf::loose_signatures(document, fields, places);
  report.signatures.insert(report.signatures.end(), loose.size(), loose_signature());
  conclude(report);
}

}  // namespace

VerificationReport verify_file(const std::filesystem::path& pdf, const TrustAnchors& anchors,
                               pipeline::Time at) {
  VerificationReport report;
  report.file = pdf;
  const MappedFile file(pdf);
  try {
    inspect_all(file, anchors, at, report);
  } catch (const pdf::Malformed& malformed) {
    const Problem problem = damaged(malformed);
    report.verdict = problem.verdict;
    report.code = problem.code;
    report.reason = problem.what;
  }
  return report;
}

}  // namespace chengnuo::signing
