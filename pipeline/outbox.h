#pragma once

#include <optional>
#include <string>
#include <vector>

#include "pipeline/database.h"
#include "pipeline/stage.h"
#include "pipeline/submission.h"

namespace chengnuo::pipeline {

/// A message on its way to a receiver. Its row was written in the transaction that made it
/// necessary; it is sent until a receipt is held.
struct Delivery {
  Outgoing message;
  std::string submission;
  Time created;  ///< when its row was written; the message is dated so
  int attempts = 0;
  Time due;
  Message last_error;  ///< empty if none
  std::optional<Receipt> receipt;
};

/// Throws Error: retry, fix_setup. May be used from any thread and host.
class Outbox {
 public:
  explicit Outbox(Database& database) : database_(database) {}

  /// The next due message, taken for `lease`; in order of submission for each receiver. With
  /// `receiver`, only one for it.
  std::optional<Delivery> take(std::chrono::seconds lease, const std::string& receiver = {});
  /// The receiver holds it: stores the receipt with the submission, whose state becomes `reached`
  /// (never backwards), in one transaction with the audit entry.
  void delivered(const Delivery& delivery, const Receipt& receipt, State reached);
  /// To be sent again, not before `due`.
  void postpone(const Delivery& delivery, const Message& error, Time due);

  std::vector<Delivery> list(bool with_delivered) const;
  /// Makes all waiting messages due now; returns how many.
  int retry_all();

 private:
  Database& database_;
};

}  // namespace chengnuo::pipeline
