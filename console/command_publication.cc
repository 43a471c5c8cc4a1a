#include <chrono>
#include <csignal>
#include <iostream>
#include <nlohmann/json.hpp>
#include <thread>

#include "console/assembly.h"
#include "console/command.h"
#include "console/door_json.h"
#include "console/signals.h"
#include "pipeline/json.h"
#include "publication/platform.h"

namespace chengnuo::console {
namespace {

void tell(Context& context) {
  const Config config = context.config();
  pipeline::Database database(config.database);
  const auto deliveries = pipeline::Outbox(database).list(/*with_delivered=*/true);
  const Terminal& terminal = context.terminal;
  if (terminal.json) return terminal.print(deliveries_json(deliveries, terminal.language));
  std::vector<std::vector<std::string>> rows;
  for (const auto& each : deliveries)
    rows.push_back({each.message.id, each.message.receiver,
                    each.receipt ? terminal.say({"已回执 ", "receipt "}) + each.receipt->number
                                 : terminal.say({"待送", "waiting"}),
                    std::to_string(each.attempts), terminal.say(each.last_error)});
  terminal.table({{"报文", "message"},
                  {"接收方", "receiver"},
                  {"状态", "state"},
                  {"次数", "attempts"},
                  {"原因", "why"}},
                 rows);
}

void retry(Context& context) {
  const Config config = context.config();
  pipeline::Database database(config.database);
  const int due = pipeline::Outbox(database).retry_all();
  context.terminal.line({std::to_string(due) + " 份报文将立即重送。",
                         std::to_string(due) + " messages are due now."});
}

struct PlatformOptions {
  publication::PlatformSettings settings;
  std::vector<std::filesystem::path> trust;
};

void serve_platform(Context& context, PlatformOptions& options) {
  const StopSignals signals;
  const publication::XmlSecurity security;
  const publication::Schema schema(find_data_files().message_xsd);
  if (options.trust.empty()) options.trust.push_back(context.home / "keys" / "trust");
  for (const auto& trust : options.trust)
    for (auto& anchor : certificates_below(trust)) options.settings.anchors.push_back(anchor);
  publication::Platform platform(options.settings, schema, [] {
    return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
  });
  const std::string address =
      "http://" + options.settings.host + ":" + std::to_string(platform.port()) + "/";
  context.terminal.note({"公示平台：" + address, "Publication platform: " + address});
  std::jthread serving([&] { platform.serve(); });
  signals.wait();
  platform.stop();
}

}  // namespace

void add_publication_commands(CLI::App& app, Context& context) {
  CLI::App* publish = app.add_subcommand("publish", "报送与公布 / what is sent to whom");
  publish->require_subcommand(1);
  publish->add_subcommand("status", "各报文送到哪里、为何未送到 / what is where, and why")
      ->callback([&context] { tell(context); });
  publish->add_subcommand("retry", "立即重送 / send again now")->callback([&context] {
    retry(context);
  });

  auto options = std::make_shared<PlatformOptions>();
  CLI::App* platform = app.add_subcommand("platform", "公示平台 / the publication platform");
  platform->add_option("--folder", options->settings.folder, "平台数据目录 / its data folder")
      ->default_val("chengnuo-platform");
  platform->add_option("--host", options->settings.host, "监听地址 / address")
      ->capture_default_str();
  platform->add_option("--port", options->settings.port, "端口 / port")->capture_default_str();
  platform->add_option("--title", options->settings.title, "平台名称 / its title");
  platform->add_option("--trust", options->trust,
                       "报送单位根证书（PEM 文件或文件夹）/ CAs of the sending units");
  platform->callback([&context, options] { serve_platform(context, *options); });
}

}  // namespace chengnuo::console
