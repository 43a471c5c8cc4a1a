#include "archive/inspection.h"

#include <soci/soci.h>

#include <algorithm>

#include "archive/retrieve.h"
#include "archive/schema.h"
#include "pipeline/error.h"
#include "pipeline/json.h"
#include "pipeline/sql.h"

namespace chengnuo::archive {

using pipeline::milliseconds;
using pipeline::time_of;
using pipeline::Transaction;

namespace {

/// The latest versions, each with its inspection if it was inspected as it is now.
constexpr const char* kWithInspections =
    "FROM archive_record r LEFT JOIN archive_inspection i ON i.submission = r.submission"
    " AND i.record = r.record WHERE r.latest = 1";

PropertyItem unreadable(const pipeline::Message& why) {
  return {Property::authentic,
          "Z1",
          {"文件摘要与记录一致", "every file has its recorded digests"},
          Result::failed,
          why};
}

}  // namespace

Inspected inspect(ObjectStore& store, const Listed& record, const OutsideChecks& outside) {
  Inspected done;
  done.record = record;
  try {
    done.faults = repair(store, record);
    const Record content = read_record(store, record.record);
    done.items = examine(store, content, outside);
    done.state = content.submission.state;
    for (const RecordObject& object : content.objects) done.bytes += object.bytes.size;
    // Once by the repair in each location, and once by the examination.
    done.bytes *= static_cast<std::int64_t>(store.locations()) + 1;
  } catch (const pipeline::Error& error) {
    if (error.remedy() == pipeline::Remedy::retry) throw;
    done.items.push_back(unreadable(error.message()));
  }
  return done;
}

bool is_behind(const Record& record, const pipeline::Submission& now) {
  const pipeline::Submission& then = record.submission;
  return now.decisions.size() > then.decisions.size() ||
         now.receipts.size() > then.receipts.size() || now.state != then.state;
}

Inspections::Inspections(pipeline::Database& database) : database_(database) {
  make_archive_schema(database_);
}

std::optional<std::string> Inspections::due(std::chrono::seconds every) const {
  const long long before = milliseconds(database_.sessions().now() - every);
  return database_.sessions().read([&](soci::session& sql) {
    std::string submission;
    sql << std::string("SELECT r.submission ") + kWithInspections +
               " AND (i.at IS NULL OR i.at <= :before OR EXISTS (SELECT 1 FROM submission s"
               " WHERE s.id = r.submission AND s.state IN ('published', 'delisted')"
               " AND s.state <> i.state)) ORDER BY COALESCE(i.at, 0), r.at LIMIT 1",
        soci::use(before), soci::into(submission);
    return sql.got_data() ? std::optional(submission) : std::nullopt;
  });
}

void Inspections::note(const Inspected& inspected) {
  const std::string failed = failed_codes(inspected.items);
  database_.sessions().write("note inspection", [&](Transaction& transaction) {
    soci::session& sql = transaction.sql;
    const long long at = milliseconds(transaction.now);
    const std::string state(pipeline::name_of(inspected.state));
    int before = 0;
    sql << "SELECT COUNT(*) FROM archive_inspection WHERE submission = :submission"
           " AND record = :record",
        soci::use(inspected.record.submission), soci::use(inspected.record.record),
        soci::into(before);
    sql << "INSERT INTO archive_inspection (submission, record, at, state, failed)"
           " VALUES (:submission, :record, :at, :state, :failed)"
           " ON CONFLICT (submission) DO UPDATE SET record = excluded.record, at = excluded.at,"
           " state = excluded.state, failed = excluded.failed",
        soci::use(inspected.record.submission), soci::use(inspected.record.record), soci::use(at),
        soci::use(state), soci::use(failed);
    const auto repaired = std::ranges::count(inspected.faults, true, &LocationFault::repaired);
    if (before > 0 && failed.empty() && repaired == 0) return;  // as it was: nothing happened
    transaction.tell("chengnuo", "inspect", inspected.record.submission,
                     {{"archive_code", inspected.record.code},
                      {"occasion", before > 0 ? "storage" : "filing"},
                      {"failed", failed},
                      {"repaired", repaired}});
  });
}

InspectionSummary Inspections::summary() const {
  return database_.sessions().read([](soci::session& sql) {
    long long records = 0;
    long long inspected = 0;
    long long faulty = 0;
    long long oldest = 0;
    sql << std::string(
               "SELECT COUNT(*), COUNT(i.at),"
               " COALESCE(SUM(CASE WHEN i.failed <> '' THEN 1 ELSE 0 END), 0),"
               " COALESCE(MIN(i.at), 0) ") +
               kWithInspections,
        soci::into(records), soci::into(inspected), soci::into(faulty), soci::into(oldest);
    InspectionSummary summary{records, inspected, faulty, {}};
    if (inspected > 0) summary.oldest = time_of(oldest);
    return summary;
  });
}

std::vector<Faulty> Inspections::faulty(int limit) const {
  return database_.sessions().read([&](soci::session& sql) {
    Faulty row;
    long long at = 0;
    soci::statement select =
        (sql.prepare << std::string("SELECT r.code, i.failed, i.at ") + kWithInspections +
                            " AND i.failed <> '' ORDER BY r.code LIMIT " + std::to_string(limit),
         soci::into(row.code), soci::into(row.failed), soci::into(at));
    select.execute();
    std::vector<Faulty> rows;
    while (select.fetch()) {
      row.at = time_of(at);
      rows.push_back(row);
    }
    return rows;
  });
}

}  // namespace chengnuo::archive
