#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <stop_token>
#include <string>

#include "pipeline/error.h"
#include "pipeline/outbox.h"
#include "pipeline/register.h"
#include "publication/circuit.h"
#include "publication/message.h"
#include "publication/publisher.h"
#include "publication/schema.h"
#include "publication/xml_signature.h"

namespace chengnuo::publication {

/// Who sends: an organising unit.
struct SendingUnit {
  std::string name;  ///< as the public reads it
  MessageKey key;
};

/// For whoever asks for a unit that is not in the configuration: fix_setup.
pipeline::Error unknown_unit(const std::string& id);

/// What stands as a message's reason while its receiver has it and has not answered yet.
extern const pipeline::Message kReceiptAwaited;

struct SenderSettings {
  std::map<std::string, SendingUnit> units;  ///< by id
  std::string activity;                      ///< 活动名称, with subtitle
  int publicity_days = 0;                    ///< working days of 公示 of a new letter; 0: none
  HidingRule hiding;                         ///< what the templates mark as personal data
};

/// Sends what the outbox holds until each receiver has given its receipt; senders of several hosts
/// share the outbox. Messages are made from the register's facts when they are sent, checked
/// against the schema and signed. Each receiver has its own circuit and, while the service runs,
/// its own thread: one that is slow or down keeps no other waiting.
class Sender {
 public:
  Sender(pipeline::Register& reg, pipeline::Outbox& outbox, const Schema& schema,
         std::map<std::string, std::unique_ptr<Publisher>> publishers, SenderSettings settings);

  /// Sends the next due message to each receiver whose circuit lets it through. False if there was
  /// none.
  bool send_one();
  void run(std::stop_token stop);

 private:
  struct Line {
    std::unique_ptr<Publisher> publisher;
    Circuit circuit;
  };
  bool send_one(const std::string& receiver, Line& line);
  void run_line(const std::string& receiver, Line& line, std::stop_token stop);
  std::string message_for(const pipeline::Delivery& delivery);
  OutMessage facts_for(const pipeline::Delivery& delivery, const std::string& unit_name,
                       const pipeline::Submission& submission) const;
  void put_off(const pipeline::Delivery& delivery, const pipeline::Error& error);

  pipeline::Register& register_;
  pipeline::Outbox& outbox_;
  const Schema& schema_;
  std::map<std::string, Line> lines_;  ///< by receiver
  SenderSettings settings_;
  std::mutex making_;  ///< the schema validates for one thread at a time
};

}  // namespace chengnuo::publication
