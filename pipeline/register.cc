#include "pipeline/register.h"

#include <random>

#include "pipeline/json.h"
#include "pipeline/submission_row.h"
#include "pipeline/text.h"

namespace chengnuo::pipeline {

namespace {

/// Names come from strangers' disks; PostgreSQL refuses what is not UTF-8.
std::string clean(const std::string& text) { return utf8(code_points(text)); }

std::string known_submission(soci::session& sql, const std::string& unit,
                             const std::string& sha256) {
  std::string id;
  sql << "SELECT submission FROM received WHERE unit = :unit AND sha256 = :sha256", soci::use(unit),
      soci::use(sha256), soci::into(id);
  return id.empty() ? id : survivor_of(sql, id);
}

/// `text` as a pattern that finds it anywhere, for LIKE … ESCAPE '!'.
std::string containing(const std::string& text) {
  std::string pattern = "%";
  for (const char c : searchable(text)) {
    if (c == '%' || c == '_' || c == '!') pattern += '!';
    pattern += c;
  }
  return pattern + "%";
}

/// What a filter asks for, and its parameters.
std::pair<std::string, Values> condition_of(const Filter& filter) {
  std::string condition = "WHERE state <> 'merged'";
  Values values;
  const auto also = [&](const std::string& text, const std::string& value) {
    condition += " AND " + text;
    values.emplace_back(value);
  };
  if (filter.state) also("state = :state", std::string(name_of(*filter.state)));
  if (!filter.unit.empty()) also("unit = :unit", filter.unit);
  if (!filter.batch.empty()) also("batch = :batch", filter.batch);
  if (!filter.text.empty()) also("search LIKE :text ESCAPE '!'", containing(filter.text));
  return {condition, values};
}

}  // namespace

LeaseLost::LeaseLost(const std::string& submission)
    : Error(Remedy::retry,
            {"该件已由别处接手：" + submission, "The submission was taken over: " + submission},
            {"无需处理，结果以接手者为准。", "Nothing to do; the other's result stands."}) {}

Register::Register(Database& database, std::function<double()> random)
    : database_(database), random_(std::move(random)) {
  if (!random_)
    random_ = [] {
      std::random_device device;
      return std::uniform_real_distribution<double>(0, 1)(device);
    };
}

Received Register::receive(const Drop& drop, const std::string& unit, const std::string& batch,
                           const std::string& first_stage) {
  return database_.sessions().write("receive", [&](Transaction& transaction) {
    // Two hosts may take in the same bytes at the same moment.
    transaction.dialect.lock(transaction.sql, "unit:" + unit);
    const std::string known = known_submission(transaction.sql, unit, drop.sha256);
    if (!known.empty()) {
      transaction.tell("chengnuo", "receive_again", known, {{"sha256", drop.sha256}});
      return Received{known, true};
    }

    Row row;
    row.submission.unit = unit;
    row.submission.batch = batch;
    row.submission.drops = {drop};
    row.submission.drops.front().name = clean(drop.name);
    row.submission.drops.front().folder = clean(drop.folder);
    if (drop.received_at == Time()) row.submission.drops.front().received_at = transaction.now;
    row.submission.stage = first_stage;
    row.due = transaction.now;
    insert_row(transaction, row);
    const std::string& id = row.submission.id;
    transaction.sql << "INSERT INTO received (unit, sha256, submission) "
                       "VALUES (:unit, :sha256, :submission)",
        soci::use(unit), soci::use(drop.sha256), soci::use(id);
    transaction.tell("chengnuo", "receive", id,
                     {{"sha256", drop.sha256}, {"unit", unit}, {"batch", batch}});
    return Received{id, false};
  });
}

void Register::refuse(const std::string& unit, const std::string& name, const Message& reason) {
  database_.sessions().write("refuse", [&](Transaction& transaction) {
    const std::string file = clean(name);
    const long long at = milliseconds(transaction.now);
    transaction.sql << "INSERT INTO refusal (unit, name, reason_zh, reason_en, at) "
                       "VALUES (:unit, :name, :zh, :en, :at)",
        soci::use(unit), soci::use(file), soci::use(reason.zh), soci::use(reason.en), soci::use(at);
    transaction.tell("chengnuo", "refuse", file, {{"unit", unit}, {"reason", reason}});
  });
}

std::vector<Refusal> Register::refusals(int limit) const {
  return database_.sessions().read([&](soci::session& sql) {
    std::vector<Refusal> refusals;
    Refusal refusal;
    long long at = 0;
    soci::statement rows =
        (sql.prepare << "SELECT unit, name, reason_zh, reason_en, at "
                        "FROM refusal ORDER BY number DESC LIMIT :most",
         soci::use(limit), soci::into(refusal.unit), soci::into(refusal.name),
         soci::into(refusal.reason.zh), soci::into(refusal.reason.en), soci::into(at));
    rows.execute();
    while (rows.fetch()) {
      refusal.at = time_of(at);
      refusals.push_back(refusal);
    }
    return refusals;
  });
}

bool Register::knows(const std::string& sha256) const {
  return database_.sessions().read([&](soci::session& sql) {
    int count = 0;
    sql << "SELECT COUNT(*) FROM received WHERE sha256 = :sha256", soci::use(sha256),
        soci::into(count);
    return count > 0;
  });
}

std::optional<Submission> Register::find(const std::string& id) const {
  return database_.sessions().read([&](soci::session& sql) {
    const auto row = select_row(sql, "WHERE id = :id", {survivor_of(sql, id)});
    return row ? std::optional(row->submission) : std::nullopt;
  });
}

std::vector<Submission> Register::list(const Filter& filter) const {
  auto [rest, values] = condition_of(filter);
  rest += filter.order == Filter::Order::newest_first ? " ORDER BY id DESC" : " ORDER BY id";
  rest += " LIMIT :most OFFSET :offset";
  values.emplace_back(static_cast<long long>(filter.limit));
  values.emplace_back(static_cast<long long>(filter.offset));

  return database_.sessions().read([&](soci::session& sql) {
    std::vector<Submission> submissions;
    for (Row& row : select_rows(sql, rest, values, filter.depth))
      submissions.push_back(std::move(row.submission));
    return submissions;
  });
}

int Register::count(const Filter& filter) const {
  const auto condition = condition_of(filter);
  return database_.sessions().read([&](soci::session& sql) {
    int count = 0;
    soci::statement statement(sql);
    statement.exchange(soci::into(count));
    execute(statement, "SELECT COUNT(*) FROM submission " + condition.first, condition.second);
    statement.fetch();
    return count;
  });
}

std::vector<Tally> Register::tally(const std::string& unit) const {
  Filter filter;
  filter.unit = unit;
  const auto condition = condition_of(filter);
  return database_.sessions().read([&](soci::session& sql) {
    std::vector<Tally> tallies;
    Tally tally;
    std::string state;
    soci::statement statement(sql);
    for (std::string* column : {&tally.unit, &tally.batch, &state})
      statement.exchange(soci::into(*column));
    statement.exchange(soci::into(tally.count));
    for (std::string* column : {&tally.first, &tally.last}) statement.exchange(soci::into(*column));
    execute(statement,
            "SELECT unit, batch, state, COUNT(*), MIN(id), MAX(id) FROM submission " +
                condition.first + " GROUP BY unit, batch, state ORDER BY unit, batch, state",
            condition.second);
    while (statement.fetch()) {
      tally.state = state_named(state);
      tallies.push_back(tally);
    }
    return tallies;
  });
}

bool Register::idle() const {
  return database_.sessions().read([&](soci::session& sql) {
    int busy = 0;
    sql << "SELECT COUNT(*) FROM (SELECT 1 FROM submission "
           "WHERE due IS NOT NULL AND (slow = 0 OR token <> '') LIMIT 1) AS busy",
        soci::into(busy);
    return busy == 0;
  });
}

Time Register::now() const { return database_.sessions().now(); }

}  // namespace chengnuo::pipeline
