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
  /// Whose it is: the enterprise's code, else its name, else the submission's id. To one receiver
  /// the messages of one enterprise go out in order, of all its submissions.
  std::string enterprise;
  std::string after;  ///< take() only: the message of this enterprise that the receiver got before
  Time created;       ///< when its row was written; the message is dated so
  int attempts = 0;
  Time due;
  Message last_error;  ///< empty if none
  std::optional<Receipt> receipt;
};

/// Throws Error: retry, fix_setup. May be used from any thread and host.
class Outbox {
 public:
  explicit Outbox(Database& database) : database_(database) {}

  /// The next due message, taken for `lease`; one enterprise's in their order, for each receiver.
  /// With `receiver`, only one for it.
  std::optional<Delivery> take(std::chrono::seconds lease, const std::string& receiver = {});
  /// The receiver holds it: stores the receipt with the submission, whose state becomes `reached`
  /// (never backwards), in one transaction with the audit entry.
  void delivered(const Delivery& delivery, const Receipt& receipt, State reached);
  /// To be sent again, not before `due`.
  void postpone(const Delivery& delivery, const Message& error, Time due);
  /// The receiver lacks this message, though it gave a receipt for it (it was restored from an
  /// older backup, or somebody else gave the receipt): it is sent again, before what follows it.
  /// False if none of this id was ever for this receiver.
  bool send_again(const std::string& id, const std::string& receiver);

  std::vector<Delivery> list(bool with_delivered) const;
  /// Makes all waiting messages due now; returns how many.
  int retry_all();

 private:
  Database& database_;
};

}  // namespace chengnuo::pipeline
