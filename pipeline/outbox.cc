#include "pipeline/outbox.h"

#include "pipeline/json.h"
#include "pipeline/outbox_row.h"
#include "pipeline/submission_row.h"
#include "pipeline/text.h"

namespace chengnuo::pipeline {

namespace {

constexpr const char* kColumns =
    "SELECT id, receiver, kind, submission, enterprise, created, due, attempts, error_zh, "
    "error_en, receipt FROM outbox ";

std::vector<Delivery> select_deliveries(soci::session& sql, const std::string& rest,
                                        const Values& values) {
  Delivery delivery;
  long long created = 0;
  long long due = 0;
  soci::indicator due_indicator = soci::i_null;
  std::string receipt;
  soci::statement statement(sql);
  statement.exchange(soci::into(delivery.message.id));
  statement.exchange(soci::into(delivery.message.receiver));
  statement.exchange(soci::into(delivery.message.kind));
  statement.exchange(soci::into(delivery.submission));
  statement.exchange(soci::into(delivery.enterprise));
  statement.exchange(soci::into(created));
  statement.exchange(soci::into(due, due_indicator));
  statement.exchange(soci::into(delivery.attempts));
  statement.exchange(soci::into(delivery.last_error.zh));
  statement.exchange(soci::into(delivery.last_error.en));
  statement.exchange(soci::into(receipt));
  execute(statement, kColumns + rest, values);

  std::vector<Delivery> deliveries;
  while (statement.fetch()) {
    delivery.created = time_of(created);
    delivery.due = due_indicator == soci::i_null ? Time() : time_of(due);
    delivery.receipt =
        receipt.empty() ? std::nullopt : std::optional(from_stored<Receipt>(receipt));
    deliveries.push_back(delivery);
  }
  return deliveries;
}

/// By what an enterprise's messages are kept in order (outbox.h).
std::string enterprise_key(const Submission& submission) {
  const std::string& named =
      submission.credit_code.empty() ? submission.enterprise : submission.credit_code;
  return named.empty() ? submission.id : without_blanks(nfkc(named));
}

/// The message to the same receiver about the same enterprise that went before; empty if none.
std::string message_before(soci::session& sql, const Delivery& delivery) {
  std::string id;
  sql << "SELECT id FROM outbox WHERE receiver = :receiver AND enterprise = :enterprise AND number "
         "< (SELECT number FROM outbox WHERE id = :id) ORDER BY number DESC LIMIT 1",
      soci::use(delivery.message.receiver), soci::use(delivery.enterprise),
      soci::use(delivery.message.id), soci::into(id);
  return id;
}

}  // namespace

void put_in_outbox(Transaction& transaction, const Submission& submission,
                   const Outgoing& message) {
  const long long now = milliseconds(transaction.now);
  const std::string enterprise = enterprise_key(submission);
  transaction.sql
      << "INSERT INTO outbox (id, receiver, kind, submission, enterprise, created, due, "
         "since, sending, attempts, error_zh, error_en, receipt) VALUES (:id, "
         ":receiver, :kind, :submission, :enterprise, :created, :due, :since, 0, 0, "
         "'', '', '') ON CONFLICT (id) DO NOTHING",
      soci::use(message.id), soci::use(message.receiver), soci::use(message.kind),
      soci::use(submission.id), soci::use(enterprise), soci::use(now), soci::use(now),
      soci::use(now);
}

std::optional<Delivery> Outbox::take(std::chrono::seconds lease, const std::string& receiver) {
  return database_.sessions().write(
      "take", [&](Transaction& transaction) -> std::optional<Delivery> {
        const long long now = milliseconds(transaction.now);
        Values values{now, now};
        if (!receiver.empty()) values.emplace_back(receiver);
        // By number, not by receiver: `|| ''` keeps SQLite from an index after which it would sort
        // all that waits. A clock that was set back: what was set later than now is due (receivers
        // take things once).
        auto found = select_deliveries(
            transaction.sql,
            "WHERE due IS NOT NULL AND (due <= :now OR since > :now_too)" +
                std::string(receiver.empty() ? "" : " AND receiver || '' = :receiver") +
                " AND NOT EXISTS "
                "(SELECT 1 FROM outbox AS earlier WHERE earlier.receiver = outbox.receiver "
                "AND earlier.submission = outbox.submission AND earlier.number < outbox.number "
                "AND earlier.due IS NOT NULL) AND NOT EXISTS "
                "(SELECT 1 FROM outbox AS elder WHERE elder.receiver = outbox.receiver "
                "AND elder.enterprise = outbox.enterprise AND elder.number < outbox.number "
                "AND elder.due IS NOT NULL) ORDER BY number LIMIT 1" +
                transaction.dialect.for_update_of_free_rows(),
            values);
        if (found.empty()) return std::nullopt;
        Delivery& delivery = found.front();
        delivery.after = message_before(transaction.sql, delivery);
        delivery.due = transaction.now + lease;
        const long long due = milliseconds(delivery.due);
        transaction.sql
            << "UPDATE outbox SET due = :due, since = :since, sending = 1 WHERE id = :id",
            soci::use(due), soci::use(now), soci::use(delivery.message.id);
        return delivery;
      });
}

void Outbox::delivered(const Delivery& delivery, const Receipt& receipt, State reached) {
  database_.sessions().write("deliver", [&](Transaction& transaction) {
    Receipt stored = receipt;
    stored.message_id = delivery.message.id;
    if (stored.at == Time()) stored.at = transaction.now;
    const std::string text = stored_text(nlohmann::json(stored));
    soci::statement update =
        (transaction.sql.prepare << "UPDATE outbox SET due = NULL, sending = 0, error_zh = '', "
                                    "error_en = '', receipt = :receipt "
                                    "WHERE id = :id AND due IS NOT NULL",
         soci::use(text), soci::use(delivery.message.id));
    update.execute(true);
    if (update.get_affected_rows() == 0) return;  // somebody said so before

    auto row = select_row(transaction.sql, "WHERE id = :id" + transaction.dialect.for_update(),
                          {delivery.submission});
    if (!row) return;
    std::erase_if(row->submission.receipts, [&](const Receipt& earlier) {
      return earlier.message_id == stored.message_id;  // it was sent again
    });
    row->submission.receipts.push_back(stored);
    row->submission.state = furthest(row->submission.state, reached);
    row->reached = furthest(row->reached, reached);
    update_row(transaction, *row);
    transaction.tell("chengnuo", "deliver", delivery.submission,
                     {{"message", delivery.message.id},
                      {"receiver", delivery.message.receiver},
                      {"number", stored.number},
                      {"state", name_of(row->submission.state)}});
  });
}

void Outbox::postpone(const Delivery& delivery, const Message& error, Time due) {
  database_.sessions().write("postpone", [&](Transaction& transaction) {
    const long long now = milliseconds(transaction.now);
    const long long later = milliseconds(due);
    transaction.sql << "UPDATE outbox SET due = :due, since = :since, sending = 0, "
                       "attempts = attempts + 1, error_zh = :zh, error_en = :en "
                       "WHERE id = :id AND due IS NOT NULL",
        soci::use(later), soci::use(now), soci::use(error.zh), soci::use(error.en),
        soci::use(delivery.message.id);
  });
}

bool Outbox::send_again(const std::string& id, const std::string& receiver) {
  return database_.sessions().write("send again", [&](Transaction& transaction) {
    const long long now = milliseconds(transaction.now);
    std::string submission;
    transaction.sql << "SELECT submission FROM outbox WHERE id = :id AND receiver = :receiver",
        soci::use(id), soci::use(receiver), soci::into(submission);
    if (!transaction.sql.got_data()) return false;
    soci::statement update =
        (transaction.sql.prepare << "UPDATE outbox SET due = :due, since = :since, sending = 0, "
                                    "receipt = '' WHERE id = :id AND due IS NULL",
         soci::use(now), soci::use(now), soci::use(id));
    update.execute(true);
    if (update.get_affected_rows() > 0)
      transaction.tell("chengnuo", "send again", submission,
                       {{"message", id}, {"receiver", receiver}});
    return true;
  });
}

std::vector<Delivery> Outbox::list(bool with_delivered) const {
  return database_.sessions().read([&](soci::session& sql) {
    return select_deliveries(
        sql, std::string(with_delivered ? "" : "WHERE due IS NOT NULL ") + "ORDER BY number", {});
  });
}

int Outbox::retry_all() {
  return database_.sessions().write("retry messages", [](Transaction& transaction) {
    const long long now = milliseconds(transaction.now);
    soci::statement update =
        (transaction.sql.prepare << "UPDATE outbox SET due = :now, since = :since "
                                    "WHERE due IS NOT NULL AND sending = 0",
         soci::use(now), soci::use(now));
    update.execute(true);
    return static_cast<int>(update.get_affected_rows());
  });
}

}  // namespace chengnuo::pipeline
