#include "signing/report_json.h"

#include "pipeline/json.h"

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
  for (const SignatureReport& signature : report.signatures) {
    signatures.push_back(
        {{"field", signature.field},
         {"verdict", name_of(signature.verdict)},
         {"code", signature.code},
         {"reason", signature.reason.in(language)},
         {"level", signature.level},
         {"signer", signature.signer},
         {"serial", signature.serial},
         {"signed_at", signature.signed_at ? nlohmann::json(pipeline::rfc3339(*signature.signed_at))
                                           : nlohmann::json()},
         {"covers_whole_file", signature.covers_whole_file},
         {"changes_after", name_of(signature.changes_after)}});
  }
  return {{"file", report.file.string()},
          {"verdict", name_of(report.verdict)},
          {"code", report.code},
          {"reason", report.reason.in(language)},
          {"signatures", signatures}};
}

}  // namespace chengnuo::signing
