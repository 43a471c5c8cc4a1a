#include "pipeline/submission_row.h"

#include <array>
#include <charconv>
#include <cstdio>

#include "pipeline/json.h"
#include "pipeline/text.h"

namespace chengnuo::pipeline {

namespace {

/// How far a submission is out in the world; -1 while it is in the house.
int distance(State state) {
  switch (state) {
    case State::archived:
      return 0;
    case State::reported:
      return 1;
    case State::published:
      return 2;
    case State::delisted:
      return 3;
    default:
      return -1;
  }
}

/// SQL NULL for no due time.
struct DueValue {
  explicit DueValue(const std::optional<Time>& due)
      : value(due ? milliseconds(*due) : 0), indicator(due ? soci::i_ok : soci::i_null) {}
  long long value;
  soci::indicator indicator;
};

std::string search_text(const Submission& submission) {
  std::string text = submission.id + "\n" + submission.enterprise + "\n" + submission.credit_code;
  for (const Drop& drop : submission.drops) text += "\n" + drop.name;
  return searchable(text);
}

std::string body_of(const Submission& submission) {
  nlohmann::json body = submission;
  body.erase("documents");  // most of the bytes; a column of their own
  return stored_text(body);
}

/// "S20251103-000017": the day in China, which has one time zone, and a running number.
std::string next_id(Transaction& transaction) {
  const auto day = std::chrono::floor<std::chrono::days>(transaction.now + std::chrono::hours(8));
  const std::chrono::year_month_day date(day);
  std::array<char, 24> prefix{};
  std::snprintf(prefix.data(), prefix.size(), "S%04d%02u%02u", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
  const std::string name = prefix.data();
  long long number = 0;
  transaction.sql << "INSERT INTO counter (name, value) VALUES (:name, 1) "
                     "ON CONFLICT (name) DO UPDATE SET value = counter.value + 1 RETURNING value",
      soci::use(name), soci::into(number);
  std::array<char, 24> digits{};
  std::snprintf(digits.data(), digits.size(), "-%06lld", number);
  return name + digits.data();
}

void insert_turns(Transaction& transaction, const Submission& submission) {
  transaction.sql << "INSERT INTO unit_turn (unit, served) VALUES (:unit, 0) "
                     "ON CONFLICT (unit) DO NOTHING",
      soci::use(submission.unit);
  transaction.sql << "INSERT INTO batch_turn (unit, batch, served) VALUES (:unit, :batch, 0) "
                     "ON CONFLICT (unit, batch) DO NOTHING",
      soci::use(submission.unit), soci::use(submission.batch);
}

/// No id that is given later is this one.
void pass_id(Transaction& transaction, const std::string& id) {
  const std::size_t dash = id.find('-');
  if (dash == std::string::npos) return;
  const std::string day = id.substr(0, dash);
  long long number = 0;
  std::from_chars(id.data() + dash + 1, id.data() + id.size(), number);
  transaction.sql << "INSERT INTO counter (name, value) VALUES (:name, :number) "
                     "ON CONFLICT (name) DO UPDATE SET value = excluded.value "
                     "WHERE counter.value < excluded.value",
      soci::use(day), soci::use(number);
}

void insert_with_id(Transaction& transaction, const Row& row) {
  const Submission& submission = row.submission;
  insert_turns(transaction, submission);
  const long long since = milliseconds(transaction.now);
  transaction.sql << "INSERT INTO submission (id, unit, batch, state, reached, stage, merged_into, "
                     "since, slow, token, worker, interruptions, attempts, waiting, search, body, "
                     "documents) VALUES (:id, :unit, :batch, '', '', '', '', :since, 0, '', '', 0, "
                     "0, 0, '', '', '')",
      soci::use(submission.id), soci::use(submission.unit), soci::use(submission.batch),
      soci::use(since);
  update_row(transaction, row);
}

}  // namespace

void Row::adopt(Submission changed) {
  changed.id = submission.id;
  changed.unit = submission.unit;
  changed.batch = submission.batch;
  changed.merged_into = submission.merged_into;
  changed.receipts = std::move(submission.receipts);  // some may have come meanwhile
  submission = std::move(changed);
}

void Row::give_up(std::optional<Time> when) {
  token.clear();
  worker.clear();
  due = when;
}

State Row::going_state() const { return reached == State::received ? State::reading : reached; }

State furthest(State now, State other) {
  return distance(now) >= 0 && distance(other) > distance(now) ? other : now;
}

std::vector<Row> select_rows(soci::session& sql, const std::string& rest, const Values& values,
                             Filter::Depth depth) {
  Row row;
  std::string id, unit, batch, state, reached, stage, merged_into, body, documents;
  long long due = 0;
  soci::indicator due_indicator = soci::i_null;
  int slow = 0;
  int waiting = 0;

  const bool whole = depth == Filter::Depth::whole;
  soci::statement statement(sql);
  statement.exchange(soci::into(id));
  statement.exchange(soci::into(unit));
  statement.exchange(soci::into(batch));
  statement.exchange(soci::into(state));
  statement.exchange(soci::into(reached));
  statement.exchange(soci::into(stage));
  statement.exchange(soci::into(merged_into));
  statement.exchange(soci::into(due, due_indicator));
  statement.exchange(soci::into(slow));
  statement.exchange(soci::into(row.token));
  statement.exchange(soci::into(row.worker));
  statement.exchange(soci::into(row.interruptions));
  statement.exchange(soci::into(row.attempts));
  statement.exchange(soci::into(waiting));
  statement.exchange(soci::into(body));
  if (whole) statement.exchange(soci::into(documents));
  execute(
      statement,
      std::string("SELECT id, unit, batch, state, reached, stage, merged_into, due, slow, token, "
                  "worker, interruptions, attempts, waiting, body") +
          (whole ? ", documents" : "") + " FROM submission " + rest,
      values);

  std::vector<Row> rows;
  while (statement.fetch()) {
    row.submission = from_stored<Submission>(body);
    if (whole) row.submission.documents = from_stored<std::vector<Document>>(documents);
    row.submission.id = id;
    row.submission.unit = unit;
    row.submission.batch = batch;
    row.submission.state = state_named(state);
    row.submission.stage = stage;
    row.submission.merged_into = merged_into;
    row.reached = state_named(reached);
    row.due = due_indicator == soci::i_null ? std::nullopt : std::optional(time_of(due));
    row.slow = slow != 0;
    row.waiting = waiting != 0;
    rows.push_back(row);
  }
  return rows;
}

std::optional<Row> select_row(soci::session& sql, const std::string& rest, const Values& values) {
  auto rows = select_rows(sql, rest, values);
  return rows.empty() ? std::nullopt : std::optional(std::move(rows.front()));
}

Row claimed_row(Transaction& transaction, const Claim& claim) {
  auto row = select_row(transaction.sql,
                        "WHERE id = :id AND token = :token" + transaction.dialect.for_update(),
                        {claim.submission.id, claim.token});
  if (!row) throw LeaseLost(claim.submission.id);
  return *std::move(row);
}

std::string survivor_of(soci::session& sql, std::string id) {
  for (;;) {
    std::string next;
    sql << "SELECT merged_into FROM submission WHERE id = :id", soci::use(id), soci::into(next);
    if (next.empty()) return id;
    id = next;
  }
}

void insert_row(Transaction& transaction, Row& row) {
  row.submission.id = next_id(transaction);
  insert_with_id(transaction, row);
}

void insert_row_again(Transaction& transaction, const Row& row) {
  pass_id(transaction, row.submission.id);
  insert_with_id(transaction, row);
}

void update_row(Transaction& transaction, const Row& row) {
  const std::string search = search_text(row.submission);
  const std::string body = body_of(row.submission);
  const std::string documents = stored_text(nlohmann::json(row.submission.documents));
  transaction.sql << "UPDATE submission SET stage = :stage, merged_into = :merged_into, "
                     "search = :search, body = :body, documents = :documents WHERE id = :id",
      soci::use(row.submission.stage), soci::use(row.submission.merged_into), soci::use(search),
      soci::use(body), soci::use(documents), soci::use(row.submission.id);
  update_schedule(transaction, row);
}

void update_schedule(Transaction& transaction, const Row& row) {
  const std::string state(name_of(row.submission.state));
  const std::string reached(name_of(row.reached));
  DueValue due(row.due);
  const long long since = milliseconds(transaction.now);
  const int slow = row.slow ? 1 : 0;
  const int waiting = row.waiting ? 1 : 0;
  transaction.sql << "UPDATE submission SET state = :state, reached = :reached, due = :due, "
                     "since = :since, slow = :slow, token = :token, worker = :worker, "
                     "interruptions = :interruptions, attempts = :attempts, waiting = :waiting "
                     "WHERE id = :id",
      soci::use(state), soci::use(reached), soci::use(due.value, due.indicator), soci::use(since),
      soci::use(slow), soci::use(row.token), soci::use(row.worker), soci::use(row.interruptions),
      soci::use(row.attempts), soci::use(waiting), soci::use(row.submission.id);
}

void forget_waiting_keys(Transaction& transaction, const std::string& id) {
  transaction.sql << "DELETE FROM waiting_key WHERE submission = :id", soci::use(id);
}

std::string searchable(std::string_view text) {
  std::string normal = nfkc(text);
  for (char& c : normal)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return normal;
}

}  // namespace chengnuo::pipeline
