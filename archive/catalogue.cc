#include "archive/catalogue.h"

#include <soci/soci.h>

#include <utility>
#include <variant>

#include "archive/full_text.h"
#include "archive/schema.h"
#include "pipeline/sql.h"
#include "pipeline/text.h"

namespace chengnuo::archive {

using pipeline::milliseconds;
using pipeline::time_of;
using pipeline::Transaction;

namespace {

constexpr const char* kColumns =
    "SELECT submission, code, version, record, unit, batch, enterprise, credit_code, title,"
    " signed_on, retention, expires, at FROM archive_record WHERE latest = 1 ";

/// Names are compared without blanks and width, and ASCII without case.
std::string comparable(const std::string& name) {
  std::string key = pipeline::without_blanks(pipeline::nfkc(name));
  for (char& c : key) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return key;
}

/// For LIKE … ESCAPE '!'.
std::string literally(const std::string& text) {
  std::string pattern;
  for (const char c : text) {
    if (c == '%' || c == '_' || c == '!') pattern += '!';
    pattern += c;
  }
  return pattern;
}

using Parameter = std::variant<std::string, long long>;

/// The rows of a query that begins with kColumns. Parameters are taken by place: their names in the
/// statement only tell people what they are.
std::vector<Listed> rows_of(soci::session& sql, const std::string& query,
                            const std::vector<Parameter>& parameters) {
  Listed row;
  long long at = 0;
  soci::statement statement(sql);
  for (const Parameter& parameter : parameters) {
    std::visit([&](const auto& value) { statement.exchange(soci::use(value)); }, parameter);
  }
  for (std::string* column : {&row.submission, &row.code}) statement.exchange(soci::into(*column));
  statement.exchange(soci::into(row.version));
  for (std::string* column : {&row.record, &row.unit, &row.batch, &row.enterprise, &row.credit_code,
                              &row.title, &row.signed_on, &row.retention, &row.expires}) {
    statement.exchange(soci::into(*column));
  }
  statement.exchange(soci::into(at));
  statement.alloc();
  statement.prepare(query);
  statement.define_and_bind();
  statement.execute();

  std::vector<Listed> rows;
  while (statement.fetch()) {
    row.at = time_of(at);
    rows.push_back(row);
  }
  return rows;
}

/// The part of a statement that says what is looked for, and its parameters.
class Conditions {
 public:
  explicit Conditions(const soci::session& sql, const Query& query) {
    if (!query.enterprise.empty()) {
      add("enterprise_key LIKE :name ESCAPE '!'",
          "%" + literally(comparable(query.enterprise)) + "%");
    }
    if (!query.credit_code.empty()) add("credit_code = :credit", query.credit_code);
    if (!query.code.empty()) {
      add("code LIKE :code ESCAPE '!'", literally(query.code) + "%");
    }
    if (!query.unit.empty()) add("unit = :unit", query.unit);
    if (!query.batch.empty()) add("batch = :batch", query.batch);
    if (query.filed_from) add("at >= :from_at", milliseconds(*query.filed_from));
    if (query.filed_until) add("at < :until_at", milliseconds(*query.filed_until));
    if (!query.text.empty()) {
      const std::string phrase = phrase_parameter(sql, query.text);
      // A text of nothing but punctuation stands nowhere.
      if (phrase.empty()) text_ += "AND 1 = 0 ";
      if (!phrase.empty()) add(phrase_condition(sql), phrase);
    }
  }

  const std::string& text() const { return text_; }
  const std::vector<Parameter>& parameters() const { return parameters_; }

 private:
  void add(const std::string& condition, Parameter value) {
    text_ += "AND " + condition + " ";
    parameters_.push_back(std::move(value));
  }

  std::string text_;
  std::vector<Parameter> parameters_;
};

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
    sql << "INSERT INTO archive_record (submission, version, content, record, previous, at, latest,"
           " code, unit, batch, enterprise, enterprise_key, credit_code, title, signed_on,"
           " retention, expires) VALUES (:submission, :version, :content, '', :previous, :at, 0, "
           "'',"
           " '', '', '', '', '', '', '', '', '')",
        soci::use(submission), soci::use(version.number), soci::use(content),
        soci::use(version.previous), soci::use(at);
    return version;
  });
}

void Catalogue::enter(const Record& record, const std::string& record_sha256,
                      const std::vector<PageText>& pages) {
  const pipeline::Submission& submission = record.submission;
  const std::string key = comparable(submission.enterprise);
  const std::string title = metadata_value(record, "题名");
  const std::string signed_on = metadata_value(record, "日期");
  const std::string retention = metadata_value(record, "保管期限");
  const std::string expires = metadata_value(record, "保管期满");
  const std::string content = content_digest(record);
  const long long at = milliseconds(record.at);

  database_.sessions().write("enter record", [&](Transaction& transaction) {
    soci::session& sql = transaction.sql;
    transaction.dialect.lock(sql, "archive_record of " + submission.id);
    int others = 0;  // latest of the other versions
    sql << "SELECT COALESCE(MAX(version), 0) FROM archive_record"
           " WHERE submission = :submission AND version <> :version AND record <> ''",
        soci::use(submission.id), soci::use(record.version), soci::into(others);
    const int latest = record.version > others ? 1 : 0;
    if (latest == 1) {
      sql << "UPDATE archive_record SET latest = 0 WHERE submission = :submission",
          soci::use(submission.id);
    }
    sql << "DELETE FROM archive_record WHERE submission = :submission AND version = :version",
        soci::use(submission.id), soci::use(record.version);
    sql << "INSERT INTO archive_record (submission, version, content, record, previous, at, latest,"
           " code, unit, batch, enterprise, enterprise_key, credit_code, title, signed_on,"
           " retention, expires) VALUES (:submission, :version, :content, :record, :previous, :at,"
           " :latest, :code, :unit, :batch, :enterprise, :key, :credit, :title, :signed_on, "
           ":retention,"
           " :expires)",
        soci::use(submission.id), soci::use(record.version), soci::use(content),
        soci::use(record_sha256), soci::use(record.previous), soci::use(at), soci::use(latest),
        soci::use(record.code), soci::use(submission.unit), soci::use(submission.batch),
        soci::use(submission.enterprise), soci::use(key), soci::use(submission.credit_code),
        soci::use(title), soci::use(signed_on), soci::use(retention), soci::use(expires);

    sql << "DELETE FROM archive_object WHERE submission = :submission AND version = :version",
        soci::use(submission.id), soci::use(record.version);
    int position = 0;
    for (const RecordObject& object : record.objects) {
      const auto size = static_cast<long long>(object.bytes.size);
      sql << "INSERT INTO archive_object (submission, version, position, role, name, sha256, sm3,"
             " size) VALUES (:submission, :version, :position, :role, :name, :sha256, :sm3, :size)",
          soci::use(submission.id), soci::use(record.version), soci::use(position),
          soci::use(object.role), soci::use(object.name), soci::use(object.bytes.sha256),
          soci::use(object.bytes.sm3), soci::use(size);
      ++position;
    }
    if (latest == 1) index_pages(transaction, submission.id, pages);
    transaction.tell(
        "chengnuo", "archive", submission.id,
        {{"archive_code", record.code}, {"version", record.version}, {"record", record_sha256}});
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

std::vector<Listed> Catalogue::search(const Query& query) const {
  return database_.sessions().read([&](soci::session& sql) {
    const Conditions conditions(sql, query);
    std::vector<Listed> found =
        rows_of(sql,
                kColumns + conditions.text() + "ORDER BY code DESC LIMIT " +
                    std::to_string(query.limit) + " OFFSET " + std::to_string(query.offset),
                conditions.parameters());
    if (query.text.empty()) return found;
    for (Listed& listed : found) {
      for (const PageText& page : pages_of(sql, listed.submission)) {
        if (auto hit = find_on_page(page, query.text)) listed.hits.push_back(std::move(*hit));
      }
    }
    return found;
  });
}

std::optional<Listed> Catalogue::find(const std::string& id_or_code) const {
  return database_.sessions().read([&](soci::session& sql) {
    const auto rows = rows_of(sql, kColumns + std::string("AND (submission = :id OR code = :code)"),
                              {id_or_code, id_or_code});
    return rows.empty() ? std::optional<Listed>() : rows.front();
  });
}

std::vector<Listed> Catalogue::expired(const std::string& day) const {
  return database_.sessions().read([&](soci::session& sql) {
    return rows_of(
        sql, kColumns + std::string("AND expires <> '' AND expires < :day ORDER BY code"), {day});
  });
}

}  // namespace chengnuo::archive
