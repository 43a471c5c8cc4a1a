#pragma once

#include <functional>
#include <map>
#include <memory>
#include <stop_token>
#include <string>

#include "pipeline/outbox.h"
#include "pipeline/register.h"
#include "publication/publisher.h"
#include "publication/schema.h"
#include "publication/xml_signature.h"

namespace chengnuo::publication {

/// Who sends: an organising unit.
struct SendingUnit {
  std::string name;  ///< as the public reads it
  MessageKey key;
};

struct SenderSettings {
  std::map<std::string, SendingUnit> units;  ///< by id
  std::string activity;                      ///< 活动名称, with subtitle
};

/// Sends what the outbox holds until each receiver has given its receipt. One sender is one thread;
/// senders of several hosts share the outbox. Messages are made from the register's facts when they
/// are sent, checked against the schema and signed.
class Sender {
 public:
  Sender(pipeline::Register& reg, pipeline::Outbox& outbox, const Schema& schema,
         std::map<std::string, std::unique_ptr<Publisher>> publishers, SenderSettings settings);

  /// Sends the next due message. False if none is due.
  bool send_one();
  void run(std::stop_token stop);

 private:
  std::string message_for(const pipeline::Delivery& delivery) const;
  void put_off(const pipeline::Delivery& delivery, const pipeline::Error& error);

  pipeline::Register& register_;
  pipeline::Outbox& outbox_;
  const Schema& schema_;
  std::map<std::string, std::unique_ptr<Publisher>> publishers_;
  SenderSettings settings_;
};

}  // namespace chengnuo::publication
