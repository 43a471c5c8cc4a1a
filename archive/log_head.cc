#include "archive/log_head.h"

#include <soci/soci.h>

#include <array>
#include <charconv>
#include <cstdio>
#include <map>
#include <sstream>

#include "archive/audit_lines.h"
#include "archive/schema.h"
#include "pipeline/crash_point.h"
#include "pipeline/digest.h"
#include "pipeline/json.h"
#include "pipeline/sql.h"

namespace chengnuo::archive {

using pipeline::milliseconds;
using pipeline::time_of;
using pipeline::Transaction;

namespace {

constexpr const char* kFormat = "chengnuo-archive-log-head 1";
constexpr const char* kColumns = "SELECT number, size, root, at, previous FROM archive_log_head ";

std::vector<LogHead> select_heads(soci::session& sql, const std::string& rest,
                                  const std::string& archive) {
  LogHead head;
  head.archive = archive;
  long long size = 0;
  long long at = 0;
  soci::statement rows = (sql.prepare << kColumns + rest, soci::into(head.number), soci::into(size),
                          soci::into(head.root), soci::into(at), soci::into(head.previous));
  rows.execute();
  std::vector<LogHead> heads;
  while (rows.fetch()) {
    head.size = size;
    head.at = time_of(at);
    heads.push_back(head);
  }
  return heads;
}

void insert_head(soci::session& sql, const LogHead& head, int complete) {
  const long long size = head.size;
  const long long at = milliseconds(head.at);
  sql << "INSERT INTO archive_log_head (number, size, root, at, previous, complete)"
         " VALUES (:number, :size, :root, :at, :previous, :complete)"
         " ON CONFLICT (number) DO NOTHING",
      soci::use(head.number), soci::use(size), soci::use(head.root), soci::use(at),
      soci::use(head.previous), soci::use(complete);
}

std::optional<LogHead> first_of(std::vector<LogHead> heads) {
  return heads.empty() ? std::optional<LogHead>() : std::move(heads.front());
}

}  // namespace

std::string head_text(const LogHead& head) {
  std::string text = std::string(kFormat) + "\n";
  text += "archive " + head.archive + "\n";
  text += "number " + std::to_string(head.number) + "\n";
  text += "size " + std::to_string(head.size) + "\n";
  text += "root " + head.root + "\n";
  text += "at " + pipeline::rfc3339(head.at) + "\n";
  text += "previous " + (head.previous.empty() ? "-" : head.previous) + "\n";
  return text;
}

LogHead head_from_text(const std::string& text, const std::filesystem::path& file) {
  std::istringstream in(text);
  std::string line;
  std::getline(in, line);
  if (line != kFormat) pipeline::throw_damaged("format", file);
  std::map<std::string, std::string> values;
  while (std::getline(in, line)) {
    const std::size_t blank = line.find(' ');
    if (blank == std::string::npos) pipeline::throw_damaged(line, file);
    values[line.substr(0, blank)] = line.substr(blank + 1);
  }
  const auto number = [&](const std::string& name) {
    const std::string& digits = values[name];
    std::int64_t value = -1;
    std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (value < 0 || std::to_string(value) != digits) pipeline::throw_damaged(name, file);
    return value;
  };
  LogHead head;
  head.number = static_cast<int>(number("number"));
  head.archive = values["archive"];
  head.size = number("size");
  head.root = values["root"];
  head.at = pipeline::from_rfc3339(values["at"]);
  head.previous = values["previous"] == "-" ? std::string() : values["previous"];
  return head;
}

HeadFiles::HeadFiles(int number) {
  std::array<char, 16> digits{};
  std::snprintf(digits.data(), digits.size(), "%06d", number);
  const std::filesystem::path folder = std::filesystem::path("log") / digits.data();
  text = folder / "head.txt";
  signature = folder / "head.p7s";
  stamp = folder / "head.tst";
  leaves = folder / "leaves.txt";
  audit = folder / "audit.jsonl";
}

LogHeads::LogHeads(ObjectStore& store, RecordLog& log, pipeline::Database& database,
                   std::string archive)
    : store_(store), log_(log), database_(database), archive_(std::move(archive)) {
  make_archive_schema(database_);
}

std::optional<LogHead> LogHeads::seal(const Notary& notary) {
  log_.absorb_audit();
  const auto begun = begin();
  pipeline::crash_point("log-head-begun");
  for (const LogHead& head : unfinished()) write(head, notary);
  stamp(notary);
  return begun;
}

/// Fixes what the next head covers, if anything came since the last one.
std::optional<LogHead> LogHeads::begin() {
  return database_.sessions().write(
      "begin log head", [&](Transaction& transaction) -> std::optional<LogHead> {
        soci::session& sql = transaction.sql;
        transaction.dialect.lock(sql, "archive_log_head");
        const auto before = first_of(select_heads(sql, "ORDER BY number DESC LIMIT 1", archive_));
        LogHead head;
        head.archive = archive_;
        const long long size = log_size(transaction);
        if (size == (before ? before->size : 0)) return {};
        head.size = size;
        head.root = log_root(transaction, size);
        // Whole seconds: what the text says is all that there is.
        head.at = std::chrono::floor<std::chrono::seconds>(transaction.now);
        if (before) {
          head.number = before->number + 1;
          head.previous = pipeline::sha256_hex(head_text(*before));
        }
        insert_head(sql, head, /*complete=*/0);
        return head;
      });
}

std::vector<LogHead> LogHeads::unfinished() const {
  return database_.sessions().read([&](soci::session& sql) {
    return select_heads(sql, "WHERE complete = 0 ORDER BY number", archive_);
  });
}

/// What it covers first, its text last but for the signature: a head that can be verified has all
/// that it speaks of beside it.
void LogHeads::write(const LogHead& head, const Notary& notary) {
  const HeadFiles files(head.number);
  const std::int64_t from = database_.sessions().read([&](soci::session& sql) {
    long long size = 0;
    sql << "SELECT COALESCE(MAX(size), 0) FROM archive_log_head WHERE number < :number",
        soci::use(head.number), soci::into(size);
    return size;
  });
  std::string leaves;
  for (const std::string& line : log_.lines(from, head.size)) leaves += line + "\n";
  store_.put_named(files.leaves, leaves);
  store_.put_named(files.audit, audit_lines(pipeline::AuditLog(database_), leaves));
  const std::string text = head_text(head);
  // A run that was stopped, or another host, may have signed it before: one signature is enough.
  const auto signature = store_.read_named(files.signature);
  store_.put_named(files.signature, signature ? *signature : notary.sign(text));
  store_.put_named(files.text, text);
  pipeline::crash_point("log-head-written");
  database_.sessions().write("end log head", [&](Transaction& transaction) {
    transaction.sql << "UPDATE archive_log_head SET complete = 1 WHERE number = :number",
        soci::use(head.number);
  });
}

void LogHeads::stamp(const Notary& notary) {
  const auto head = last();
  if (!notary.stamp || !head) return;
  const HeadFiles files(head->number);
  if (store_.read_named(files.stamp)) return;
  const auto signature = store_.read_named(files.signature);
  if (signature) store_.put_named(files.stamp, notary.stamp(*signature));
}

void LogHeads::adopt(const LogHead& head) {
  database_.sessions().write("adopt log head", [&](Transaction& transaction) {
    insert_head(transaction.sql, head, /*complete=*/1);
  });
}

std::optional<LogHead> LogHeads::last() const {
  return database_.sessions().read([&](soci::session& sql) {
    return first_of(select_heads(sql, "WHERE complete = 1 ORDER BY number DESC LIMIT 1", archive_));
  });
}

int LogHeads::newest() const {
  return database_.sessions().read([](soci::session& sql) {
    int number = 0;
    sql << "SELECT COALESCE(MAX(number), 0) FROM archive_log_head", soci::into(number);
    return number;
  });
}

std::optional<pipeline::Time> LogHeads::last_time() const {
  const auto head = last();
  return head ? std::optional(head->at) : std::nullopt;
}

bool LogHeads::lacks_stamp() const {
  const auto head = last();
  return head && !store_.read_named(HeadFiles(head->number).stamp);
}

}  // namespace chengnuo::archive
