#include <nlohmann/json.hpp>

#include "console/command.h"
#include "console/time_now.h"
#include "console/units.h"

namespace chengnuo::console {
namespace {

void list(Context& context) {
  const Config config = context.config();
  nlohmann::json all = nlohmann::json::array();
  std::vector<std::vector<std::string>> rows;
  for (const UnitConfig& unit : config.units) {
    const std::string inbox = (config.inbox / unit.id).string();
    all.push_back({{"id", unit.id}, {"name", unit.name}, {"inbox", inbox}});
    rows.push_back({unit.id, unit.name, inbox});
  }
  if (context.terminal.json) return context.terminal.print({{"units", all}});
  context.terminal.table({{"编号", "id"}, {"名称", "name"}, {"收件文件夹", "inbox"}}, rows);
}

void add(Context& context, const UnitConfig& unit) {
  const UnitConfig added = add_unit(context.home, unit, time_now());
  const std::string inbox = (context.config().inbox / added.id).string();
  if (context.terminal.json)
    return context.terminal.print({{"id", added.id}, {"name", added.name}, {"inbox", inbox}});
  context.terminal.line({"已增加单位 " + added.id + "，收件文件夹：" + inbox,
                         "Unit " + added.id + " was added; its inbox: " + inbox});
  if (unit.key.empty())
    context.terminal.line({"它的签名密钥是开发测试用的，正式使用前请更换。",
                           "Its signing key is for development only; replace it before real use."});
  context.terminal.line(
      {"服务正在运行的，请重新启动。", "A service that is running must be restarted."});
}

}  // namespace

void add_unit_commands(CLI::App& app, Context& context) {
  CLI::App* unit = app.add_subcommand("unit", "组织单位 / organising units");
  unit->require_subcommand(1);
  unit->add_subcommand("list", "全部组织单位 / all units")->callback([&context] { list(context); });

  auto wanted = std::make_shared<UnitConfig>();
  CLI::App* adding = unit->add_subcommand("add", "增加组织单位 / add one");
  adding->add_option("id", wanted->id, "编号，也是收件文件夹名 / also names its inbox")->required();
  adding->add_option("--name", wanted->name, "名称，印在文件上 / as it stands on papers")
      ->required();
  adding->add_option("--phone", wanted->phone, "联系电话 / telephone");
  adding->add_option(
      "--key", wanted->key,
      "签名密钥 .p12 或 .pem；不给则用开发测试密钥 / signing key; without: a development key");
  adding->add_option("--certificate", wanted->certificate, "PEM 密钥的证书 / of a PEM key");
  adding->add_option("--password-file", wanted->password_file,
                     "密钥口令所在文件 / file with the key's password");
  adding->callback([&context, wanted] { add(context, *wanted); });
}

}  // namespace chengnuo::console
