#include "console/config.h"

#include <toml++/toml.h>

#include <cstdlib>
#include <sstream>

#include "console/home.h"
#include "pipeline/error.h"
#include "signing/level.h"

namespace chengnuo::console {
namespace {

using pipeline::Error;
using pipeline::Remedy;

[[noreturn]] void wrong(const std::filesystem::path& file, const std::string& what_zh,
                        const std::string& what_en) {
  throw Error(Remedy::fix_setup, {"配置有误：" + what_zh, "The configuration is wrong: " + what_en},
              {"请改正该处后重新启动。", "Put that place right and start again."}, file);
}

/// One table of the file: reads values and complains about what is of the wrong kind, with its
/// line. What the table lacks stays as it is.
class Section {
 public:
  Section(const toml::table& table, const std::filesystem::path& home,
          const std::filesystem::path& file)
      : table_(table), home_(home), file_(file) {}

  template <typename T>
  void value(const char* key, T& into) const {
    const toml::node* node = table_.get(key);
    if (node == nullptr) return;
    const auto found = node->value<T>();
    if (!found) complain(*node, key);
    into = *found;
  }
  void list(const char* key, std::vector<std::string>& into) const {
    const toml::node* node = table_.get(key);
    if (node == nullptr) return;
    const toml::array* array = node->as_array();
    if (array == nullptr) complain(*node, key);
    for (const toml::node& each : *array) {
      const auto text = each.value<std::string>();
      if (!text) complain(each, key);
      into.push_back(*text);
    }
  }
  template <typename Duration>
  void duration(const char* key, Duration& into) const {
    double seconds = std::chrono::duration<double>(into).count();
    value(key, seconds);
    into = std::chrono::duration_cast<Duration>(std::chrono::duration<double>(seconds));
  }
  void path(const char* key, std::filesystem::path& into) const {
    std::string text;
    value(key, text);
    if (!text.empty()) into = home_ / text;  // an absolute one stays as it is
  }
  /// A key's file, or a token's address as it is; of a secret also "credential:NAME", which systemd
  /// puts into a folder of its own, and "fd:N", an open descriptor.
  void key(const char* key_name, std::filesystem::path& into) const {
    std::string text;
    value(key_name, text);
    const char* const credentials = std::getenv("CREDENTIALS_DIRECTORY");
    if (text.starts_with("pkcs11:"))
      into = text;
    else if (text.starts_with("fd:"))
      into = "/dev/fd/" + text.substr(3);
    else if (text.starts_with("credential:") && credentials != nullptr)
      into = std::filesystem::path(credentials) / text.substr(11);
    else
      path(key_name, into);
  }
  /// The table of this name within this one; an empty one where there is none.
  Section section(const char* name) const {
    static const toml::table empty;
    const toml::table* found = table_[name].as_table();
    return {found == nullptr ? empty : *found, home_, file_};
  }

 private:
  [[noreturn]] void complain(const toml::node& node, const char* key) const {
    const std::string line = std::to_string(node.source().begin.line);
    wrong(file_, "第 " + line + " 行，" + key + " 的值类型不对",
          "line " + line + ", " + key + " has a value of the wrong kind");
  }
  const toml::table& table_;
  const std::filesystem::path& home_;
  const std::filesystem::path& file_;
};

void read_receiver(const Section& section, ReceiverConfig& into) {
  section.value("url", into.url);
  section.path("folder", into.folder);
  section.path("receipts", into.receipts);
  section.path("ca", into.ca);
  section.path("client_certificate", into.client_certificate);
  section.path("client_key", into.client_key);
}

void read_signing(const toml::table& root, const std::filesystem::path& file, Config& config) {
  const Section signing = Section(root, config.home, file).section("signing");
  signing.path("trust", config.trust);
  signing.list("time_stamps", config.time_stamps);
  signing.duration("time_stamp_seconds", config.time_stamp_wait);
  double days = 90;
  signing.value("renew_days", days);
  config.renew_before = std::chrono::seconds(static_cast<long>(days * 86400));
  std::string level = "auto";
  signing.value("level", level);
  for (UnitConfig& unit : config.units) {
    if (unit.level.empty()) unit.level = level;
    const auto wanted = signing::level_named(unit.level);
    if (unit.level != "auto" && !wanted)
      wrong(file, "签名等级 level 应为 auto、B-B、B-T、B-LT 或 B-LTA",
            "a signature's level is auto, B-B, B-T, B-LT or B-LTA");
    if (wanted && *wanted != signing::Level::b_b && config.time_stamps.empty())
      wrong(file, "签名等级 " + unit.level + " 需要 [signing] time_stamps（时间戳服务地址）",
            "level " + unit.level + " needs [signing] time_stamps, addresses of authorities");
  }
}

void read_message_key(const Section& section, const std::filesystem::path& file, UnitConfig& unit) {
  section.key("message_key", unit.message_key);
  section.path("message_certificate", unit.message_certificate);
  section.key("message_password_file", unit.message_password_file);
  if (!unit.message_key.empty()) return;
  if (unit.key.string().starts_with("pkcs11:"))
    wrong(
        file, "密钥在密钥盘中的单位还需要 message_key（报文签名用的密钥文件）",
        "a unit whose key lies in a token needs a message_key too, a file, to sign messages with");
  unit.message_key = unit.key;
  unit.message_certificate = unit.certificate;
  unit.message_password_file = unit.password_file;
}

void read_units(const toml::table& root, const std::filesystem::path& file, Config& config) {
  const toml::array* units = root["unit"].as_array();
  if (units == nullptr || units->empty())
    wrong(file, "缺少 [[unit]]（组织单位）", "there is no [[unit]] (organising unit)");
  for (const toml::node& node : *units) {
    const toml::table* table = node.as_table();
    if (table == nullptr) wrong(file, "[[unit]] 写法不对", "[[unit]] is not a table");
    const Section section(*table, config.home, file);
    UnitConfig unit;
    section.value("id", unit.id);
    unit.name = unit.id;
    section.value("name", unit.name);
    section.value("phone", unit.phone);
    section.key("key", unit.key);
    section.path("certificate", unit.certificate);
    section.key("password_file", unit.password_file);
    read_message_key(section, file, unit);
    section.value("level", unit.level);
    if (!is_unit_id(unit.id))
      wrong(file, "[[unit]] 的 id 不能用作文件夹名", "a [[unit]]'s id cannot name a folder");
    config.units.push_back(std::move(unit));
  }
}

}  // namespace

bool is_unit_id(const std::string& text) {
  return !text.empty() && text[0] != '.' && text.find_first_of("/\\\n\t\r") == std::string::npos;
}

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
  config.platform.receipts = home / "keys" / "receipts" / "platform";
  config.activity_office.receipts = home / "keys" / "receipts" / "activity_office";
  config.activity_office.folder = home / "sent" / "activity_office";

  read_units(root, file, config);
  const Section whole(root, config.home, file);

  const Section reg = whole.section("register");
  std::string database = "register.db";
  reg.value("database", database);
  config.database =
      database.find("://") != std::string::npos ? database : "sqlite:" + (home / database).string();
  reg.duration("lease_seconds", config.lease);

  const Section service = whole.section("service");
  service.value("workers", config.workers);
  std::string log = "info";
  service.value("log", log);
  config.log = log_level_named(log);

  const Section inbox = whole.section("inbox");
  inbox.path("folder", config.inbox);
  inbox.duration("quiet_seconds", config.quiet);
  inbox.duration("give_up_seconds", config.give_up);
  inbox.duration("rescan_seconds", config.rescan);
  inbox.value("notice", config.notice);

  const Section reading = whole.section("reading");
  reading.value("engine", config.engine);
  reading.value("precision", config.precision);
  reading.path("models", config.models);
  reading.value("processes", config.readers);
  reading.duration("page_seconds", config.page_limit);
  reading.value("pages_per_process", config.pages_per_reader);
  reading.value("memory_mb", config.reader_memory_mb);
  reading.value("most_pages", config.most_pages);

  const Section checking = whole.section("checking");
  checking.path("templates", config.templates);
  checking.value("least_confidence", config.least_confidence);
  if (config.least_confidence < templates::kCertain || config.least_confidence > 1)
    wrong(file, "[checking] least_confidence 只能更严：应在 0.95 与 1 之间",
          "[checking] least_confidence may only be stricter: 0.95 to 1");

  checking.list("also_required", config.also_required);
  checking.value("sample", config.sample);
  if (config.sample < 0 || config.sample > 1)
    wrong(file, "[checking] sample 应在 0 与 1 之间", "[checking] sample is from 0 to 1");

  read_signing(root, file, config);
  whole.section("work").path("folder", config.work);

  const Section archive = whole.section("archive");
  archive.path("folder", config.archive);
  archive.value("code", config.archive_code_pattern);
  std::filesystem::path copy;
  archive.path("second_folder", copy);
  if (!copy.empty()) config.archive_copies.push_back(copy);
  archive.duration("seal_seconds", config.archive_seal);

  const Section console = whole.section("console");
  console.value("listen", config.listen);
  console.path("certificate", config.tls_certificate);
  console.path("key", config.tls_key);
  console.duration("session_seconds", config.session_idle);
  console.value("largest_upload_bytes", config.largest_upload);

  const Section review = whole.section("review");
  review.value("second_person", config.second_person);
  review.duration("undo_seconds", config.undo);
  if (config.second_person != "auto" && config.second_person != "always" &&
      config.second_person != "never")
    wrong(file, "[review] second_person 应为 auto、always 或 never",
          "[review] second_person is auto, always or never");

  const Section publication = whole.section("publication");
  publication.value("activity", config.activity);
  config.house = config.units.front().id;
  publication.value("house", config.house);
  publication.value("publicity_days", config.publicity_days);
  config.holidays = find_data_files().holidays;
  publication.path("holidays", config.holidays);
  read_receiver(publication.section("platform"), config.platform);
  read_receiver(publication.section("activity_office"), config.activity_office);

  const Section supervision = whole.section("supervision");
  supervision.value("forward_days", config.complaint_deadlines.forward_days);
  supervision.value("hearing_days", config.complaint_deadlines.hearing_days);
  supervision.value("finding_days", config.complaint_deadlines.finding_days);
  return config;
}

}  // namespace chengnuo::console
