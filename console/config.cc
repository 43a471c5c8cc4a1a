#include "console/config.h"

#include <toml++/toml.h>

#include <sstream>

#include "console/home.h"
#include "pipeline/error.h"

namespace chengnuo::console {
namespace {

using pipeline::Error;
using pipeline::Remedy;

[[noreturn]] void wrong(const std::filesystem::path& file, const std::string& what_zh,
                        const std::string& what_en) {
  throw Error(Remedy::fix_setup, {"配置有误：" + what_zh, "The configuration is wrong: " + what_en},
              {"请改正该处后重新启动。", "Put that place right and start again."}, file);
}

/// Reads values and complains about what is of the wrong kind, with its line.
class Reader {
 public:
  Reader(const std::filesystem::path& home, const std::filesystem::path& file)
      : home_(home), file_(file) {}

  template <typename T>
  void value(const toml::table& table, const char* key, T& into) const {
    const toml::node* node = table.get(key);
    if (node == nullptr) return;
    const auto found = node->value<T>();
    if (!found) complain(*node, key);
    into = *found;
  }
  template <typename Duration>
  void duration(const toml::table& table, const char* key, Duration& into) const {
    double seconds = std::chrono::duration<double>(into).count();
    value(table, key, seconds);
    into = std::chrono::duration_cast<Duration>(std::chrono::duration<double>(seconds));
  }
  void path(const toml::table& table, const char* key, std::filesystem::path& into) const {
    std::string text;
    value(table, key, text);
    if (!text.empty()) into = home_ / text;  // an absolute one stays as it is
  }
  void receiver(const toml::table& table, const char* key, ReceiverConfig& into) const {
    const toml::table* section = table[key].as_table();
    if (section == nullptr) return;
    value(*section, "url", into.url);
    path(*section, "folder", into.folder);
    path(*section, "ca", into.ca);
    path(*section, "client_certificate", into.client_certificate);
    path(*section, "client_key", into.client_key);
  }

 private:
  [[noreturn]] void complain(const toml::node& node, const char* key) const {
    const std::string line = std::to_string(node.source().begin.line);
    wrong(file_, "第 " + line + " 行，" + key + " 的值类型不对",
          "line " + line + ", " + key + " has a value of the wrong kind");
  }
  const std::filesystem::path& home_;
  const std::filesystem::path& file_;
};

void read_units(const toml::table& root, const Reader& reader, const std::filesystem::path& file,
                Config& config) {
  const toml::array* units = root["unit"].as_array();
  if (units == nullptr || units->empty())
    wrong(file, "缺少 [[unit]]（组织单位）", "there is no [[unit]] (organising unit)");
  for (const toml::node& node : *units) {
    const toml::table* table = node.as_table();
    if (table == nullptr) wrong(file, "[[unit]] 写法不对", "[[unit]] is not a table");
    UnitConfig unit;
    reader.value(*table, "id", unit.id);
    unit.name = unit.id;
    reader.value(*table, "name", unit.name);
    reader.value(*table, "phone", unit.phone);
    reader.path(*table, "key", unit.key);
    reader.path(*table, "certificate", unit.certificate);
    reader.path(*table, "password_file", unit.password_file);
    if (unit.id.empty() || unit.id.find('/') != std::string::npos || unit.id[0] == '.')
      wrong(file, "[[unit]] 的 id 不能用作文件夹名", "a [[unit]]'s id cannot name a folder");
    config.units.push_back(std::move(unit));
  }
}

}  // namespace

Config read_config(const std::filesystem::path& home) {
  const std::filesystem::path file = home / "chengnuo.toml";
  if (!std::filesystem::exists(file))
    throw Error(Remedy::fix_setup,
                {"这里不是本程序的工作目录（没有 chengnuo.toml）。",
                 "This is no home of this program (there is no chengnuo.toml)."},
                {"请用 --home 指定，或先执行 chengnuo init 目录。",
                 "Name one with --home, or make one: chengnuo init DIR"},
                home);
  toml::table root;
  try {
    root = toml::parse_file(file.string());
  } catch (const toml::parse_error& error) {
    std::ostringstream where;
    where << error.source().begin.line;
    wrong(file, "第 " + where.str() + " 行：" + std::string(error.description()),
          "line " + where.str() + ": " + std::string(error.description()));
  }

  Config config;
  config.home = home;
  config.inbox = home / "inbox";
  config.work = home / "work";
  config.archive = home / "archive";
  config.templates = home / "templates";
  config.trust = home / "keys" / "trust";
  config.platform.folder = home / "sent" / "platform";
  config.activity_office.folder = home / "sent" / "activity_office";

  const Reader reader(config.home, file);
  const auto section = [&](const char* name) -> const toml::table& {
    static const toml::table empty;
    const toml::table* found = root[name].as_table();
    return found == nullptr ? empty : *found;
  };
  read_units(root, reader, file, config);

  std::string database = "register.db";
  reader.value(section("register"), "database", database);
  config.database =
      database.find("://") != std::string::npos ? database : "sqlite:" + (home / database).string();
  reader.duration(section("register"), "lease_seconds", config.lease);
  reader.value(section("service"), "workers", config.workers);

  const toml::table& inbox = section("inbox");
  reader.path(inbox, "folder", config.inbox);
  reader.duration(inbox, "quiet_seconds", config.quiet);
  reader.duration(inbox, "give_up_seconds", config.give_up);
  reader.duration(inbox, "rescan_seconds", config.rescan);
  reader.value(inbox, "notice", config.notice);

  const toml::table& reading = section("reading");
  reader.value(reading, "engine", config.engine);
  reader.path(reading, "models", config.models);
  reader.value(reading, "processes", config.readers);
  reader.duration(reading, "page_seconds", config.page_limit);
  reader.value(reading, "pages_per_process", config.pages_per_reader);
  reader.value(reading, "memory_mb", config.reader_memory_mb);
  reader.value(reading, "most_pages", config.most_pages);

  const toml::table& checking = section("checking");
  reader.path(checking, "templates", config.templates);
  reader.value(checking, "least_confidence", config.least_confidence);
  if (config.least_confidence < templates::kCertain || config.least_confidence > 1)
    wrong(file, "[checking] least_confidence 只能更严：应在 0.95 与 1 之间",
          "[checking] least_confidence may only be stricter: 0.95 to 1");

  reader.path(section("signing"), "trust", config.trust);
  reader.path(section("archive"), "folder", config.archive);
  reader.value(section("archive"), "code", config.archive_code_pattern);
  std::filesystem::path copy;
  reader.path(section("archive"), "second_folder", copy);
  if (!copy.empty()) config.archive_copies.push_back(copy);
  reader.duration(section("archive"), "seal_seconds", config.archive_seal);
  reader.path(section("work"), "folder", config.work);

  const toml::table& console = section("console");
  reader.value(console, "listen", config.listen);
  reader.path(console, "certificate", config.tls_certificate);
  reader.path(console, "key", config.tls_key);
  reader.duration(console, "session_seconds", config.session_idle);
  reader.value(console, "largest_upload_bytes", config.largest_upload);

  const toml::table& review = section("review");
  reader.value(review, "second_person", config.second_person);
  reader.duration(review, "undo_seconds", config.undo);
  if (config.second_person != "auto" && config.second_person != "always" &&
      config.second_person != "never")
    wrong(file, "[review] second_person 应为 auto、always 或 never",
          "[review] second_person is auto, always or never");

  const toml::table& publication = section("publication");
  reader.value(publication, "activity", config.activity);
  config.house = config.units.front().id;
  reader.value(publication, "house", config.house);
  reader.value(publication, "publicity_days", config.publicity_days);
  config.holidays = find_data_files().holidays;
  reader.path(publication, "holidays", config.holidays);
  const toml::table& supervision = section("supervision");
  reader.value(supervision, "forward_days", config.complaint_deadlines.forward_days);
  reader.value(supervision, "hearing_days", config.complaint_deadlines.hearing_days);
  reader.value(supervision, "finding_days", config.complaint_deadlines.finding_days);
  reader.receiver(publication, "platform", config.platform);
  reader.receiver(publication, "activity_office", config.activity_office);
  return config;
}

}  // namespace chengnuo::console
