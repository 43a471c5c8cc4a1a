#include "publication/sender.h"

#include <algorithm>
#include <thread>
#include <vector>

#include "pipeline/crash_point.h"
#include "pipeline/pause.h"
#include "publication/public_act.h"

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

/// How far a submission is once this message has its receipt. Acts changed its state when they were
/// decided.
pipeline::State reached_by(const std::string& kind) {
  if (kind == name_of(MessageKind::letter)) return pipeline::State::published;
  if (kind == name_of(MessageKind::report)) return pipeline::State::reported;
  return pipeline::State::received;
}

}  // namespace

Error unknown_unit(const std::string& id) {
  return {Remedy::fix_setup,
          {"没有设置组织单位 " + id + "。", "Organising unit " + id + " is not configured."},
          {"请在 chengnuo.toml 中补充该 [[unit]]。", "Add its [[unit]] in chengnuo.toml."}};
}

const Message kReceiptAwaited{"已送出，等待回执。", "Handed over; its receipt is awaited."};

Sender::Sender(pipeline::Register& reg, pipeline::Outbox& outbox, const Schema& schema,
               std::map<std::string, std::unique_ptr<Publisher>> publishers,
               SenderSettings settings)
    : register_(reg), outbox_(outbox), schema_(schema), settings_(std::move(settings)) {
  for (auto& [receiver, publisher] : publishers) lines_[receiver].publisher = std::move(publisher);
}

/// The message's own facts; what went before it is the outbox's to know.
OutMessage Sender::facts_for(const pipeline::Delivery& delivery, const std::string& unit_name,
                             const pipeline::Submission& submission) const {
  const std::string& id = delivery.message.id;
  const auto kind = kind_named(delivery.message.kind);
  if (kind == MessageKind::letter) {
    OutMessage letter = letter_message(submission, id, unit_name, settings_.activity,
                                       delivery.created, settings_.hiding);
    letter.publicity_days = settings_.publicity_days;
    return letter;
  }
  if (kind == MessageKind::report)
    return report_message(submission, id, unit_name, settings_.activity, delivery.created,
                          settings_.hiding);
  const auto act = find_act(submission, id);
  if (!kind || !act)
    throw Error(Remedy::report_bug,
                {"待发报文 " + id + " 没有对应的决定。", "Message " + id + " tells no decision."},
                {"请把这条信息告诉开发者。", "Please tell the developers this message."});
  return notice_message(*kind, act->notice, submission, id, unit_name, settings_.activity,
                        delivery.created, settings_.hiding);
}

std::string Sender::message_for(const pipeline::Delivery& delivery) {
  auto submission = register_.find(delivery.submission);
  if (!submission) throw std::logic_error("outbox names an unknown submission");
  // Sent late or again, it says what it said: the receiver knows it by that.
  if (const auto text = text_told_by(*submission, delivery.message.id))
    for (pipeline::Document& document : submission->documents)
      if (document.kind == pipeline::DocumentKind::letter) document.text = *text;
  const auto unit = settings_.units.find(submission->unit);
  if (unit == settings_.units.end()) throw unknown_unit(submission->unit);
  OutMessage message = facts_for(delivery, unit->second.name, *submission);
  message.after = delivery.after;
  const std::string xml = to_xml_text(message);
  const std::lock_guard lock(making_);
  if (const std::string complaint = schema_.complaint(xml); !complaint.empty())
    throw Error(
        Remedy::fix_document,
        {"报文不符合发布格式：" + complaint, "The message does not fit the schema: " + complaint},
        {"请核对该件的名称、日期等字段。", "Check the submission's name, dates and other fields."});
  return sign_xml(xml, unit->second.key);
}

bool Sender::send_one() {
  bool any = false;
  for (auto& [receiver, line] : lines_) any = send_one(receiver, line) || any;
  return any;
}

bool Sender::send_one(const std::string& receiver, Line& line) {
  if (!line.circuit.lets_through(register_.now())) return false;
  const auto delivery = outbox_.take(kLease, receiver);
  if (!delivery) {
    line.publisher->settle();
    return false;
  }
  try {
    const auto receipt = line.publisher->send({delivery->message.id, message_for(*delivery)});
    pipeline::crash_point("sent, no receipt stored");
    line.circuit.succeeded();
    if (receipt)
      outbox_.delivered(*delivery, *receipt, reached_by(delivery->message.kind));
    else
      outbox_.postpone(*delivery, kReceiptAwaited, register_.now() + kAskAgain);
  } catch (const EarlierNeeded& needed) {
    line.circuit.succeeded();
    outbox_.send_again(needed.message_id, receiver);
    put_off(*delivery, needed);
  } catch (const ReceiverFailure& failure) {
    line.circuit.failed(register_.now());
    put_off(*delivery, failure);
  } catch (const Error& error) {
    put_off(*delivery, error);
  } catch (const std::exception& error) {
    // A foreign exception must not end the sender: the other messages go on.
    put_off(*delivery, Error(Remedy::report_bug, {error.what(), error.what()}, {}));
  }
  return true;
}

void Sender::put_off(const pipeline::Delivery& delivery, const Error& error) {
  outbox_.postpone(
      delivery,
      {error.message().zh + error.advice().zh, error.message().en + " " + error.advice().en},
      register_.now() + delay_for(error, delivery.attempts));
}

void Sender::run_line(const std::string& receiver, Line& line, std::stop_token stop) {
  while (!stop.stop_requested()) {
    bool sent = false;
    try {
      sent = send_one(receiver, line);
    } catch (const Error&) {
      // The database is away: what is due stays due.
    }
    if (!sent) pipeline::pause(stop, 1s);
  }
}

void Sender::run(std::stop_token stop) {
  std::vector<std::jthread> threads;
  for (auto& [receiver, line] : lines_)
    threads.emplace_back(
        [this, &receiver = receiver, &line = line, stop] { run_line(receiver, line, stop); });
}

}  // namespace chengnuo::publication
