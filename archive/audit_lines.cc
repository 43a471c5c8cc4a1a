#include "archive/audit_lines.h"

#include <algorithm>
#include <chrono>
#include <limits>
#include <nlohmann/json.hpp>
#include <sstream>

#include "archive/record_log.h"
#include "pipeline/json.h"

namespace chengnuo::archive {

using pipeline::AuditEntry;

namespace {

constexpr int kTogether = 1000;

struct Range {
  std::int64_t first = std::numeric_limits<std::int64_t>::max();
  std::int64_t last = 0;
};

/// The numbers of the entries; they are without a gap, as the audit log's are.
Range range_of(const std::string& leaves) {
  Range range;
  std::istringstream in(leaves);
  for (std::string line; std::getline(in, line);) {
    const std::int64_t number = audit_number(line);
    if (number == 0) continue;
    range.first = std::min(range.first, number);
    range.last = std::max(range.last, number);
  }
  return range;
}

}  // namespace

std::string audit_lines(const pipeline::AuditLog& audit, const std::string& leaves) {
  const Range range = range_of(leaves);
  std::string lines;
  for (std::int64_t next = range.first; next <= range.last; next += kTogether) {
    for (const AuditEntry& entry : audit.entries(next, kTogether)) {
      if (entry.number > range.last) break;
      const nlohmann::ordered_json json = {
          {"number", entry.number},     {"at_ms", entry.at.time_since_epoch().count()},
          {"who", entry.who},           {"action", entry.action},
          {"subject", entry.subject},   {"detail", entry.detail},
          {"previous", entry.previous}, {"hash", entry.hash}};
      lines += json.dump() + "\n";
    }
  }
  return lines;
}

std::vector<AuditEntry> audit_entries(const std::string& lines, const std::filesystem::path& file) {
  std::vector<AuditEntry> entries;
  std::istringstream in(lines);
  for (std::string line; std::getline(in, line);) {
    const nlohmann::json json = pipeline::parse_stored(line, file);
    try {
      entries.push_back(
          {json.at("number").get<std::int64_t>(),
           pipeline::Time(std::chrono::milliseconds(json.at("at_ms").get<std::int64_t>())),
           json.at("who").get<std::string>(), json.at("action").get<std::string>(),
           json.at("subject").get<std::string>(), json.at("detail").get<std::string>(),
           json.at("previous").get<std::string>(), json.at("hash").get<std::string>()});
    } catch (const nlohmann::json::exception& error) {
      pipeline::throw_damaged(error.what(), file);
    }
  }
  return entries;
}

}  // namespace chengnuo::archive
