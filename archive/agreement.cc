#include "archive/agreement.h"

#include <soci/soci.h>

#include <algorithm>
#include <charconv>
#include <map>

#include "archive/schema.h"
#include "pipeline/sql.h"

namespace chengnuo::archive {

using pipeline::Message;

namespace {

std::vector<std::string> column(soci::session& sql, const std::string& query) {
  const soci::rowset<std::string> rows = (sql.prepare << query);
  return {rows.begin(), rows.end()};
}

void add(std::vector<Disagreement>& found, soci::session& sql, const std::string& query,
         const Message& what) {
  for (const std::string& subject : column(sql, query)) found.push_back({subject, what});
}

/// Numbers between the first and the last of each prefix that no code has.
void add_gaps(std::vector<Disagreement>& found, soci::session& sql) {
  std::map<std::string, std::vector<std::int64_t>> numbers;
  for (const std::string& code : column(sql, "SELECT code FROM archive_number")) {
    const std::size_t digits = code.find_last_not_of("0123456789") + 1;
    std::int64_t number = 0;
    std::from_chars(code.data() + digits, code.data() + code.size(), number);
    numbers[code.substr(0, digits)].push_back(number);
  }
  for (auto& [prefix, of_prefix] : numbers) {
    std::ranges::sort(of_prefix);
    std::int64_t next = 1;
    for (const std::int64_t number : of_prefix) {
      if (number > next) {
        const std::string range = std::to_string(next) + "–" + std::to_string(number - 1);
        found.push_back({prefix, {"件号缺号：" + range, "numbers are missing: " + range}});
      }
      next = number + 1;
    }
  }
}

}  // namespace

std::vector<Disagreement> compare_with_register(pipeline::Database& database) {
  make_archive_schema(database);
  return database.sessions().read([](soci::session& sql) {
    std::vector<Disagreement> found;
    add(found, sql,
        "SELECT id FROM submission WHERE state IN"
        " ('archived', 'reported', 'published', 'delisted') AND id NOT IN"
        " (SELECT submission FROM archive_record WHERE latest = 1) ORDER BY id",
        {"登记库记为已归档，档案目录中没有",
         "the register has it as archived, the archive lacks it"});
    add(found, sql,
        "SELECT code FROM archive_record WHERE latest = 1 AND submission NOT IN"
        " (SELECT id FROM submission) ORDER BY code",
        {"档案库中有，登记库中没有", "it is in the archive, the register lacks it"});
    add(found, sql,
        "SELECT n.code FROM archive_number n LEFT JOIN submission s ON s.id = n.submission"
        " WHERE n.submission NOT IN (SELECT submission FROM archive_record WHERE latest = 1)"
        " AND (s.id IS NULL OR s.stage <> 'archive') ORDER BY n.code",
        {"档号已分配，却没有档案", "the number was given, but there is no record"});
    add_gaps(found, sql);
    return found;
  });
}

}  // namespace chengnuo::archive
