#include "console/assembly.h"
#include "console/command.h"
#include "console/time_now.h"
#include "pipeline/file.h"
#include "signing/extend.h"
#include "signing/key.h"
#include "signing/sign.h"

namespace chengnuo::console {
namespace {

namespace fs = std::filesystem;

/// Where time stamps come from and who is trusted: as the command line says, else as the home does.
struct Services {
  std::vector<std::string> time_stamps;
  std::vector<fs::path> trust;
};

signing::LevelServices services_of(const Context& context, const Services& wanted) {
  signing::TimeStampSettings settings;
  signing::TrustAnchors anchors;
  if (fs::exists(context.home / "chengnuo.toml")) {
    const Config config = context.config();
    settings = time_stamp_settings(config);
    anchors = anchors_below({config.trust});
  }
  if (!wanted.time_stamps.empty()) settings.urls = wanted.time_stamps;
  if (!wanted.trust.empty()) anchors = anchors_below(wanted.trust);
  return {settings, anchors};
}

void add_service_options(CLI::App& command, Services& wanted) {
  command.add_option("--tsa", wanted.time_stamps, "时间戳服务地址 / time stamp authorities, URLs");
  command.add_option("--trust", wanted.trust,
                     "信任的根证书（文件或文件夹）/ trusted roots, file or folder");
}

signing::Level level_wanted(const std::string& name) { return *signing::level_named(name); }

const CLI::IsMember kLevels(std::vector<std::string>(signing::kLevelNames.begin(),
                                                     signing::kLevelNames.end()));

void say_level(const Context& context, const fs::path& file, signing::Level level) {
  const std::string name(signing::name_of(level));
  context.terminal.line(
      {"签名等级 " + name + "：" + file.string(), "Level " + name + ": " + file.string()});
}

struct Extend {
  fs::path in, out;
  std::string level = "B-LTA";
  bool renew = false;
  Services services;
};

/// The output has, at least, what the input had; a level that was not reached is told as an error.
void extend(Context& context, const Extend& wanted) {
  auto services = services_of(context, wanted.services);
  if (!fs::exists(wanted.out) || !fs::equivalent(wanted.in, wanted.out))
    pipeline::copy_durably(wanted.in, wanted.out);
  if (wanted.renew)
    signing::renew_pdf(wanted.out, services, time_now());
  else
    signing::extend_pdf(wanted.out, level_wanted(wanted.level), services, time_now());
  say_level(context, wanted.out, signing::level_of(wanted.out, services.anchors));
}

struct Sign {
  fs::path in, out;
  std::string level = "B-B";
  Services services;
  signing::KeySettings key;
  signing::SignRequest request;
  std::string unit;
  bool add = false;
};

/// The key named on the command line, else the unit's.
signing::KeySettings key_for(const Context& context, const Sign& wanted) {
  if (!wanted.key.key_file.empty()) return wanted.key;
  const Config config = context.config();
  for (const UnitConfig& unit : config.units)
    if (wanted.unit.empty() || unit.id == wanted.unit)
      return {unit.key, unit.certificate, unit.password_file};
  throw pipeline::Error(
      pipeline::Remedy::fix_setup,
      {"没有设置组织单位 " + wanted.unit + "。",
       "There is no organising unit " + wanted.unit + "."},
      {"请换一个 --unit，或用 --key 指定密钥。", "Name another --unit, or a key with --key."});
}

void sign(Context& context, Sign& wanted) {
  const auto key = signing::open_key(key_for(context, wanted));
  wanted.request.time = time_now();
  wanted.request.existing =
      wanted.add ? signing::ExistingSignatures::keep : signing::ExistingSignatures::refuse;
  signing::sign_pdf(wanted.in, wanted.out, wanted.request, *key);
  context.terminal.line({"已签名：" + wanted.out.string(), "Signed: " + wanted.out.string()});
  const signing::Level level = level_wanted(wanted.level);
  if (level == signing::Level::b_b) return;
  auto services = services_of(context, wanted.services);
  signing::extend_pdf(wanted.out, level, services, time_now());
  say_level(context, wanted.out, level);
}

}  // namespace

void add_sign_command(CLI::App& app, Context& context) {
  auto signing = std::make_shared<Sign>();
  CLI::App* command = app.add_subcommand("sign", "给 PDF 签名 / sign a PDF");
  command->add_option("in", signing->in, "PDF")->required()->check(CLI::ExistingFile);
  command->add_option("-o,--out", signing->out, "输出文件 / output")->required();
  command->add_option("--unit", signing->unit, "用哪个组织单位的密钥 / whose key");
  command->add_option("--key", signing->key.key_file, "PKCS#12 或 PEM 密钥 / key file");
  command->add_option("--certificate", signing->key.certificate_file, "PEM 证书 / certificate");
  command->add_option("--password-file", signing->key.password_file, "密码文件 / password file");
  command->add_option("--level", signing->level, "PAdES 等级 / level")
      ->check(kLevels)
      ->capture_default_str();
  add_service_options(*command, signing->services);
  command->add_option("--field", signing->request.field_name, "签名域名称 / field name")
      ->capture_default_str();
  command->add_option("--reason", signing->request.reason, "签名原因 / reason");
  command->add_flag("--add", signing->add, "已有签名时再加一个 / add to existing signatures");
  command->callback([&context, signing] { sign(context, *signing); });

  auto extending = std::make_shared<Extend>();
  CLI::App* raise = app.add_subcommand(
      "extend",
      "提升已签 PDF 的等级或续期，不需要密钥 / raise a signed PDF's level, or renew it; no key");
  raise->add_option("in", extending->in, "PDF")->required()->check(CLI::ExistingFile);
  raise->add_option("-o,--out", extending->out, "输出文件 / output")->required();
  raise->add_option("--level", extending->level, "PAdES 等级 / level")
      ->check(kLevels)
      ->capture_default_str();
  raise->add_flag("--renew", extending->renew, "再盖一个时间戳续期 / another time stamp over it");
  add_service_options(*raise, extending->services);
  raise->callback([&context, extending] { extend(context, *extending); });
}

}  // namespace chengnuo::console
