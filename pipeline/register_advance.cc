#include <algorithm>

#include "pipeline/json.h"
#include "pipeline/outbox_row.h"
#include "pipeline/register.h"
#include "pipeline/submission_row.h"

namespace chengnuo::pipeline {

namespace {

/// Papers of other enterprises out of the same drops: submissions of their own, behind the stage.
std::vector<std::string> insert_separated(Transaction& transaction, const Submission& parent,
                                          const Stage& stage, const std::string& next_stage,
                                          const std::vector<Submission>& separated) {
  std::vector<std::string> ids;
  for (const Submission& papers : separated) {
    Row row;
    row.submission = papers;
    row.submission.unit = parent.unit;
    row.submission.batch = parent.batch;
    if (row.submission.drops.empty()) row.submission.drops = parent.drops;
    row.submission.stage = next_stage;
    row.submission.state = row.submission.holds.empty() ? stage.reaches : State::held;
    row.reached = stage.reaches;
    if (row.submission.holds.empty() && !next_stage.empty()) row.due = transaction.now;
    insert_row(transaction, row);
    ids.push_back(row.submission.id);
  }
  return ids;
}

/// Those that wait for a paper under one of the words, the oldest first.
std::vector<std::string> waiting_under(Transaction& transaction, const std::string& unit,
                                       const std::vector<std::string>& words) {
  std::vector<std::string> ids;
  for (const std::string& word : words) {
    std::string id;
    soci::statement rows =
        (transaction.sql.prepare << "SELECT submission FROM waiting_key "
                                    "WHERE unit = :unit AND word = :word ORDER BY submission",
         soci::use(unit), soci::use(word), soci::into(id));
    rows.execute();
    while (rows.fetch()) ids.push_back(id);
  }
  std::ranges::sort(ids);
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  return ids;
}

/// Those that were returned to this enterprise and not handed in again, the latest first.
std::vector<std::string> returned_to(Transaction& transaction, const Submission& submission) {
  std::vector<std::string> ids;
  if (submission.enterprise.empty()) return ids;
  const std::string pattern = "%" + searchable(submission.enterprise) + "%";
  std::string id;
  soci::statement rows =
      (transaction.sql.prepare << "SELECT id FROM submission WHERE unit = :unit AND "
                                  "state = 'returned' AND search LIKE :pattern ORDER BY id DESC",
       soci::use(submission.unit), soci::use(pattern), soci::into(id));
  rows.execute();
  while (rows.fetch()) ids.push_back(id);
  return ids;
}

/// The partner, locked; nothing if none waits.
std::optional<Row> find_partner(Transaction& transaction, const Submission& submission,
                                const Awaiting& awaiting) {
  for (const std::string& id : waiting_under(transaction, submission.unit, awaiting.keys)) {
    if (id == submission.id) continue;
    // Read again under the lock: a person may just have moved it.
    auto row = select_row(
        transaction.sql, "WHERE id = :id AND waiting = 1" + transaction.dialect.for_update(), {id});
    if (row && (!awaiting.accepts || awaiting.accepts(row->submission))) return row;
  }
  if (!awaiting.accepts) return std::nullopt;
  for (const std::string& id : returned_to(transaction, submission)) {
    auto row = select_row(
        transaction.sql, "WHERE id = :id AND state = 'returned'" + transaction.dialect.for_update(),
        {id});
    if (row && awaiting.accepts(row->submission)) return row;
  }
  return std::nullopt;
}

void merge_into(Transaction& transaction, Row& partner, const std::string& survivor) {
  forget_waiting_keys(transaction, partner.submission.id);
  partner.submission.merged_into = survivor;
  partner.submission.state = State::merged;
  partner.submission.stage.clear();
  partner.submission.holds.clear();
  partner.waiting = false;
  partner.slow = false;
  partner.give_up(std::nullopt);
  update_row(transaction, partner);
}

void wait_under(Transaction& transaction, const Submission& submission,
                const std::vector<std::string>& words) {
  for (const std::string& word : words)
    transaction.sql << "INSERT INTO waiting_key (unit, word, submission) "
                       "VALUES (:unit, :word, :submission) "
                       "ON CONFLICT (unit, word, submission) DO NOTHING",
        soci::use(submission.unit), soci::use(word), soci::use(submission.id);
}

std::vector<std::string> ids_of(const std::vector<Outgoing>& messages) {
  std::vector<std::string> ids;
  for (const Outgoing& message : messages) ids.push_back(message.id);
  return ids;
}

}  // namespace

Submission Register::advance(const Claim& claim, const Submission& submission, const Stage& stage,
                             const std::string& next_stage, const Outcome& outcome) {
  const bool may_join = outcome.awaiting.has_value();
  return database_.sessions().write("advance", [&](Transaction& transaction) {
    // Before any row: two partners that arrive at once must not look past each other.
    if (may_join) transaction.dialect.lock(transaction.sql, "unit:" + submission.unit);
    Row row = claimed_row(transaction, claim);
    // The database was lost at the commit, and the stage is reported again.
    if (row.submission.stage != stage.name) return row.submission;

    row.adopt(submission);
    row.submission.holds = outcome.holds;
    row.interruptions = 0;
    row.attempts = 0;
    row.slow = false;
    nlohmann::json told;

    std::optional<Row> partner;
    if (may_join) partner = find_partner(transaction, row.submission, *outcome.awaiting);
    if (partner) {
      // The stage stays the same: it looks again at what now lies together.
      absorb(row.submission, partner->submission);
      row.submission.holds.clear();
      row.submission.state = row.going_state();
      told["joined"] = partner->submission.id;
      merge_into(transaction, *partner, row.submission.id);
    } else if (!outcome.holds.empty()) {
      for (Hold& hold : row.submission.holds) hold.stage = stage.name;
      row.submission.state = State::held;
      row.waiting = may_join;
      if (may_join) wait_under(transaction, row.submission, outcome.awaiting->keys);
      row.give_up(std::nullopt);
      told["holds"] = row.submission.holds.size();
    } else {
      row.submission.stage = next_stage;
      // A receipt may have come while the stage ran.
      row.reached = furthest(stage.reaches, row.reached);
      row.submission.state = row.reached;
      if (next_stage.empty()) row.give_up(std::nullopt);
    }

    const auto separated =
        insert_separated(transaction, row.submission, stage, next_stage, outcome.separated);
    for (const Outgoing& message : outcome.outgoing)
      put_in_outbox(transaction, row.submission, message);
    update_row(transaction, row);

    if (!separated.empty()) told["separated"] = separated;
    if (!outcome.outgoing.empty()) told["outgoing"] = ids_of(outcome.outgoing);
    told["state"] = name_of(row.submission.state);
    transaction.tell("chengnuo", stage.name, row.submission.id, told);
    return row.submission;
  });
}

}  // namespace chengnuo::pipeline
