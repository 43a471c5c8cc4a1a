#include "signing/inspection.h"

#include <algorithm>

#include "signing/changes.h"
#include "signing/file_digest.h"
#include "signing/openssl.h"
#include "signing/pdf_date.h"
#include "signing/permissions.h"

namespace chengnuo::signing {
namespace {

using pdf::Dictionary;
using pdf::Document;
using pdf::SignatureField;
using pdf::Value;
using pipeline::Message;

constexpr const char* kTimeStamp = "ETSI.RFC3161";
constexpr const char* kPades = "ETSI.CAdES.detached";

bool is_kind(const Dictionary& signature, const char* name) {
  const Value* const kind = signature.find("SubFilter");
  return kind != nullptr && kind->is_name(name);
}

std::optional<Problem> problem_of_kind(const Dictionary& signature) {
  for (const char* const known : {kPades, "adbe.pkcs7.detached", kTimeStamp})
    if (is_kind(signature, known)) return std::nullopt;
  return Problem{Validity::invalid,
                 "FORMAT_FAILURE",
                 {"签名的格式不受支持。", "The signature is of a kind that is not supported."}};
}

bool all_zero(const pdf::String& contents) {
  return contents.bytes.find_first_not_of('\0') == std::string::npos;
}

std::optional<SignatureField> field_then(const Document& then, const SignatureField& field) {
  for (SignatureField& old : pdf::signature_fields(then))
    if (old.object == field.object && old.signature != nullptr &&
        old.signature->begin == field.signature->begin)
      return std::move(old);
  return std::nullopt;
}

SignatureReport removed(const SignatureField& field) {
  SignatureReport report;
  report.field = field.name;
  report.changes_after = Changes::suspicious;
  set(report, {Validity::invalid,
               "MODIFIED_AFTER_SIGNING",
               {"签名后文件被改动：签名被移出了签名域。",
                "The file was modified after signing: the signature was taken out of its field."}});
  return report;
}

void check(SignatureReport& report, const char* name, Validity result, Message evidence) {
  report.checks.push_back({name, result, std::move(evidence)});
}

std::string range_of(const Coverage& coverage) {
  return "0–" + std::to_string(coverage.gap_begin) + ", " + std::to_string(coverage.gap_end) + "–" +
         std::to_string(coverage.end);
}

}  // namespace

void set(SignatureReport& report, const Problem& problem) {
  report.verdict = problem.verdict;
  report.code = problem.code;
  report.cause = problem.cause;
  report.reason = problem.what;
}

Message praise(const SignatureReport& report) {
  if (report.covers_whole_file)
    return {"签名有效，文件自签名以来未被改动。", "Valid: the file is as it was signed."};
  if (report.fields_filled)
    return {"签名有效，其后只填写了允许填写的表单域。",
            "Valid: only form fields that may be were filled in since."};
  return {"签名有效，其后只追加了签名、时间戳或验证数据。",
          "Valid: only signatures, time stamps or validation data were added since."};
}

Problem damaged(const pdf::Malformed& malformed) {
  return {
      Validity::invalid,
      "FORMAT_FAILURE",
      {std::string("PDF 结构损坏或不合规（") + malformed.what() + "）。",
       std::string("The PDF's structure is damaged or not in order (") + malformed.what() + ")."}};
}

Problem encrypted() {
  return {Validity::indeterminate,
          "UNSUPPORTED_ENCRYPTED",
          {"文件已加密，无法核验全部内容。",
           "The file is encrypted, so that not all of it can be verified."}};
}

Inspected Inspection::inspect_loose(std::size_t position) const {
  Inspected found;
  try {
    const pdf::Enclosing around = pdf::object_around(current_, position);
    const auto covered = around.dictionary() != nullptr
                             ? coverage_of(current_.bytes(), *around.dictionary())
                             : std::variant<Coverage, Problem>(Problem{});
    if (const Coverage* const coverage = std::get_if<Coverage>(&covered)) {
      const Document then(current_.bytes().substr(0, coverage->end));
      for (const SignatureField& field : pdf::signature_fields(then)) {
        if (field.signature == nullptr || field.signature->begin > position ||
            position >= field.signature->end)
          continue;
        found.report = removed(field);
        return found;
      }
    }
  } catch (const pdf::Malformed&) {
    // Then it was never in order.
  }
  set(found.report,
      {Validity::invalid,
       "FORMAT_FAILURE",
       {"文件中有不属于任何签名域的签名，可能被移除或替换过。",
        "There is a signature that no field holds; it may have been removed or replaced."}});
  return found;
}

Inspected Inspection::inspect(const SignatureField& field) const {
  Inspected found;
  found.report.field = field.name;
  if (field.signature == nullptr) {
    set(found.report, {Validity::unsigned_,
                       "EMPTY_FIELD",
                       {"签名域尚未签名。", "The field awaits a signature."}});
    return found;
  }
  try {
    inspect(field, found);
  } catch (const pdf::Malformed& malformed) {
    set(found.report, damaged(malformed));
  }
  return found;
}

void Inspection::inspect(const SignatureField& field, Inspected& found) const {
  SignatureReport& report = found.report;
  const Dictionary* const signature = field.signature->as<Dictionary>();
  if (const auto problem = problem_of_place(field)) {
    check(report, "format", Validity::invalid, problem->what);
    return set(report, *problem);
  }
  if (is_kind(*signature, kTimeStamp)) report.kind = SignatureKind::time_stamp;
  found.pades = is_kind(*signature, kPades);
  const Value* const time = signature->find("M");
  if (time != nullptr && time->as<pdf::String>() != nullptr)
    report.signed_at = time_of_pdf_date(time->as<pdf::String>()->bytes);
  const auto covered = coverage_of(current_.bytes(), *signature);
  if (const auto* const problem = std::get_if<Problem>(&covered)) {
    check(report, "byte_range", Validity::invalid, problem->what);
    return set(report, *problem);
  }
  found.coverage = std::get<Coverage>(covered);
  report.covered_end = found.coverage->end;
  report.covers_whole_file = found.coverage->end == current_.bytes().size();
  check(report, "byte_range", Validity::valid,
        {"覆盖字节 " + range_of(*found.coverage), "covers bytes " + range_of(*found.coverage)});

  const Document then(current_.bytes().substr(0, found.coverage->end));
  const std::optional<SignatureField> at_that_time = field_then(then, field);
  if (!at_that_time)
    return set(report,
               {Validity::invalid,
                "FORMAT_FAILURE",
                {"签名在签署时不在该签名域中，是后来移入的。",
                 "The signature was not in this field when it was made; it was moved there."}});
  const ChangeFinding changes =
      changes_after(then, found.coverage->end, current_, permissions_of(then, *at_that_time));
  report.changes_after = changes.changes;
  report.fields_filled = changes.fields_filled;
  const bool suspicious = changes.changes == Changes::suspicious;
  check(report, "changes_after", suspicious ? Validity::invalid : Validity::valid,
        suspicious ? changes.what : praise(report));
  const std::optional<Problem> problem = problem_of_value(*signature, found);
  if (problem && problem->verdict == Validity::invalid) return set(report, *problem);
  // Each program that writes an encrypted object again encrypts it differently.
  if (suspicious && then.encrypted()) return set(report, encrypted());
  if (suspicious)
    return set(report, {Validity::invalid,
                        "MODIFIED_AFTER_SIGNING",
                        {"签名后文件被改动：" + changes.what.zh,
                         "The file was modified after signing: " + changes.what.en}});
  if (problem) return set(report, *problem);
  found.intact = true;
}

/// The dictionary must stand in the file as it is; inside an object stream no range could name it.
std::optional<Problem> Inspection::problem_of_place(const SignatureField& field) const {
  const Dictionary* const signature = field.signature->as<Dictionary>();
  const std::uint32_t holder = field.signature_object != 0 ? field.signature_object : field.object;
  const pdf::Location* const location = current_.location(holder);
  if (signature == nullptr || location == nullptr || location->kind != pdf::Location::Kind::in_file)
    return Problem{Validity::invalid,
                   "FORMAT_FAILURE",
                   {"签名字典不合规。", "The signature's dictionary is not in order."}};
  const Value* const contents = signature->find("Contents");
  const pdf::String* const bytes = contents != nullptr ? contents->as<pdf::String>() : nullptr;
  if (bytes == nullptr || all_zero(*bytes))
    return Problem{
        Validity::invalid,
        "EMPTY_SIGNATURE",
        {"签名域声称已签名，但没有签名内容。", "The field claims a signature, but there is none."}};
  return problem_of_kind(*signature);
}

std::optional<Problem> Inspection::problem_of_value(const Dictionary& signature,
                                                    Inspected& found) const {
  SignatureReport& report = found.report;
  const std::string& contents = signature.find("Contents")->as<pdf::String>()->bytes;
  const Coverage& coverage = *found.coverage;
  const auto digest = [&](const char* algorithm) {
    return digest_around_gap(file_, coverage.gap_begin, coverage.gap_end, coverage.end, algorithm);
  };
  if (report.kind == SignatureKind::time_stamp) {
    found.stamp = check_time_stamp(contents, digest);
    report.signer = found.stamp->authority;
    report.serial = found.stamp->serial;
    report.signed_at.reset();
    if (!found.stamp->problem) report.signed_at = found.stamp->time;
    check(report, "value", found.stamp->problem ? found.stamp->problem->verdict : Validity::valid,
          found.stamp->problem ? found.stamp->problem->what
                               : Message{"摘要与时间戳一致", "the digest is what was stamped"});
    return found.stamp->problem;
  }
  found.cms = check_cms(contents, digest);
  const CmsFacts& cms = found.cms;
  report.signer = cms.common_name;
  report.serial = cms.serial;
  check(report, "value", cms.problem ? cms.problem->verdict : Validity::valid,
        cms.problem ? cms.problem->what
                    : Message{"摘要和签名值正确", "digest and signature value are right"});
  if (cms.problem && !cms.weak) return cms.problem;
  if (found.pades && !cms.names_certificate)
    return Problem{
        Validity::invalid,
        "FORMAT_FAILURE",
        {"签名数据不合规：没有声明签名证书。",
         "The signature's data are not in order: they do not name the signing certificate."}};
  if (cms.time_stamp.empty()) return std::nullopt;
  found.stamp = check_time_stamp(cms.time_stamp, [&](const char* algorithm) {
    const EVP_MD* const method = EVP_get_digestbyname(algorithm);
    return method != nullptr ? digest_of(cms.signature, method) : std::string();
  });
  return found.stamp->problem;
}

}  // namespace chengnuo::signing
