#include <thread>

#include "console/assembly.h"
#include "console/command.h"
#include "console/signals.h"
#include "console/time_now.h"
#include "pipeline/json.h"
#include "publication/platform.h"
#include "publication/xml_signature.h"
#include "signing/development_ca.h"
#include "signing/verify.h"

namespace chengnuo::console {
namespace {

struct PlatformOptions {
  publication::PlatformSettings settings;
  std::vector<std::filesystem::path> trust, signing_trust;
  publication::MessageKey receipt_key;
  std::filesystem::path holidays, parcel;
  bool behind_proxy = false;
};

std::vector<std::filesystem::path> certificates(const std::vector<std::filesystem::path>& places) {
  std::vector<std::filesystem::path> found;
  for (const auto& place : places)
    if (std::filesystem::exists(place))
      for (auto& file : certificates_below(place)) found.push_back(std::move(file));
  return found;
}

publication::PdfFinding::Verdict verdict_of(signing::Validity validity) {
  using enum publication::PdfFinding::Verdict;
  switch (validity) {
    case signing::Validity::valid:
      return valid;
    case signing::Validity::invalid:
      return invalid;
    case signing::Validity::indeterminate:
      return indeterminate;
    case signing::Validity::unsigned_:
      break;
  }
  return unsigned_;
}

/// Lets the platform ask the signing room about a PDF: rooms do not know each other.
publication::PdfVerifier verifier(const std::vector<std::filesystem::path>& trusted) {
  return [anchors = signing::read_trust_anchors(trusted)](const std::filesystem::path& pdf) {
    const auto report = signing::verify_file(pdf, anchors, time_now());
    publication::PdfFinding finding{verdict_of(report.verdict), report.reason, {}, {}};
    if (!report.signatures.empty()) {
      finding.signer = report.signatures.front().signer;
      if (const auto& at = report.signatures.front().signed_at)
        finding.signed_at = pipeline::rfc3339(*at);
    }
    return finding;
  };
}

/// The key named, else one to try the platform with, which is made beside its data.
publication::MessageKey receipt_key(const Context& context, const PlatformOptions& options) {
  if (!options.receipt_key.key.empty()) return options.receipt_key;
  const auto folder = options.settings.folder / "keys";
  const auto made = signing::make_development_key(
      folder, {"platform", options.settings.identity.title}, time_now());
  const std::string ca = signing::development_ca_certificate(folder).string();
  context.terminal.note({"回执用开发测试密钥签名，请把 " + ca +
                             " 交给报送单位放入 keys/receipts/platform；"
                             "正式使用请用 --receipt-key 指定密钥。",
                         "Receipts are signed with a development key: units put " + ca +
                             " into keys/receipts/platform. Name a real one with --receipt-key."});
  return {made.key_file, made.certificate_file, made.password_file};
}

/// Takes in what a carrier brought, and says what became of each message.
void take_parcel(Context& context, publication::Platform& platform,
                 const std::filesystem::path& folder) {
  int taken = 0;
  for (const publication::ParcelResult& each : platform.take(folder)) {
    if (each.status == 200) {
      ++taken;
      continue;
    }
    context.exit = kPersonNeeded;
    context.terminal.line({each.message_id + " 未收：" + each.reason,
                           each.message_id + " not taken: " + each.reason});
  }
  context.terminal.line(
      {"收到 " + std::to_string(taken) + " 份报文，回执已放入该文件夹，请带回报送单位。",
       std::to_string(taken) + " messages taken; their receipts lie in the folder, "
                               "for the way back."});
}

void serve_platform(Context& context, PlatformOptions& options) {
  const StopSignals signals;
  const publication::XmlSecurity security;
  const DataFiles data = find_data_files();
  const publication::Schema schema(data.message_xsd);
  publication::PlatformSettings& settings = options.settings;
  if (options.trust.empty()) options.trust.push_back(context.home / "keys" / "trust");
  settings.anchors = certificates(options.trust);
  settings.verifier = verifier(options.signing_trust.empty() ? settings.anchors
                                                             : certificates(options.signing_trust));
  settings.calendar =
      publication::WorkCalendar(options.holidays.empty() ? data.holidays : options.holidays);
  if (options.behind_proxy) settings.senders = publication::PlatformSettings::Senders::by_proxy;
  if (!settings.calendar.knows_year_of(publication::day_in_china(time_now())))
    context.terminal.note(
        {"节假日表中没有今年的安排，公示期只按周末计算：请补充后用 --holidays 指定。",
         "The table of holidays lacks this year: the publicity period knows only "
         "week-ends. Name a newer one with --holidays."});
  settings.receipt_key = receipt_key(context, options);
  if (!options.parcel.empty()) settings.port = 0;  // nobody is served
  publication::Platform platform(settings, schema, time_now);
  if (!options.parcel.empty()) return take_parcel(context, platform, options.parcel);
  const std::string address = (settings.certificate.empty() ? "http://" : "https://") +
                              settings.host + ":" + std::to_string(platform.port()) + "/";
  context.terminal.note({"公示平台：" + address, "Publication platform: " + address});
  std::jthread serving([&] { platform.serve(); });
  signals.wait();
  platform.stop();
}

}  // namespace

void add_platform_command(CLI::App& app, Context& context) {
  auto options = std::make_shared<PlatformOptions>();
  publication::PlatformSettings& settings = options->settings;
  CLI::App* platform = app.add_subcommand("platform", "公示平台 / the publication platform");
  platform->add_option("--folder", settings.folder, "平台数据目录 / its data folder")
      ->default_val("chengnuo-platform");
  platform->add_option("--host", settings.host, "监听地址 / address")->capture_default_str();
  platform->add_option("--port", settings.port, "端口 / port")->capture_default_str();
  platform->add_option("--title", settings.identity.title, "平台名称 / its title");
  platform->add_option("--phone", settings.identity.phone, "监督电话 / telephone for the public");
  platform->add_option("--mail", settings.identity.mail, "监督信箱 / mailbox for the public");
  platform->add_option("--trust", options->trust,
                       "报送单位根证书（PEM 文件或文件夹）/ CAs of the sending units");
  platform->add_option("--signing-trust", options->signing_trust,
                       "签名件根证书，缺省同 --trust / CAs of the signed copies, as --trust");
  platform
      ->add_option("--take", options->parcel,
                   "收下介质送来的文件夹后结束 / take in a carrier's folder, and end")
      ->check(CLI::ExistingDirectory);
  platform->add_option("--holidays", options->holidays, "节假日表 / table of holidays")
      ->check(CLI::ExistingFile);
  platform->add_option("--certificate", settings.certificate,
                       "HTTPS 证书（PEM）/ certificate for HTTPS");
  platform->add_option("--key", settings.key, "HTTPS 私钥（PEM）/ its key");
  platform->add_option("--receipt-key", options->receipt_key.key,
                       "签署回执的密钥（.p12 或 PEM）/ key that signs receipts");
  platform->add_option("--receipt-certificate", options->receipt_key.certificate,
                       "其证书（密钥为 PEM 时）/ its certificate, for a PEM key");
  platform->add_option("--receipt-password", options->receipt_key.password_file,
                       "其密码文件 / file with its password");
  platform->add_flag("--behind-proxy", options->behind_proxy,
                     "在反向代理之后：按 X-Forwarded-For 识别来源 / take senders from it");
  platform->callback([&context, options] { serve_platform(context, *options); });
}

}  // namespace chengnuo::console
