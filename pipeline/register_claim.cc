#include "pipeline/digest.h"
#include "pipeline/register.h"
#include "pipeline/submission_row.h"

namespace chengnuo::pipeline {

namespace {

// Twice may be a power cut; a third worker is not put at risk.
constexpr int kMostInterruptions = 2;
// A host that finds all rows of a lane taken looks at the next ones.
constexpr int kMostLanes = 16;

/// When the clock is set back, what was to happen in a minute would happen in hours. Times that
/// were set by the clock as it was keep their distance from now instead.
void follow_a_clock_set_back(Transaction& transaction) {
  const long long now = milliseconds(transaction.now);
  transaction.sql << "UPDATE submission SET due = due - since + :now, since = :now_too "
                     "WHERE due IS NOT NULL AND since > :now_still",
      soci::use(now), soci::use(now), soci::use(now);
}

std::vector<std::string> lanes(Transaction& transaction, const std::string& query,
                               const Values& values) {
  std::vector<std::string> names;
  std::string name;
  soci::statement statement(transaction.sql);
  statement.exchange(soci::into(name));
  execute(statement, query + " LIMIT " + std::to_string(kMostLanes), values);
  while (statement.fetch()) names.push_back(name);
  return names;
}

/// A row to be worked on, locked: of the unit that was served longest ago, and of its batch.
std::optional<Row> next_row(Transaction& transaction) {
  const long long now = milliseconds(transaction.now);
  const auto units =
      lanes(transaction,
            "SELECT unit FROM unit_turn WHERE EXISTS (SELECT 1 FROM submission "
            "WHERE submission.unit = unit_turn.unit AND due <= :now) ORDER BY served, unit",
            {now});
  for (const std::string& unit : units) {
    const auto batches = lanes(
        transaction,
        "SELECT batch FROM batch_turn WHERE unit = :unit AND EXISTS (SELECT 1 FROM submission "
        "WHERE submission.unit = batch_turn.unit AND submission.batch = batch_turn.batch "
        "AND due <= :now) ORDER BY served, batch",
        {unit, now});
    for (const std::string& batch : batches) {
      auto row = select_row(transaction.sql,
                            "WHERE unit = :unit AND batch = :batch AND due <= :now "
                            "ORDER BY due, id LIMIT 1" +
                                transaction.dialect.for_update_of_free_rows(),
                            {unit, batch, now});
      if (row) return row;
    }
  }
  return std::nullopt;
}

void count_turn(Transaction& transaction, const Submission& submission) {
  transaction.sql << "UPDATE unit_turn SET served = (SELECT MAX(served) + 1 FROM unit_turn) "
                     "WHERE unit = :unit",
      soci::use(submission.unit);
  transaction.sql << "UPDATE batch_turn SET served = (SELECT MAX(served) + 1 FROM batch_turn "
                     "WHERE unit = :unit) WHERE unit = :unit_too AND batch = :batch",
      soci::use(submission.unit), soci::use(submission.unit), soci::use(submission.batch);
}

void hold_after_interruptions(Transaction& transaction, Row& row) {
  Hold hold;
  hold.for_whom = HoldFor::administrator;
  hold.stage = row.submission.stage;
  hold.reason = {"处理该件时程序两次意外中断（步骤 " + hold.stage + "），已暂停处理该件",
                 "The program stopped twice while it worked on this submission (stage " +
                     hold.stage + "), which is set aside"};
  hold.advice = {
      "可能是断电或内存不足，也可能由文件本身引起。请查看当时的日志；排除原因后可让该件重新处理。",
      "A power cut, too little memory, or the file itself may be the cause. Look at the log; once "
      "the cause is gone, let it go on."};
  row.submission.holds = {hold};
  row.submission.state = State::held;
  row.slow = false;
  row.give_up(std::nullopt);
  update_row(transaction, row);
  transaction.tell("chengnuo", "hold", row.submission.id,
                   {{"stage", hold.stage}, {"interruptions", row.interruptions}});
}

}  // namespace

std::optional<Claim> Register::claim(const std::string& worker, std::chrono::seconds lease) {
  return database_.sessions().write("claim", [&](Transaction& transaction) -> std::optional<Claim> {
    follow_a_clock_set_back(transaction);
    while (auto row = next_row(transaction)) {
      if (!row->token.empty()) ++row->interruptions;  // its lease ran out
      if (row->interruptions >= kMostInterruptions) {
        hold_after_interruptions(transaction, *row);
        continue;
      }
      row->token = random_hex(16);
      row->worker = worker;
      row->due = transaction.now + lease;
      if (row->submission.state != State::held) row->submission.state = row->going_state();
      update_schedule(transaction, *row);
      count_turn(transaction, row->submission);
      return Claim{row->submission, row->token, row->interruptions, row->attempts};
    }
    return std::nullopt;
  });
}

bool Register::renew(const Claim& claim, std::chrono::seconds lease) {
  return database_.sessions().write("renew", [&](Transaction& transaction) {
    const long long due = milliseconds(transaction.now + lease);
    const long long since = milliseconds(transaction.now);
    soci::statement update =
        (transaction.sql.prepare << "UPDATE submission SET due = :due, since = :since "
                                    "WHERE id = :id AND token = :token",
         soci::use(due), soci::use(since), soci::use(claim.submission.id), soci::use(claim.token));
    update.execute(true);
    return update.get_affected_rows() == 1;
  });
}

void Register::release(const Claim& claim) {
  database_.sessions().write("release", [&](Transaction& transaction) {
    auto row = select_row(transaction.sql,
                          "WHERE id = :id AND token = :token" + transaction.dialect.for_update(),
                          {claim.submission.id, claim.token});
    if (!row) return;
    row->give_up(transaction.now);
    if (row->submission.state != State::held) row->submission.state = row->reached;
    update_schedule(transaction, *row);
  });
}

}  // namespace chengnuo::pipeline
