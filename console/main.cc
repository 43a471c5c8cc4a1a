// The program `chengnuo`: its command line. What each command needs is built in assembly.cc, where
// the order of the pipeline's stages is written down too.

#include <cstdlib>
#include <iostream>

#include "console/command.h"

namespace {

using namespace chengnuo::console;
using chengnuo::pipeline::Error;
using chengnuo::pipeline::Remedy;

std::filesystem::path default_home() {
  const char* home = std::getenv("CHENGNUO_HOME");
  return home != nullptr && *home != '\0' ? home : "chengnuo-home";
}

void add_all(CLI::App& app, Context& context) {
  add_home_commands(app, context);
  add_run_commands(app, context);
  add_submit_command(app, context);
  add_status_commands(app, context);
  add_read_commands(app, context);
  add_template_commands(app, context);
  add_review_commands(app, context);
  add_sign_command(app, context);
  add_verify_command(app, context);
  add_archive_commands(app, context);
  add_publish_commands(app, context);
  add_complaint_commands(app, context);
  add_delist_command(app, context);
  add_papers_commands(app, context);
  add_people_commands(app, context);
  add_unit_commands(app, context);
  add_platform_command(app, context);
  add_manual_command(app, context);
}

}  // namespace

int main(int argc, char** argv) {
  Context context;
  context.terminal.language = Terminal::language_of_environment();
  context.home = default_home();

  CLI::App app{"质量信誉承诺书处理系统 / quality commitment letters: from the scan to the public"};
  app.name("chengnuo");
  app.set_version_flag("--version", CHENGNUO_VERSION);
  app.require_subcommand(1);
  app.fallthrough();
  app.add_option("--home", context.home, "工作目录 / the home ($CHENGNUO_HOME, ./chengnuo-home)");
  app.add_flag("--json", context.terminal.json, "输出一个 JSON 文档 / print one JSON document");
  add_all(app, context);

  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? kDone : kBadSetup;
  } catch (const Error& error) {
    return context.terminal.show(error);
  } catch (const std::exception& error) {
    return context.terminal.show(
        Error(Remedy::report_bug, {std::string("程序内部错误：") + error.what(), error.what()},
              {"请把这条信息告诉开发者。", "Please tell the developers this message."}));
  }
  return context.exit;
}
