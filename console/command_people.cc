#include <termios.h>
#include <unistd.h>

#include <iostream>
#include <nlohmann/json.hpp>

#include "console/command.h"
#include "console/web/people.h"
#include "console/web/sessions.h"
#include "pipeline/error.h"

namespace chengnuo::console {
namespace {

struct Wanted {
  Person person;
  std::vector<std::string> roles;
  bool inactive = false;
};

/// Types are not shown while it lasts.
class Unseen {
 public:
  Unseen() : terminal_(tcgetattr(STDIN_FILENO, &before_) == 0) {
    if (!terminal_) return;
    termios silent = before_;
    silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent);
  }
  ~Unseen() {
    if (terminal_) tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_);
  }
  Unseen(const Unseen&) = delete;
  Unseen& operator=(const Unseen&) = delete;

 private:
  termios before_{};
  bool terminal_;
};

/// One line of stdin; never an argument, which other users of the machine could see.
std::string ask_password(const Context& context) {
  if (isatty(STDIN_FILENO) != 0) context.terminal.note({"口令：", "Password: "});
  const Unseen unseen;
  std::string password;
  std::getline(std::cin, password);
  return password;
}

void list(Context& context) {
  const Config config = context.config();
  pipeline::Database database(config.database);
  nlohmann::json all = nlohmann::json::array();
  std::vector<std::vector<std::string>> rows;
  for (const Person& each : People(database).list()) {
    nlohmann::json roles = nlohmann::json::array();
    std::string words;
    for (const Role role : each.roles) {
      roles.push_back(name_of(role));
      words += (words.empty() ? "" : " ") + context.terminal.say(word_for(role));
    }
    all.push_back({{"name", each.name},
                   {"full_name", each.full_name},
                   {"roles", roles},
                   {"unit", each.unit},
                   {"active", each.active}});
    rows.push_back({each.name, each.full_name, words, each.unit,
                    context.terminal.say(each.active ? pipeline::Message{"在用", "active"}
                                                     : pipeline::Message{"停用", "inactive"})});
  }
  if (context.terminal.json) return context.terminal.print({{"users", all}});
  context.terminal.table({{"登录名", "name"},
                          {"姓名", "full name"},
                          {"角色", "roles"},
                          {"单位", "unit"},
                          {"状态", "state"}},
                         rows);
}

void add(Context& context, Wanted wanted) {
  const Config config = context.config();
  pipeline::Database database(config.database);
  for (const std::string& role : wanted.roles) wanted.person.roles.insert(role_named(role));
  if (wanted.person.full_name.empty()) wanted.person.full_name = wanted.person.name;
  People(database).add(wanted.person, ask_password(context), "console");
  context.terminal.line(
      {"已增加用户 " + wanted.person.name, "User " + wanted.person.name + " was added"});
}

void change(Context& context, const Wanted& wanted) {
  const Config config = context.config();
  pipeline::Database database(config.database);
  People people(database);
  auto person = people.find(wanted.person.name);
  if (!person)
    throw pipeline::Error(pipeline::Remedy::fix_document, {"没有这个用户。", "No such user."},
                          {"用 chengnuo user list 查看。", "See chengnuo user list."});
  if (!wanted.roles.empty()) person->roles.clear();
  for (const std::string& role : wanted.roles) person->roles.insert(role_named(role));
  if (!wanted.person.full_name.empty()) person->full_name = wanted.person.full_name;
  if (!wanted.person.unit.empty())
    person->unit = wanted.person.unit == "-" ? "" : wanted.person.unit;
  person->active = !wanted.inactive;
  people.change(*person, "console");
  Sessions(database, people, config.session_idle).end_all(person->name);
  context.terminal.line({"已修改。", "Changed."});
}

void set_password(Context& context, const std::string& name) {
  const Config config = context.config();
  pipeline::Database database(config.database);
  People people(database);
  people.set_password(name, ask_password(context), "console");
  Sessions(database, people, config.session_idle).end_all(name);
  context.terminal.line({"口令已更改，须重新登录。", "The password was changed; log in again."});
}

}  // namespace

void add_people_commands(CLI::App& app, Context& context) {
  CLI::App* user = app.add_subcommand("user", "网页用户 / people who use the page");
  user->require_subcommand(1);
  user->add_subcommand("list", "全部用户 / all users")->callback([&context] { list(context); });

  auto wanted = std::make_shared<Wanted>();
  const auto on_one = [&](const char* name, const char* help) {
    CLI::App* command = user->add_subcommand(name, help);
    command->add_option("name", wanted->person.name, "登录名 / login name")->required();
    return command;
  };
  const auto with_facts = [&](CLI::App* command) {
    command->add_option("--full-name", wanted->person.full_name, "姓名 / full name");
    command->add_option("--role", wanted->roles,
                        "scanner checker approver archivist administrator auditor");
    command->add_option("--unit", wanted->person.unit, "只看这个单位的 / this unit's only");
    return command;
  };
  with_facts(on_one("add", "增加（口令从标准输入读）/ add; the password is read from stdin"))
      ->callback([&context, wanted] { add(context, *wanted); });
  CLI::App* changing = with_facts(on_one("change", "修改；--unit - 为全部单位 / change"));
  changing->add_flag("--inactive", wanted->inactive, "停用 / may not log in any more");
  changing->callback([&context, wanted] { change(context, *wanted); });
  on_one("password", "重设口令 / set the password")->callback([&context, wanted] {
    set_password(context, wanted->person.name);
  });
}

}  // namespace chengnuo::console
