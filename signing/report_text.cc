#include "signing/report_text.h"

#include "pipeline/json.h"
#include "signing/advice.h"
#include "signing/report_json.h"

namespace chengnuo::signing {
namespace {

using pipeline::Language;
using pipeline::Message;

Message headline(const VerificationReport& report) {
  if (report.code == "MODIFIED_AFTER_SIGNING")
    return {"结论：签名后被改动——无效", "VERDICT: MODIFIED AFTER SIGNING - invalid"};
  switch (report.verdict) {
    case Validity::valid:
      return {"结论：有效", "VERDICT: valid"};
    case Validity::invalid:
      return {"结论：无效", "VERDICT: invalid"};
    case Validity::indeterminate:
      return {"结论：不能确定", "VERDICT: indeterminate"};
    case Validity::unsigned_:
      return {"结论：未签名", "VERDICT: not signed"};
  }
  return {};
}

Message words(Changes changes) {
  switch (changes) {
    case Changes::none:
      return {"无", "none"};
    case Changes::permitted:
      return {"有，均属许可", "some, all permitted"};
    case Changes::suspicious:
      return {"有，不被许可", "some that are not permitted"};
  }
  return {};
}

const char* mark_of(Validity result) {
  switch (result) {
    case Validity::valid:
      return "✓";
    case Validity::invalid:
      return "✗";
    default:
      return "?";
  }
}

/// Lines of "label: value" in one language.
class Page {
 public:
  explicit Page(Language language) : language_(language) {}

  void line(const Message& text) { text_ += text.in(language_) + '\n'; }
  void fact(const Message& label, const std::string& value) {
    if (value.empty()) return;
    const bool chinese = language_ == Language::chinese;
    text_ += label.in(language_) + (chinese ? "：" : ": ") + value + '\n';
  }
  void fact(const Message& label, const Message& value) { fact(label, value.in(language_)); }
  void fact(const Message& label, const std::optional<pipeline::Time>& time) {
    if (time) fact(label, pipeline::rfc3339(*time));
  }
  std::string take() { return std::move(text_); }

 private:
  Language language_;
  std::string text_;
};

void describe(const SignatureReport& one, std::size_t number, Page& page) {
  const bool stamp = one.kind == SignatureKind::time_stamp;
  const std::string n = std::to_string(number);
  page.line({"", ""});
  page.line(stamp
                ? Message{"【" + n + "】文档时间戳 " + one.field,
                          "[" + n + "] document time stamp " + one.field}
                : Message{"【" + n + "】签名 " + one.field, "[" + n + "] signature " + one.field});
  page.fact({"  结论", "  verdict"}, one.reason);
  if (!one.code.empty()) page.fact({"  代码", "  code"}, one.code);
  page.fact({"  建议", "  what to do"}, advice_for(one.cause.empty() ? one.code : one.cause));
  page.fact({"  签署者", "  signed by"}, one.signer);
  page.fact({"  证书序列号", "  serial"}, one.serial);
  page.fact({"  自称时间", "  time stated"}, stamp ? std::nullopt : one.signed_at);
  page.fact({"  已证明存在于", "  proven to exist at"}, one.proven_at);
  page.fact({"  证明有效至", "  proof holds until"}, one.proof_until);
  if (!stamp && one.level != "none") page.fact({"  级别", "  level"}, "PAdES " + one.level);
  page.fact({"  其后改动", "  changes since"}, words(one.changes_after));
  for (const Check& check : one.checks)
    page.line(
        {"  " + std::string(mark_of(check.result)) + " " + check.name + "：" + check.evidence.zh,
         "  " + std::string(mark_of(check.result)) + " " + check.name + ": " + check.evidence.en});
}

}  // namespace

std::string_view indication_of(Validity validity) {
  switch (validity) {
    case Validity::valid:
      return "TOTAL-PASSED";
    case Validity::invalid:
      return "TOTAL-FAILED";
    default:
      return "INDETERMINATE";
  }
}

std::string one_page(const VerificationReport& report, Language language) {
  Page page(language);
  page.line(headline(report));
  page.line(report.reason);
  page.fact({"建议", "What to do"}, advice_for(report.cause.empty() ? report.code : report.cause));
  page.line({"", ""});
  page.fact({"文件", "File"}, report.file.filename().string());
  page.fact({"SHA-256", "SHA-256"}, report.sha256);
  page.fact({"核验时间", "Verified for"}, std::optional(report.checked_at));
  if (report.copy)
    page.fact({"副本", "Copy"}, report.copy->holder == pipeline::Holder::unit
                                    ? Message{"组织单位存", "the unit's"}
                                    : Message{"企业存", "the enterprise's"});
  for (std::size_t i = 0; i < report.signatures.size(); ++i)
    describe(report.signatures[i], i + 1, page);
  if (!report.warnings.empty())
    page.line({"\n提醒（不影响结论）", "\nTo be aware of (no verdict)"});
  for (const Warning& warning : report.warnings)
    page.line({"  ! " + warning.what.zh + "（" + warning.code + "）",
               "  ! " + warning.what.en + " (" + warning.code + ")"});
  return page.take();
}

}  // namespace chengnuo::signing
