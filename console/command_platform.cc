#include <chrono>
#include <thread>

#include "console/assembly.h"
#include "console/command.h"
#include "console/signals.h"
#include "publication/platform.h"
#include "publication/xml_signature.h"

namespace chengnuo::console {
namespace {

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

void add_platform_command(CLI::App& app, Context& context) {
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
