#include <nlohmann/json.hpp>

#include "console/assembly.h"
#include "console/command.h"
#include "console/time_now.h"
#include "pipeline/file.h"
#include "pipeline/json.h"
#include "signing/isolated_verify.h"
#include "signing/pair.h"
#include "signing/report_json.h"
#include "signing/report_text.h"
#include "signing/signed_revision.h"

namespace chengnuo::console {
namespace {

namespace fs = std::filesystem;
using pipeline::Message;
using signing::VerificationReport;

struct Verify {
  std::vector<fs::path> files, trust;
  std::string at;
  bool pair = false;
  fs::path xml;
  std::size_t revision = 0;
  fs::path out;
};

/// "2026-11-25", or a whole RFC 3339 time.
pipeline::Time time_in(const std::string& text) {
  if (text.empty()) return time_now();
  return pipeline::from_rfc3339(text.size() == 10 ? text + "T00:00:00Z" : text);
}

signing::TrustAnchors anchors_for(const Context& context, const Verify& wanted) {
  return anchors_below(wanted.trust.empty() ? std::vector{context.home / "keys" / "trust"}
                                            : wanted.trust);
}

[[noreturn]] void misused(const Message& what, const Message& advice) {
  throw pipeline::Error(pipeline::Remedy::fix_setup, what, advice);
}

void check_usage(const Verify& wanted) {
  if (wanted.pair && wanted.files.size() != 2)
    misused({"--pair 需要正好两个文件。", "--pair needs exactly two files."},
            {"请给出同一份承诺书的两份副本。", "Name both copies of one letter."});
  const bool single = !wanted.xml.empty() || wanted.revision != 0;
  if (single && wanted.files.size() != 1)
    misused({"--xml 和 --revision 一次只能用于一个文件。",
             "--xml and --revision are for one file at a time."},
            {"请逐个文件核验。", "Verify one file at a time."});
  if ((wanted.revision != 0) == wanted.out.empty())
    misused({"--revision 与 --out 要一起使用。", "--revision and --out go together."},
            {"例如：--revision 1 --out 签署时.pdf", "For example: --revision 1 --out signed.pdf"});
}

void write_extras(const Context& context, const Verify& wanted, const VerificationReport& report) {
  if (!wanted.xml.empty())
    pipeline::write_durably(wanted.xml, signing::etsi_report(report, context.terminal.language));
  if (wanted.revision == 0) return;
  signing::write_signed_revision(report, wanted.revision, wanted.out);
  context.terminal.note({"已取出签署时的版本：" + wanted.out.string(),
                         "The revision that was signed: " + wanted.out.string()});
}

void conclude_pair(Context& context, const std::vector<VerificationReport>& reports) {
  const signing::PairReport pair = signing::judge_pair(reports[0], reports[1]);
  if (pair.verdict != signing::Validity::valid) context.exit = kPersonNeeded;
  if (!context.terminal.json) {
    context.terminal.line({"两份副本：" + pair.reason.zh, "The pair: " + pair.reason.en});
    return;
  }
  nlohmann::json copies = nlohmann::json::array();
  for (const VerificationReport& report : reports)
    copies.push_back(signing::to_json(report, context.terminal.language));
  context.terminal.print({{"pair",
                           {{"verdict", signing::name_of(pair.verdict)},
                            {"code", pair.code},
                            {"reason", pair.reason.in(context.terminal.language)}}},
                          {"copies", copies}});
}

void verify(Context& context, const Verify& wanted) {
  check_usage(wanted);
  const auto trusted = anchors_for(context, wanted);
  const pipeline::Time at = time_in(wanted.at);
  std::vector<VerificationReport> reports;
  for (const fs::path& file : wanted.files) {
    reports.push_back(
        signing::verify_isolated(file, trusted, at, {signing::RevocationRule::demanded}));
    const VerificationReport& report = reports.back();
    if (report.verdict != signing::Validity::valid) context.exit = kPersonNeeded;
    write_extras(context, wanted, report);
    const std::string page = signing::one_page(report, context.terminal.language);
    if (!context.terminal.json) context.terminal.line({page, page});
  }
  if (wanted.pair) return conclude_pair(context, reports);
  if (!context.terminal.json) return;
  nlohmann::json list = nlohmann::json::array();
  for (const VerificationReport& report : reports)
    list.push_back(signing::to_json(report, context.terminal.language));
  context.terminal.print(list.size() == 1 ? list[0] : list);
}

}  // namespace

void add_verify_command(CLI::App& app, Context& context) {
  auto wanted = std::make_shared<Verify>();
  CLI::App* command = app.add_subcommand("verify", "验证 PDF 的签名 / verify a PDF's signatures");
  command->add_option("files", wanted->files, "PDF")->required()->check(CLI::ExistingFile);
  command->add_option("--trust", wanted->trust,
                      "信任的根证书（文件或文件夹）/ trusted roots, file or folder");
  command->add_option("--at", wanted->at,
                      "按哪个时间核验，如 2026-11-25 / the time to verify for, RFC 3339");
  command->add_flag("--pair", wanted->pair,
                    "两个文件是否为同一承诺书的两份副本 / are they both copies of one letter?");
  command->add_option("--xml", wanted->xml,
                      "另写 ETSI TS 119 102-2 报告 / also write that report, XML");
  command->add_option("--revision", wanted->revision,
                      "取出第几个签名所签的版本 / take out what the n-th signature signed");
  command->add_option("--out", wanted->out, "取出的版本写到哪里 / where to");
  command->callback([&context, wanted] { verify(context, *wanted); });
}

}  // namespace chengnuo::console
