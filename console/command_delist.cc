#include "archive/object_store.h"
#include "console/command.h"
#include "console/delisting.h"
#include "console/time_now.h"
#include "console/user_name.h"

namespace chengnuo::console {
namespace {

struct Options {
  DelistingWish wish;
  std::filesystem::path out;  ///< where the signed notice goes for printing
  bool revoke = false;
};

void delist(Context& context, Options options) {
  const Config config = context.config();
  pipeline::Database database(config.database);
  if (options.revoke) {
    revoke(config, database, options.wish, time_now());
    return context.terminal.line({"已撤销除名，撤销信息将发往公示平台。",
                                  "The delisting is revoked; the platform is told."});
  }
  archive::ObjectStore store(config.archive, config.archive_copies);
  const Delisted done = strike_off(config, database, store, options.wish, time_now());
  const std::string& id = done.submission.id;
  if (options.out.empty()) options.out = "除名通知书-" + id + ".pdf";
  store.copy_out(done.notice, options.out);
  context.terminal.line(
      {"已除名。通知书（已签名）：" + options.out.string() + "，除名信息将发往公示平台。",
       "Delisted. The signed notice: " + options.out.string() + "; the platform is told."});
  context.terminal.line(
      {"请打印送达企业，并填写送达回证：chengnuo papers service " + id,
       "Print it for the enterprise, with its record of service: chengnuo papers service " + id});
}

}  // namespace

void add_delist_command(CLI::App& app, Context& context) {
  auto options = std::make_shared<Options>();
  DelistingWish* wish = &options->wish;
  wish->who = user_name();
  CLI::App* command = app.add_subcommand(
      "delist",
      "除名：通知书和发布信息一次办成 / strike off: written notice and publication in one act");
  command->add_option("id", wish->submission, "申报件编号 / submission")->required();
  command->add_option("--complaint", wish->complaint, "据以除名的投诉编号 / the case it rests on");
  command
      ->add_option("--notice", wish->notice,
                   "已拟好的通知书（PDF）；不写则自动生成 / a notice as PDF")
      ->check(CLI::ExistingFile);
  command->add_option("--out", options->out,
                      "签名后的通知书写到哪里 / where the signed notice goes");
  command->add_option("--number", wish->number, "文号 / number of the notice");
  command->add_option("--reason", wish->reason, "向公众说明的原因 / reason for the public");
  command->add_option("--who", wish->who, "经办人 / who decides")->capture_default_str();
  command->add_flag("--revoke", options->revoke, "撤销除名（须写 --reason）/ revoke it");
  command->callback([&context, options] { delist(context, *options); });
}

}  // namespace chengnuo::console
