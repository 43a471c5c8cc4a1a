#include "signing/report_record.h"

#include "pipeline/json.h"

namespace chengnuo::signing {
namespace {

using nlohmann::json;
using pipeline::Time;

json seconds_of(const std::optional<Time>& time) {
  return time ? json(std::chrono::floor<std::chrono::seconds>(*time).time_since_epoch().count())
              : json();
}

std::optional<Time> time_in(const json& seconds) {
  if (seconds.is_null()) return std::nullopt;
  return Time(std::chrono::seconds(seconds.get<std::int64_t>()));
}

template <typename Enum>
Enum enum_in(const json& number, Enum last) {
  const int value = number.get<int>();
  if (value < 0 || value > static_cast<int>(last))
    throw json::other_error::create(501, "no such value", nullptr);
  return static_cast<Enum>(value);
}

json record_of(const SignatureReport& one) {
  json checks = json::array();
  for (const Check& check : one.checks)
    checks.push_back({check.name, static_cast<int>(check.result), check.evidence});
  return {{"kind", static_cast<int>(one.kind)},
          {"field", one.field},
          {"verdict", static_cast<int>(one.verdict)},
          {"code", one.code},
          {"cause", one.cause},
          {"reason", one.reason},
          {"level", one.level},
          {"signer", one.signer},
          {"serial", one.serial},
          {"signed_at", seconds_of(one.signed_at)},
          {"proven_at", seconds_of(one.proven_at)},
          {"proof_until", seconds_of(one.proof_until)},
          {"covered_end", one.covered_end},
          {"whole", one.covers_whole_file},
          {"changes", static_cast<int>(one.changes_after)},
          {"filled", one.fields_filled},
          {"checks", checks}};
}

SignatureReport signature_in(const json& record) {
  SignatureReport one;
  one.kind = enum_in(record.at("kind"), SignatureKind::time_stamp);
  one.field = record.at("field");
  one.verdict = enum_in(record.at("verdict"), Validity::unsigned_);
  one.code = record.at("code");
  one.cause = record.at("cause");
  one.reason = record.at("reason").get<pipeline::Message>();
  one.level = record.at("level");
  one.signer = record.at("signer");
  one.serial = record.at("serial");
  one.signed_at = time_in(record.at("signed_at"));
  one.proven_at = time_in(record.at("proven_at"));
  one.proof_until = time_in(record.at("proof_until"));
  one.covered_end = record.at("covered_end");
  one.covers_whole_file = record.at("whole");
  one.changes_after = enum_in(record.at("changes"), Changes::suspicious);
  one.fields_filled = record.at("filled");
  for (const json& check : record.at("checks"))
    one.checks.push_back({check.at(0), enum_in(check.at(1), Validity::unsigned_),
                          check.at(2).get<pipeline::Message>()});
  return one;
}

}  // namespace

json record_of(const VerificationReport& report) {
  json signatures = json::array();
  for (const SignatureReport& one : report.signatures) signatures.push_back(record_of(one));
  json warnings = json::array();
  for (const Warning& warning : report.warnings) warnings.push_back({warning.code, warning.what});
  json mark;
  if (report.copy)
    mark = {{"holder", static_cast<int>(report.copy->holder)},
            {"digest", report.copy->content_digest}};
  return {{"sha256", report.sha256},
          {"at", seconds_of(report.checked_at)},
          {"verdict", static_cast<int>(report.verdict)},
          {"code", report.code},
          {"cause", report.cause},
          {"reason", report.reason},
          {"signatures", signatures},
          {"warnings", warnings},
          {"copy", mark}};
}

VerificationReport report_of(const json& record) {
  VerificationReport report;
  report.sha256 = record.at("sha256");
  report.checked_at = time_in(record.at("at")).value_or(Time{});
  report.verdict = enum_in(record.at("verdict"), Validity::unsigned_);
  report.code = record.at("code");
  report.cause = record.at("cause");
  report.reason = record.at("reason").get<pipeline::Message>();
  for (const json& one : record.at("signatures")) report.signatures.push_back(signature_in(one));
  for (const json& warning : record.at("warnings"))
    report.warnings.push_back({warning.at(0), warning.at(1).get<pipeline::Message>()});
  if (const json& mark = record.at("copy"); !mark.is_null())
    report.copy =
        SignedCopy{enum_in(mark.at("holder"), pipeline::Holder::enterprise), mark.at("digest")};
  return report;
}

}  // namespace chengnuo::signing
