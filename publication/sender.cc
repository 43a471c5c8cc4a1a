#include "publication/sender.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>

#include "pipeline/crash_point.h"
#include "publication/message.h"

namespace chengnuo::publication {
namespace {

using namespace std::chrono_literals;
using pipeline::Error;
using pipeline::Message;
using pipeline::Remedy;

constexpr auto kLease = 120s;
/// A receiver by carrier answers within days; asking its folder costs nothing.
constexpr auto kAskAgain = 60s;

/// 2 s, 4 s, … 1 h: a platform that is down for a night is found again within the hour.
std::chrono::seconds delay_after(int attempts) {
  return std::min(std::chrono::seconds(3600),
                  std::chrono::seconds(2) * (1 << std::min(attempts, 11)));
}

/// What a person must put right first is tried rarely, so that it goes on by itself afterwards.
std::chrono::seconds delay_for(const Error& error, int attempts) {
  return error.remedy() == Remedy::retry ? delay_after(attempts)
                                         : std::max(600s, delay_after(attempts));
}

}  // namespace

Sender::Sender(pipeline::Register& reg, pipeline::Outbox& outbox, const Schema& schema,
               std::map<std::string, std::unique_ptr<Publisher>> publishers,
               SenderSettings settings)
    : register_(reg),
      outbox_(outbox),
      schema_(schema),
      publishers_(std::move(publishers)),
      settings_(std::move(settings)) {}

std::string Sender::message_for(const pipeline::Delivery& delivery) const {
  const auto submission = register_.find(delivery.submission);
  if (!submission) throw std::logic_error("outbox names an unknown submission");
  const auto unit = settings_.units.find(submission->unit);
  if (unit == settings_.units.end())
    throw Error(Remedy::fix_setup,
                {"没有设置组织单位 " + submission->unit + "。",
                 "Organising unit " + submission->unit + " is not configured."},
                {"请在 chengnuo.toml 中补充该 [[unit]]。", "Add its [[unit]] in chengnuo.toml."});
  const std::string& name = unit->second.name;
  const pipeline::Time created = delivery.created;
  const OutMessage message =
      delivery.message.kind == "letter"
          ? letter_message(*submission, delivery.message.id, name, settings_.activity, created)
          : report_message(*submission, delivery.message.id, name, settings_.activity, created);
  const std::string xml = to_xml_text(message);
  if (const std::string complaint = schema_.complaint(xml); !complaint.empty())
    throw Error(
        Remedy::fix_document,
        {"报文不符合发布格式：" + complaint, "The message does not fit the schema: " + complaint},
        {"请核对该件的名称、日期等字段。", "Check the submission's name, dates and other fields."});
  return sign_xml(xml, unit->second.key);
}

bool Sender::send_one() {
  const auto delivery = outbox_.take(kLease);
  if (!delivery) return false;
  try {
    const auto publisher = publishers_.find(delivery->message.receiver);
    if (publisher == publishers_.end())
      throw Error(Remedy::fix_setup,
                  {"没有设置接收方 " + delivery->message.receiver + "。",
                   "Receiver " + delivery->message.receiver + " is not configured."},
                  {"请在 chengnuo.toml 的 [publication] 中补充。",
                   "Add it under [publication] in chengnuo.toml."});
    const auto receipt = publisher->second->send({delivery->message.id, message_for(*delivery)});
    pipeline::crash_point("sent, no receipt stored");
    if (receipt)
      outbox_.delivered(*delivery, *receipt,
                        delivery->message.kind == "letter" ? pipeline::State::published
                                                           : pipeline::State::reported);
    else
      outbox_.postpone(*delivery,
                       Message{"已送出，等待回执。", "Handed over; its receipt is awaited."},
                       register_.now() + kAskAgain);
  } catch (const Error& error) {
    put_off(*delivery, error);
  } catch (const std::exception& error) {
    // A foreign exception must not end the sender: the other messages go on.
    put_off(*delivery, Error(Remedy::report_bug, {error.what(), error.what()}, {}));
  }
  return true;
}

void Sender::put_off(const pipeline::Delivery& delivery, const Error& error) {
  outbox_.postpone(delivery, error.message(),
                   register_.now() + delay_for(error, delivery.attempts));
}

void Sender::run(std::stop_token stop) {
  std::mutex mutex;
  std::condition_variable_any wake;
  while (!stop.stop_requested()) {
    bool sent = false;
    try {
      sent = send_one();
    } catch (const Error&) {
      // The database is away: what is due stays due.
    }
    if (sent) continue;
    std::unique_lock lock(mutex);
    wake.wait_for(lock, stop, 1s, [] { return false; });
  }
}

}  // namespace chengnuo::publication
