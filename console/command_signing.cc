#include "console/assembly.h"
#include "console/command.h"
#include "console/time_now.h"
#include "signing/key.h"
#include "signing/sign.h"

namespace chengnuo::console {
namespace {

namespace fs = std::filesystem;

struct Sign {
  fs::path in, out;
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
  command->add_option("--field", signing->request.field_name, "签名域名称 / field name")
      ->capture_default_str();
  command->add_option("--reason", signing->request.reason, "签名原因 / reason");
  command->add_flag("--add", signing->add, "已有签名时再加一个 / add to existing signatures");
  command->callback([&context, signing] { sign(context, *signing); });
}

}  // namespace chengnuo::console
