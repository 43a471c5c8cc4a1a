#include "signing/report_json.h"

#include "pipeline/json.h"
#include "signing/advice.h"
#include "signing/report_text.h"

namespace chengnuo::signing {

std::string_view name_of(Validity validity) {
  switch (validity) {
    case Validity::valid:
      return "valid";
    case Validity::invalid:
      return "invalid";
    case Validity::indeterminate:
      return "indeterminate";
    case Validity::unsigned_:
      return "unsigned";
  }
  return "";
}

std::string_view name_of(Changes changes) {
  switch (changes) {
    case Changes::none:
      return "none";
    case Changes::permitted:
      return "permitted";
    case Changes::suspicious:
      return "suspicious";
  }
  return "";
}

nlohmann::json to_json(const VerificationReport& report, pipeline::Language language) {
  nlohmann::json signatures = nlohmann::json::array();
  const auto time = [](const std::optional<pipeline::Time>& at) {
    return at ? nlohmann::json(pipeline::rfc3339(*at)) : nlohmann::json();
  };
  for (const SignatureReport& signature : report.signatures) {
    nlohmann::json checks = nlohmann::json::array();
    for (const Check& check : signature.checks)
      checks.push_back({{"name", check.name},
                        {"result", name_of(check.result)},
                        {"evidence", check.evidence.in(language)}});
    signatures.push_back(
        {{"field", signature.field},
         {"kind", signature.kind == SignatureKind::signature ? "signature" : "time_stamp"},
         {"verdict", name_of(signature.verdict)},
         {"code", signature.code},
         {"indication", indication_of(signature.verdict)},
         {"sub_indication", sub_indication_of(signature.code)},
         {"reason", signature.reason.in(language)},
         {"level", signature.level},
         {"signer", signature.signer},
         {"serial", signature.serial},
         {"signed_at", time(signature.signed_at)},
         {"proven_at", time(signature.proven_at)},
         {"proof_until", time(signature.proof_until)},
         {"covered_bytes", signature.covered_end},
         {"checks", checks},
         {"covers_whole_file", signature.covers_whole_file},
         {"changes_after", name_of(signature.changes_after)}});
  }
  nlohmann::json warnings = nlohmann::json::array();
  for (const Warning& warning : report.warnings)
    warnings.push_back({{"code", warning.code}, {"what", warning.what.in(language)}});
  return {{"file", report.file.string()},
          {"verdict", name_of(report.verdict)},
          {"code", report.code},
          {"cause", report.cause},
          {"advice", advice_for(report.cause.empty() ? report.code : report.cause).in(language)},
          {"sha256", report.sha256},
          {"verified_for", pipeline::rfc3339(report.checked_at)},
          {"copy", report.copy ? nlohmann::json(name_of(report.copy->holder)) : nlohmann::json()},
          {"reason", report.reason.in(language)},
          {"signatures", signatures},
          {"warnings", warnings}};
}

}  // namespace chengnuo::signing
