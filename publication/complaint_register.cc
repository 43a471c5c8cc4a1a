#include "publication/complaint_register.h"

#include <soci/soci.h>

#include <cstdio>

#include "pipeline/error.h"
#include "pipeline/json.h"
#include "pipeline/sql.h"

namespace chengnuo::publication {
namespace {

using pipeline::Error;
using pipeline::Message;
using pipeline::Remedy;
using pipeline::Transaction;

Error not_due(const Message& why) {
  return {
      Remedy::fix_document,
      {"这一步还不能做：" + why.zh + "。", "This step is not due: " + why.en + "."},
      {"用 chengnuo complaint show 查看下一步。", "chengnuo complaint show tells the next step."}};
}

void require(bool condition, const Message& why) {
  if (!condition) throw not_due(why);
}

std::string year_of(pipeline::Time time) { return iso(day_in_china(time)).substr(0, 4); }

}  // namespace

Error no_such_complaint(const std::string& id) {
  return {Remedy::fix_document,
          {"没有编号为 " + id + " 的投诉。", "There is no complaint " + id + "."},
          {"用 chengnuo complaint list 查看全部编号。", "chengnuo complaint list has them all."}};
}

ComplaintRegister::ComplaintRegister(pipeline::Database& database) : database_(database) {
  database_.sessions().write("make complaint table", [](Transaction& transaction) {
    transaction.dialect.lock(transaction.sql, "complaint schema");
    // body: the complaint as JSON (complaint.cc). number counts within the year.
    transaction.sql << "CREATE TABLE IF NOT EXISTS complaint (id TEXT PRIMARY KEY,"
                       " year TEXT NOT NULL, number BIGINT NOT NULL, submission TEXT NOT NULL,"
                       " source_number TEXT NOT NULL, body TEXT NOT NULL)";
    transaction.sql << "CREATE INDEX IF NOT EXISTS complaint_about ON complaint (submission)";
  });
}

Complaint ComplaintRegister::enter(Complaint complaint, const std::string& who) {
  return database_.sessions().write("enter complaint", [&](Transaction& transaction) {
    soci::session& sql = transaction.sql;
    transaction.dialect.lock(sql, "complaint number");
    std::string known;
    if (!complaint.source_number.empty()) {
      sql << "SELECT body FROM complaint WHERE source_number = :source AND submission = "
             ":submission",
          soci::use(complaint.source_number), soci::use(complaint.submission), soci::into(known);
      if (sql.got_data()) return complaint_from_stored(known);
    }
    const std::string year = year_of(transaction.now);
    long long number = 0;
    sql << "SELECT COALESCE(MAX(number), 0) + 1 FROM complaint WHERE year = :year", soci::use(year),
        soci::into(number);
    char id[32];
    std::snprintf(id, sizeof id, "T%s-%04lld", year.c_str(), number);
    Complaint entered = complaint;
    entered.id = id;
    entered.steps = {{"register", who, transaction.now}};
    const std::string body = to_stored(entered);
    sql << "INSERT INTO complaint (id, year, number, submission, source_number, body) "
           "VALUES (:id, :year, :number, :submission, :source, :body)",
        soci::use(entered.id), soci::use(year), soci::use(number), soci::use(entered.submission),
        soci::use(entered.source_number), soci::use(body);
    transaction.tell(who, "complaint register", entered.id, {{"submission", entered.submission}});
    return entered;
  });
}

Complaint ComplaintRegister::change(const std::string& id, const std::string& action,
                                    const std::string& who,
                                    const std::function<void(Complaint&)>& change) {
  return database_.sessions().write("change complaint", [&](Transaction& transaction) {
    std::string body;
    transaction.sql << "SELECT body FROM complaint WHERE id = :id" +
                           transaction.dialect.for_update(),
        soci::use(id), soci::into(body);
    if (!transaction.sql.got_data()) throw no_such_complaint(id);
    Complaint complaint = complaint_from_stored(body);
    change(complaint);
    complaint.steps.push_back({action, who, transaction.now});
    body = to_stored(complaint);
    transaction.sql << "UPDATE complaint SET body = :body WHERE id = :id", soci::use(body),
        soci::use(id);
    transaction.tell(who, "complaint " + action, id, {{"submission", complaint.submission}});
    return complaint;
  });
}

Complaint ComplaintRegister::forward(const std::string& id, Investigator to,
                                     const std::string& who) {
  return change(id, "forward", who, [&](Complaint& complaint) {
    require(!complaint.handling, {"该投诉已处理完毕", "the complaint is closed"});
    complaint.forwarded_to = to;
  });
}

Complaint ComplaintRegister::hear(const std::string& id, const std::string& statement,
                                  const std::string& who) {
  return change(id, "hear", who, [&](Complaint& complaint) {
    require(complaint.forwarded_to.has_value(),
            {"请先受理并转交调查", "it has to be passed on first"});
    require(!complaint.handling, {"该投诉已处理完毕", "the complaint is closed"});
    complaint.statement = statement;
  });
}

Complaint ComplaintRegister::find_breach(const std::string& id, const Finding& finding,
                                         const std::string& who) {
  return change(id, "find", who, [&](Complaint& complaint) {
    require(complaint.statement.has_value(),
            {"请先听取并登记企业的说明", "the enterprise has to be heard first"});
    require(!complaint.handling, {"该投诉已处理完毕", "the complaint is closed"});
    complaint.finding = finding;
  });
}

Complaint ComplaintRegister::close(const std::string& id, Handling handling,
                                   const std::string& opinion, const std::string& who) {
  return change(id, "close", who, [&](Complaint& complaint) {
    require(complaint.finding.has_value(),
            {"请先作出认定", "existence, nature and influence first"});
    if (handling == Handling::delisting) {
      const Message hindrance = hindrance_to_delisting(complaint);
      require(hindrance.empty(), hindrance);
    }
    complaint.handling = handling;
    complaint.opinion = opinion;
  });
}

Complaint ComplaintRegister::feed_back(const std::string& id, const std::string& words,
                                       const std::string& who) {
  return change(id, "feedback", who, [&](Complaint& complaint) {
    require(complaint.handling.has_value(), {"请先提出处理意见", "it has to be closed first"});
    complaint.feedback = words;
  });
}

std::vector<Complaint> ComplaintRegister::select(const std::string& rest,
                                                 const std::string& value) const {
  return database_.sessions().read([&](soci::session& sql) {
    std::string body;
    soci::statement statement(sql);
    statement.exchange(soci::into(body));
    pipeline::Values values;
    if (!value.empty()) values.emplace_back(value);
    pipeline::execute(statement, "SELECT body FROM complaint " + rest + " ORDER BY year, number",
                      values);
    std::vector<Complaint> found;
    while (statement.fetch()) found.push_back(complaint_from_stored(body));
    return found;
  });
}

std::optional<Complaint> ComplaintRegister::find(const std::string& id) const {
  const auto found = select("WHERE id = :id", id);
  return found.empty() ? std::nullopt : std::optional(found.front());
}

std::vector<Complaint> ComplaintRegister::list() const { return select("", ""); }

std::vector<Complaint> ComplaintRegister::about(const std::string& submission) const {
  return select("WHERE submission = :submission", submission);
}

}  // namespace chengnuo::publication
