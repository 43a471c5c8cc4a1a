#include <iostream>

#include "console/command.h"

namespace chengnuo::console {
namespace {

/// A line of roff(7): what it would take for its own is escaped.
std::string plain(const std::string& text) {
  std::string line;
  if (text.starts_with('.') || text.starts_with('\'')) line = "\\&";
  for (const char c : text) {
    if (c == '\\')
      line += "\\\\";
    else if (c == '-')
      line += "\\-";
    else if (c == '\n')
      line += ' ';
    else
      line += c;
  }
  return line;
}

void print_options(const CLI::App& command) {
  for (const CLI::Option* option : command.get_options()) {
    if (option == command.get_help_ptr()) continue;  // every command has it
    const bool positional = option->nonpositional() == false;
    std::cout << ".TP\n"
              << (positional ? ".I " : ".B ") << plain(option->get_name(positional)) << "\n"
              << plain(option->get_description()) << "\n";
  }
}

/// A command with all that are below it, each by its whole name.
void print_command(const CLI::App& command, const std::string& above) {
  const std::string name = above + command.get_name();
  const auto below = command.get_subcommands([](const CLI::App*) { return true; });
  if (!above.empty()) {
    std::cout << ".SS " << plain(name) << "\n" << plain(command.get_description()) << "\n";
    print_options(command);
  }
  for (const CLI::App* each : below) print_command(*each, name + " ");
}

void print_manual(const CLI::App& app) {
  std::cout << ".TH CHENGNUO 1 \"\" \"chengnuo " << CHENGNUO_VERSION << "\"\n"
            << ".SH NAME\nchengnuo \\- " << plain(app.get_description()) << "\n"
            << ".SH SYNOPSIS\n.B chengnuo\n[\\-\\-home DIR] [\\-\\-json] COMMAND \\&...\n"
            << ".SH OPTIONS\n";
  print_options(app);
  std::cout << ".SH COMMANDS\n";
  print_command(app, "");
  std::cout << ".SH EXIT STATUS\n"
            << "0 完成 / done; 1 要人处理或检查未过 / a person is needed or a check failed; 2 "
               "用法或设置有误 / "
               "bad usage or setup; 3 程序出错 / the program failed\n"
            << ".SH ENVIRONMENT\n.TP\n.B CHENGNUO_HOME\n工作目录 / the home\n"
            << ".TP\n.B LANG\n以 en 开头时用英文 / English where it begins with en\n"
            << ".SH FILES\n.TP\n.I HOME/chengnuo.toml\n设置，每项有说明 / the configuration, with "
               "comments\n"
            << ".TP\n.I /usr/share/doc/chengnuo\n手册 / handbooks\n";
}

}  // namespace

void add_manual_command(CLI::App& app, Context&) {
  app.add_subcommand("manual", "手册页（roff）/ the manual page, for man(1)")->callback([&app] {
    print_manual(app);
  });
}

}  // namespace chengnuo::console
