#include <nlohmann/json.hpp>

#include "console/assembly.h"
#include "console/command_archive.h"
#include "console/renewal.h"
#include "console/time_now.h"

namespace chengnuo::console {
namespace {

void renew(Context& context, int within_days) {
  OpenedArchive archive(context);
  pipeline::Register reg(archive.database);
  const pipeline::WorkFolder work(archive.config.work);
  archive::Filing filing(archive.parts.store, archive.parts.codes, archive.parts.records, work,
                         archive_settings(archive.config));
  signing::LevelServices levels(time_stamp_settings(archive.config),
                                anchors_below({archive.config.trust}));
  const pipeline::Time now = time_now();
  const pipeline::Time until =
      now + (within_days < 0 ? archive.config.renew_before
                             : std::chrono::seconds(std::chrono::days(within_days)));
  const Renewals done = renew_archive({reg, archive.parts, filing, work, levels}, now, until);

  nlohmann::json failures = nlohmann::json::array();
  for (const Renewals::Failure& each : done.failures) {
    context.exit = kPersonNeeded;
    failures.push_back({{"archive_code", each.code},
                        {"reason", each.error.message().in(context.terminal.language)},
                        {"advice", each.error.advice().in(context.terminal.language)}});
    if (!context.terminal.json)
      context.terminal.line(
          {each.code + "：" + each.error.message().zh + each.error.advice().zh,
           each.code + ": " + each.error.message().en + " " + each.error.advice().en});
  }
  if (context.terminal.json)
    return context.terminal.print(
        {{"examined", done.examined}, {"renewed", done.renewed}, {"failed", failures}});
  const std::string renewed = std::to_string(done.renewed.size());
  const std::string examined = std::to_string(done.examined);
  context.terminal.line({"已检查 " + examined + " 件，续期 " + renewed + " 件",
                         examined + " examined, " + renewed + " renewed"});
}

}  // namespace

void add_archive_renewing(CLI::App& archive, Context& context) {
  auto within = std::make_shared<int>(-1);
  CLI::App* command = archive.add_subcommand(
      "renew", "为即将到期的签名证明续期，不需要密钥 / renew proofs that end soon; needs no key");
  command->add_option("--within", *within,
                      "多少天内到期的；缺省见设置 renew_days / that end within so many days");
  command->callback([&context, within] { renew(context, *within); });
}

}  // namespace chengnuo::console
