#include "pipeline/json.h"
#include "pipeline/text.h"
#include "signing/advice.h"
#include "signing/report_text.h"

namespace chengnuo::signing {
namespace {

using pipeline::Language;
using pipeline::xml_escaped;

std::string element(const std::string& name, const std::string& text) {
  return "<" + name + ">" + xml_escaped(text) + "</" + name + ">";
}

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return result;
}

std::string indication(Validity verdict) {
  const std::string which =
      verdict == Validity::unsigned_ ? "no-signature-found" : lower(indication_of(verdict));
  return element("MainIndication", "urn:etsi:019102:mainindication:" + which);
}

std::string status_of(Validity verdict, const std::string& code, const std::string& reason,
                      const std::vector<Check>& checks, Language language) {
  std::string xml = "<SignatureValidationStatus>" + indication(verdict);
  if (!code.empty())
    xml += element("SubIndication",
                   "urn:etsi:019102:subindication:" + std::string(sub_indication_of(code)));
  xml += "<AssociatedValidationReportData>";
  const auto data = [&xml](const std::string& type, const std::string& value) {
    xml += "<AdditionalValidationReportData><ReportData>" +
           element("Type", "urn:chengnuo:" + type) + element("Value", value) +
           "</ReportData></AdditionalValidationReportData>";
  };
  if (!code.empty()) data("code", code);
  data("reason", reason);
  for (const Check& check : checks)
    data("check:" + check.name,
         std::string(indication_of(check.result)) + " " + check.evidence.in(language));
  return xml + "</AssociatedValidationReportData></SignatureValidationStatus>";
}

std::string entry(const SignatureReport& one, const VerificationReport& report, std::size_t number,
                  Language language) {
  std::string xml = "<SignatureValidationReport>";
  xml += "<SignatureIdentifier id=\"S" + std::to_string(number) + "\">" +
         element("DAIdentifier", one.field) + "</SignatureIdentifier>";
  xml += "<ValidationTimeInfo>" + element("ValidationTime", pipeline::rfc3339(report.checked_at));
  if (one.proven_at)
    xml += "<BestSignatureTime>" + element("POETime", pipeline::rfc3339(*one.proven_at)) +
           element("TypeOfProof", "urn:etsi:019102:poetype:validation") + "</BestSignatureTime>";
  xml += "</ValidationTimeInfo>";
  if (!one.signer.empty())
    xml += "<SignerInformation>" + element("Signer", one.signer) + "</SignerInformation>";
  xml += "<SignatureAttributes>";
  if (one.signed_at && one.kind == SignatureKind::signature)
    xml += "<SigningTime>" + element("Time", pipeline::rfc3339(*one.signed_at)) + "</SigningTime>";
  xml += "</SignatureAttributes>";
  if (one.level != "none") xml += element("SignatureQuality", "urn:cef:dss:PAdES-" + one.level);
  xml += status_of(one.verdict, one.code, one.reason.in(language), one.checks, language);
  return xml + "</SignatureValidationReport>\n";
}

}  // namespace

std::string etsi_report(const VerificationReport& report, Language language) {
  std::string xml =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<ValidationReport xmlns=\"http://uri.etsi.org/19102/v1.2.1#\">\n";
  for (std::size_t i = 0; i < report.signatures.size(); ++i)
    xml += entry(report.signatures[i], report, i + 1, language);
  if (report.signatures.empty())
    xml += "<SignatureValidationReport>" +
           status_of(report.verdict, report.code, report.reason.in(language), {}, language) +
           "</SignatureValidationReport>\n";
  xml += "<SignatureValidator>" + element("Name", "chengnuo") + "</SignatureValidator>\n";
  xml += "<SignedData>" + element("Name", report.file.filename().string()) +
         element("SHA256", report.sha256) + "</SignedData>\n";
  return xml + "</ValidationReport>\n";
}

}  // namespace chengnuo::signing
