#include <algorithm>

#include "pipeline/json.h"
#include "pipeline/outbox_row.h"
#include "pipeline/register.h"
#include "pipeline/submission_row.h"

namespace chengnuo::pipeline {

namespace {

bool is_answered(const Submission& submission, const Outgoing& message) {
  return std::ranges::find(submission.receipts, message.id, &Receipt::message_id) !=
         submission.receipts.end();
}

}  // namespace

bool Register::restore(const Submission& submission, const std::vector<Outgoing>& outgoing) {
  return database_.sessions().write("restore submission", [&](Transaction& transaction) {
    soci::session& sql = transaction.sql;
    transaction.dialect.lock(sql, "unit:" + submission.unit);
    if (select_row(sql, "WHERE id = :id", {submission.id})) return false;

    Row row;
    row.submission = submission;
    row.reached = submission.state;
    insert_row_again(transaction, row);
    for (const Drop& drop : submission.drops)
      sql << "INSERT INTO received (unit, sha256, submission) VALUES (:unit, :sha256, :submission) "
             "ON CONFLICT (unit, sha256) DO NOTHING",
          soci::use(submission.unit), soci::use(drop.sha256), soci::use(submission.id);
    // A receiver that took a message before answers it with the receipt that it gave then.
    for (const Outgoing& message : outgoing)
      if (!is_answered(submission, message)) put_in_outbox(transaction, submission, message);
    transaction.tell("chengnuo", "restore", submission.id, {{"state", name_of(submission.state)}});
    return true;
  });
}

}  // namespace chengnuo::pipeline
