#include "archive/archive_code.h"

#include <soci/soci.h>

#include <charconv>
#include <chrono>
#include <utility>

#include "archive/schema.h"
#include "pipeline/error.h"
#include "pipeline/sql.h"
#include "pipeline/text.h"

namespace chengnuo::archive {

using pipeline::Error;
using pipeline::Remedy;
using pipeline::Transaction;

namespace {

constexpr std::string_view kNumber = "{number}";

[[noreturn]] void throw_bad_pattern(const std::string& pattern) {
  throw Error(Remedy::fix_setup,
              {"档号规则不正确：" + pattern, "The pattern for archive codes is wrong: " + pattern},
              {"可用的部分：{fonds} {category} {year} {retention} {unit}，并以 {number} 结尾。",
               "It may name {fonds} {category} {year} {retention} {unit}, and ends in {number}."});
}

/// Letters, digits and Han characters of a unit's name.
std::string plain(std::string_view name) {
  std::u32string kept;
  for (const char32_t c : pipeline::code_points(pipeline::nfkc(name))) {
    const bool ascii = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (ascii || c >= 0x3400) kept += c;
  }
  return pipeline::utf8(kept);
}

std::string part(const CodePattern& pattern, std::string_view name, std::string_view unit,
                 int year) {
  if (name == "fonds") return pattern.fonds;
  if (name == "category") return pattern.category;
  if (name == "year") return std::to_string(year);
  if (name == "retention") return pattern.retention;
  if (name == "unit") return plain(unit);
  throw_bad_pattern(pattern.pattern);
}

}  // namespace

std::string code_prefix(const CodePattern& pattern, std::string_view unit, int year) {
  std::string_view rest = pattern.pattern;
  if (!rest.ends_with(kNumber)) throw_bad_pattern(pattern.pattern);
  rest.remove_suffix(kNumber.size());

  std::string prefix;
  while (!rest.empty()) {
    const std::size_t open = rest.find('{');
    prefix += rest.substr(0, open);
    if (open == std::string_view::npos) break;
    const std::size_t close = rest.find('}', open);
    if (close == std::string_view::npos) throw_bad_pattern(pattern.pattern);
    prefix += part(pattern, rest.substr(open + 1, close - open - 1), unit, year);
    rest.remove_prefix(close + 1);
  }
  return prefix;
}

std::string code_with_number(const CodePattern& pattern, const std::string& prefix,
                             std::int64_t number) {
  std::string digits = std::to_string(number);
  const auto wanted = static_cast<std::size_t>(pattern.digits);
  if (digits.size() < wanted) digits.insert(0, wanted - digits.size(), '0');
  return prefix + digits;
}

int year_in_china(pipeline::Time time) {
  const auto there = time + std::chrono::hours(8);
  const std::chrono::year_month_day day(std::chrono::floor<std::chrono::days>(there));
  return static_cast<int>(day.year());
}

ArchiveCodes::ArchiveCodes(pipeline::Database& database, CodePattern pattern)
    : database_(database), pattern_(std::move(pattern)) {
  code_prefix(pattern_, "", 2000);  // a wrong pattern is found at start-up, not at the first letter
  make_archive_schema(database_);
}

AssignedCode ArchiveCodes::assign(const std::string& submission, std::string_view unit) {
  return database_.sessions().write("give archive code", [&](Transaction& transaction) {
    soci::session& sql = transaction.sql;
    transaction.dialect.lock(sql, "archive_number");
    std::string code;
    long long at = 0;
    sql << "SELECT code, at FROM archive_number WHERE submission = :submission",
        soci::use(submission), soci::into(code), soci::into(at);
    if (sql.got_data()) return AssignedCode{code, pipeline::time_of(at)};

    at = pipeline::milliseconds(transaction.now);
    const std::string prefix = code_prefix(pattern_, unit, year_in_china(transaction.now));
    long long number = 0;
    sql << "SELECT last FROM archive_counter WHERE prefix = :prefix", soci::use(prefix),
        soci::into(number);
    if (!sql.got_data()) {
      number = 0;
      sql << "INSERT INTO archive_counter (prefix, last) VALUES (:prefix, 0)", soci::use(prefix);
    }
    ++number;
    sql << "UPDATE archive_counter SET last = :number WHERE prefix = :prefix", soci::use(number),
        soci::use(prefix);
    code = code_with_number(pattern_, prefix, number);
    sql << "INSERT INTO archive_number (submission, code, at) VALUES (:submission, :code, :at)",
        soci::use(submission), soci::use(code), soci::use(at);
    return AssignedCode{code, transaction.now};
  });
}

bool ArchiveCodes::any() const {
  return database_.sessions().read([](soci::session& sql) {
    int count = 0;
    sql << "SELECT COUNT(*) FROM (SELECT 1 FROM archive_number LIMIT 1) AS any_", soci::into(count);
    return count > 0;
  });
}

void ArchiveCodes::adopt(const std::string& submission, const std::string& code,
                         pipeline::Time at) {
  std::size_t digits_at = code.size();
  while (digits_at > 0 && code[digits_at - 1] >= '0' && code[digits_at - 1] <= '9') --digits_at;
  const std::string prefix = code.substr(0, digits_at);
  long long number = 0;
  std::from_chars(code.data() + digits_at, code.data() + code.size(), number);
  const long long when = pipeline::milliseconds(at);

  database_.sessions().write("adopt archive code", [&](Transaction& transaction) {
    soci::session& sql = transaction.sql;
    transaction.dialect.lock(sql, "archive_number");
    sql << "INSERT INTO archive_number (submission, code, at) VALUES (:submission, :code, :at)"
           " ON CONFLICT (submission) DO NOTHING",
        soci::use(submission), soci::use(code), soci::use(when);
    sql << "INSERT INTO archive_counter (prefix, last) VALUES (:prefix, :number)"
           " ON CONFLICT (prefix) DO UPDATE SET last = excluded.last"
           " WHERE archive_counter.last < excluded.last",
        soci::use(prefix), soci::use(number);
  });
}

}  // namespace chengnuo::archive
