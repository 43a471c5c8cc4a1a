#include "archive/catalogue.h"

#include <soci/soci.h>

#include "archive/full_text.h"
#include "archive/record_log.h"
#include "archive/schema.h"
#include "pipeline/sql.h"

namespace chengnuo::archive {

using pipeline::milliseconds;
using pipeline::time_of;
using pipeline::Transaction;

namespace {

constexpr const char* kInsert =
    "INSERT INTO archive_record (submission, version, content, record, previous, at, latest, code,"
    " unit, batch, enterprise, credit_code, title, signed_on, retention, expires, region, address,"
    " industry) VALUES (:submission, :version, :content, :record, :previous, :at, :latest, :code,"
    " :unit, :batch, :enterprise, :credit, :title, :signed_on, :retention, :expires, :region,"
    " :address, :industry)";

/// A row of archive_record, by its columns.
void insert_record(soci::session& sql, const Listed& row, const std::string& content,
                   const std::string& previous, const std::string& address, int latest) {
  const long long at = milliseconds(row.at);
  sql << kInsert, soci::use(row.submission), soci::use(row.version), soci::use(content),
      soci::use(row.record), soci::use(previous), soci::use(at), soci::use(latest),
      soci::use(row.code), soci::use(row.unit), soci::use(row.batch), soci::use(row.enterprise),
      soci::use(row.credit_code), soci::use(row.title), soci::use(row.signed_on),
      soci::use(row.retention), soci::use(row.expires), soci::use(row.region), soci::use(address),
      soci::use(row.industry);
}

/// What searches find of a record.
Listed listed(const Record& record, const std::string& sha256) {
  const pipeline::Submission& submission = record.submission;
  Listed row;
  row.submission = submission.id;
  row.code = record.code;
  row.version = record.version;
  row.record = sha256;
  row.unit = submission.unit;
  row.batch = submission.batch;
  row.enterprise = submission.enterprise;
  row.credit_code = submission.credit_code;
  row.title = metadata_value(record, "题名");
  row.signed_on = metadata_value(record, "日期");
  row.retention = metadata_value(record, "保管期限");
  row.expires = metadata_value(record, "保管期满");
  row.region = metadata_value(record, "行政区划");
  row.industry = metadata_value(record, "行业");
  row.at = record.at;
  return row;
}

void insert_objects(soci::session& sql, const Record& record) {
  const std::string& submission = record.submission.id;
  sql << "DELETE FROM archive_object WHERE submission = :submission AND version = :version",
      soci::use(submission), soci::use(record.version);
  int position = 0;
  for (const RecordObject& object : record.objects) {
    const auto size = static_cast<long long>(object.bytes.size);
    sql << "INSERT INTO archive_object (submission, version, position, role, name, sha256, sm3,"
           " size) VALUES (:submission, :version, :position, :role, :name, :sha256, :sm3, :size)",
        soci::use(submission), soci::use(record.version), soci::use(position),
        soci::use(object.role), soci::use(object.name), soci::use(object.bytes.sha256),
        soci::use(object.bytes.sm3), soci::use(size);
    ++position;
  }
}

}  // namespace

Catalogue::Catalogue(pipeline::Database& database) : database_(database) {
  make_archive_schema(database_);
}

Version Catalogue::begin(const std::string& submission, const std::string& content) {
  return database_.sessions().write("begin record", [&](Transaction& transaction) {
    soci::session& sql = transaction.sql;
    transaction.dialect.lock(sql, "archive_record of " + submission);
    Version version;
    std::string known;
    std::string record;
    long long at = 0;
    sql << "SELECT version, content, record, previous, at FROM archive_record"
           " WHERE submission = :submission ORDER BY version DESC LIMIT 1",
        soci::use(submission), soci::into(version.number), soci::into(known), soci::into(record),
        soci::into(version.previous), soci::into(at);
    const bool any = sql.got_data();
    if (any && known == content) {
      version.at = time_of(at);
      return version;
    }
    at = milliseconds(transaction.now);
    version.at = transaction.now;
    if (any && record.empty()) {  // begun, never made, and the submission was changed since
      sql << "UPDATE archive_record SET content = :content, at = :at"
             " WHERE submission = :submission AND version = :version",
          soci::use(content), soci::use(at), soci::use(submission), soci::use(version.number);
      return version;
    }
    if (any) {
      ++version.number;
      version.previous = record;
    } else {
      version = {1, {}, transaction.now};
    }
    Listed begun;
    begun.submission = submission;
    begun.version = version.number;
    begun.at = version.at;
    insert_record(sql, begun, content, version.previous, {}, /*latest=*/0);
    return version;
  });
}

void Catalogue::enter(const Record& record, const std::string& record_sha256,
                      const std::vector<PageText>& pages, Entering entering) {
  const Listed row = listed(record, record_sha256);
  const std::string content = content_digest(record);
  const std::string address = metadata_value(record, "地址");

  database_.sessions().write("enter record", [&](Transaction& transaction) {
    soci::session& sql = transaction.sql;
    transaction.dialect.lock(sql, "archive_record of " + row.submission);
    int others = 0;  // latest of the other versions
    sql << "SELECT COALESCE(MAX(version), 0) FROM archive_record"
           " WHERE submission = :submission AND version <> :version AND record <> ''",
        soci::use(row.submission), soci::use(row.version), soci::into(others);
    const int latest = row.version > others ? 1 : 0;
    if (latest == 1) {
      sql << "UPDATE archive_record SET latest = 0 WHERE submission = :submission",
          soci::use(row.submission);
    }
    sql << "DELETE FROM archive_record WHERE submission = :submission AND version = :version",
        soci::use(row.submission), soci::use(row.version);
    insert_record(sql, row, content, record.previous, address, latest);
    insert_objects(sql, record);
    if (latest == 1) index_pages(transaction, row.submission, pages);
    index_name(transaction, row.submission, row.enterprise);
    append_to_log(transaction, {record_leaf(record_sha256, row.code, row.version)});
    transaction.tell(
        "chengnuo", entering == Entering::filed ? "archive" : "adopt", row.submission,
        {{"archive_code", row.code}, {"version", row.version}, {"record", record_sha256}});
  });
}

bool Catalogue::empty() const {
  return database_.sessions().read([](soci::session& sql) {
    int any = 0;
    sql << "SELECT COUNT(*) FROM (SELECT 1 FROM archive_record WHERE record <> '' LIMIT 1) AS any_",
        soci::into(any);
    return any == 0;
  });
}

int Catalogue::latest_version(const std::string& submission) const {
  return database_.sessions().read([&](soci::session& sql) {
    int version = 0;
    sql << "SELECT COALESCE(MAX(version), 0) FROM archive_record"
           " WHERE submission = :submission AND record <> ''",
        soci::use(submission), soci::into(version);
    return version;
  });
}

bool Catalogue::lists(const std::string& sha256) const {
  return database_.sessions().read([&](soci::session& sql) {
    int count = 0;
    sql << "SELECT (SELECT COUNT(*) FROM archive_object WHERE sha256 = :object)"
           " + (SELECT COUNT(*) FROM archive_record WHERE record = :record)",
        soci::use(sha256), soci::use(sha256), soci::into(count);
    return count > 0;
  });
}

}  // namespace chengnuo::archive
