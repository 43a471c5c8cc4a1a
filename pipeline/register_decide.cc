#include "pipeline/json.h"
#include "pipeline/outbox_row.h"
#include "pipeline/register.h"
#include "pipeline/submission_row.h"

namespace chengnuo::pipeline {

namespace {

bool is_final(State state) {
  return state == State::returned || state == State::delisted || state == State::failed ||
         state == State::merged;
}

/// Sets what follows from the person's change: whether it goes on, and the state while it does.
void settle(Transaction& transaction, Row& row, const Submission& before) {
  Submission& now = row.submission;
  if (now.state != before.state && now.state != State::held) row.reached = now.state;
  const bool held = !now.holds.empty();
  if (held && !is_final(now.state)) now.state = State::held;
  if (!held && now.state == State::held) now.state = row.going_state();

  const bool untouched = held && now.stage == before.stage && now.state == before.state;
  if (untouched) return;  // a field was corrected; it waits on, with the retry that was set
  row.give_up(std::nullopt);
  row.slow = false;
  row.attempts = 0;
  row.interruptions = 0;
  row.waiting = false;
  forget_waiting_keys(transaction, now.id);
  if (!held && !now.stage.empty() && !is_final(now.state)) row.due = transaction.now;
}

}  // namespace

Submission Register::decide(const std::string& id, const Decision& decision,
                            const std::function<void(Submission&)>& change,
                            const std::vector<Outgoing>& outgoing) {
  const Change with_decision = [&](Submission& submission) {
    change(submission);
    return std::vector{decision};
  };
  return decide(id, with_decision, std::chrono::seconds(0), outgoing);
}

Submission Register::decide(const std::string& id, const Change& change, std::chrono::seconds grace,
                            const std::vector<Outgoing>& outgoing) {
  return database_.sessions().write("decide", [&](Transaction& transaction) {
    auto row = select_row(transaction.sql, "WHERE id = :id" + transaction.dialect.for_update(),
                          {survivor_of(transaction.sql, id)});
    if (!row)
      throw Error(Remedy::fix_document, {"没有这一申报件：" + id, "There is no submission " + id},
                  {"请用 chengnuo status 查看编号。", "See chengnuo status for the ids."});
    if (!row->token.empty() && row->due && *row->due > transaction.now)
      throw Error(Remedy::retry,
                  {"该件正在处理中：" + id, "The submission is being worked on: " + id},
                  {"请稍候再试。", "Try again in a moment."});

    const Submission before = row->submission;
    Submission changed = before;
    const std::vector<Decision> decisions = change(changed);
    row->adopt(std::move(changed));

    for (Decision decided : decisions) {
      if (decided.at == Time()) decided.at = transaction.now;
      row->submission.decisions.push_back(decided);
    }
    settle(transaction, *row, before);
    if (row->due) *row->due += grace;
    update_row(transaction, *row);
    for (const Outgoing& message : outgoing) put_in_outbox(transaction, row->submission, message);

    // Neither values nor the person's words: they may name people.
    for (const Decision& decided : decisions)
      transaction.tell(decided.who, decided.action, before.id,
                       {{"target", decided.target}, {"state", name_of(row->submission.state)}});
    return row->submission;
  });
}

int Register::retry_all() {
  return database_.sessions().write("retry", [](Transaction& transaction) {
    const long long now = milliseconds(transaction.now);
    soci::statement update =
        (transaction.sql.prepare << "UPDATE submission SET due = :now, since = :since, slow = 0 "
                                    "WHERE due IS NOT NULL AND slow = 1 AND token = ''",
         soci::use(now), soci::use(now));
    update.execute(true);
    return static_cast<int>(update.get_affected_rows());
  });
}

}  // namespace chengnuo::pipeline
