#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "console/assembly.h"
#include "console/command.h"
#include "console/door_json.h"
#include "console/papers.h"
#include "console/public_act.h"
#include "console/time_now.h"
#include "console/user_name.h"
#include "console/words.h"
#include "pipeline/file.h"
#include "pipeline/json.h"
#include "publication/estimate.h"
#include "publication/sender.h"

namespace chengnuo::console {
namespace {

using pipeline::Delivery;
using pipeline::Message;

Message word_for_kind(const std::string& name) {
  const auto kind = publication::kind_named(name);
  return kind ? word_for(*kind) : Message{name, name};
}

bool failed(const Delivery& delivery) {
  return !delivery.receipt && delivery.attempts > 0 &&
         delivery.last_error.zh != publication::kReceiptAwaited.zh;
}

/// The message of the same enterprise, to the same receiver, that has to be delivered first.
const Delivery* ahead_of(const Delivery& delivery, const std::vector<Delivery>& all) {
  for (const Delivery& each : all) {  // in their order
    if (each.message.id == delivery.message.id) return nullptr;
    if (!each.receipt && each.message.receiver == delivery.message.receiver &&
        each.enterprise == delivery.enterprise)
      return &each;
  }
  return nullptr;
}

Message standing_of(const Delivery& delivery, const std::vector<Delivery>& all) {
  if (delivery.receipt)
    return {"已回执 " + delivery.receipt->number, "receipt " + delivery.receipt->number};
  if (const Delivery* first = ahead_of(delivery, all))
    return {"待送，排在 " + first->message.id + " 之后", "waiting behind " + first->message.id};
  if (delivery.attempts == 0) return {"待送", "waiting"};
  if (!failed(delivery)) return {"待回执", "receipt awaited"};
  return {"待重送", "to be sent again"};
}

/// How each receiver stands: the lines that are read first.
void tell_receivers(const Terminal& terminal, const std::vector<Delivery>& deliveries) {
  struct Count {
    int delivered = 0;
    int waiting = 0;
    const Delivery* failed = nullptr;  ///< the one that was tried most
  };
  std::map<std::string, Count> receivers;
  for (const Delivery& each : deliveries) {
    Count& count = receivers[each.message.receiver];
    ++(each.receipt ? count.delivered : count.waiting);
    if (failed(each) && (count.failed == nullptr || count.failed->attempts < each.attempts))
      count.failed = &each;
  }
  for (const auto& [receiver, count] : receivers) {
    const std::string delivered = std::to_string(count.delivered);
    const std::string waiting = std::to_string(count.waiting);
    terminal.line({word_for_receiver(receiver).zh + "：已回执 " + delivered + " 份，待送 " +
                       waiting + " 份。",
                   word_for_receiver(receiver).en + ": " + delivered + " with receipt, " + waiting +
                       " waiting."});
    if (count.failed == nullptr) continue;
    terminal.line(
        {"  原因：" + count.failed->last_error.zh, "  why: " + count.failed->last_error.en});
    terminal.line({"  下次重送：" + pipeline::rfc3339(count.failed->due) +
                       "（立即重送：chengnuo publish retry）",
                   "  next attempt: " + pipeline::rfc3339(count.failed->due) +
                       " (at once: chengnuo publish retry)"});
  }
}

/// How one letter stands before the public; nothing if the platform does not have it.
void tell_standing(const Terminal& terminal, const Config& config, pipeline::Database& database,
                   const std::string& id) {
  const auto submission = submission_named(pipeline::Register(database), id);
  const auto* receipt = pipeline::find_receipt(submission, "platform");
  if (receipt == nullptr) return;
  const auto acts = publication::acts_of(submission);
  const publication::WorkCalendar calendar(config.holidays);
  const auto end = publication::publicity_end(publication::day_in_china(receipt->at),
                                              config.publicity_days, acts, calendar);
  const auto standing = publication::standing_on(publication::day_in_china(time_now()), end, acts);
  Message until;
  if (standing == publication::Standing::publicity) {
    const Message note = publication::estimate_note(calendar, *end);
    const std::string day = publication::iso(*end);
    until = {"，至 " + day + note.zh, ", until " + day + note.en};
  }
  terminal.line({std::string("公示状态：") + publication::word_for(standing) + until.zh,
                 std::string("standing: ") + publication::name_of(standing) + until.en});
}

struct StatusOptions {
  std::string submission;  ///< only this one's; empty: all
  bool all = false;        ///< also what has its receipt
};

void tell(Context& context, const StatusOptions& wanted) {
  const Config config = context.config();
  pipeline::Database database(config.database);
  const auto all = pipeline::Outbox(database).list(/*with_delivered=*/true);
  auto deliveries = all;
  if (!wanted.submission.empty())
    std::erase_if(deliveries,
                  [&](const Delivery& each) { return each.submission != wanted.submission; });
  const Terminal& terminal = context.terminal;
  if (terminal.json) return terminal.print(deliveries_json(deliveries, terminal.language));

  if (!wanted.submission.empty()) tell_standing(terminal, config, database, wanted.submission);
  tell_receivers(terminal, deliveries);
  std::vector<std::vector<std::string>> rows;
  for (const Delivery& each : deliveries)
    if (!each.receipt || wanted.all || !wanted.submission.empty())
      rows.push_back({each.message.id, terminal.say(word_for_kind(each.message.kind)),
                      terminal.say(word_for_receiver(each.message.receiver)),
                      terminal.say(standing_of(each, all)), std::to_string(each.attempts),
                      terminal.say(each.last_error)});
  if (rows.empty()) return;
  terminal.table({{"报文", "message"},
                  {"内容", "kind"},
                  {"接收方", "receiver"},
                  {"状态", "state"},
                  {"已试次数", "attempts"},
                  {"原因", "why"}},
                 rows);
}

void retry(Context& context) {
  const Config config = context.config();
  pipeline::Database database(config.database);
  const int due = pipeline::Outbox(database).retry_all();
  context.terminal.line({std::to_string(due) + " 份报文将立即重送。",
                         std::to_string(due) + " messages are due now."});
}

struct ActOptions {
  ActWish wish;
  std::filesystem::path text;
};

/// Says something about a published letter.
void act(Context& context, const ActOptions& options) {
  const Config config = context.config();
  pipeline::Database database(config.database);
  std::function<void(pipeline::Submission&)> change;
  if (!options.text.empty())
    change = [text = pipeline::read_file(options.text)](pipeline::Submission& submission) {
      for (pipeline::Document& document : submission.documents)
        if (document.kind == pipeline::DocumentKind::letter) document.text = text;
    };
  carry_out(config, database, options.wish, time_now(), change);
  context.terminal.line(
      {"已登记，" + word_for(options.wish.kind).zh + "信息将发往公示平台。",
       "Noted; the platform will be told (" + word_for(options.wish.kind).en + ")."});
}

void add_act(CLI::App* publish, Context& context, const char* name, const char* what,
             publication::MessageKind kind) {
  auto options = std::make_shared<ActOptions>();
  options->wish.kind = kind;
  options->wish.who = user_name();
  CLI::App* command = publish->add_subcommand(name, what);
  command->add_option("id", options->wish.submission, "申报件编号 / submission")->required();
  command->add_option("--reason", options->wish.reason, "原因，公众可见 / reason, for the public")
      ->required();
  command->add_option("--who", options->wish.who, "经办人 / who decides")->capture_default_str();
  if (kind == publication::MessageKind::correction)
    command->add_option("--text", options->text, "更正后的全文（UTF-8 文本）/ the right text")
        ->required()
        ->check(CLI::ExistingFile);
  command->callback([&context, options] { act(context, *options); });
}

}  // namespace

void add_publish_commands(CLI::App& app, Context& context) {
  CLI::App* publish = app.add_subcommand("publish", "报送与公布 / what is sent to whom");
  publish->require_subcommand(1);

  auto wanted = std::make_shared<StatusOptions>();
  CLI::App* status =
      publish->add_subcommand("status", "各报文送到哪里、为何未送到 / what is where, and why");
  status->add_option("id", wanted->submission, "申报件编号 / one submission's");
  status->add_flag("--all", wanted->all, "也列出已有回执的 / also those with a receipt");
  status->callback([&context, wanted] { tell(context, *wanted); });

  publish->add_subcommand("retry", "立即重送 / send again now")->callback([&context] {
    retry(context);
  });

  using enum publication::MessageKind;
  add_act(publish, context, "correct", "更正已公布的文本 / the published text was wrong",
          correction);
  add_act(publish, context, "withdraw", "撤回误发的承诺书 / it should not have been published",
          withdrawal);
  add_act(publish, context, "suspend", "中止公示（有异议）/ stop the publicity period", suspension);
  add_act(publish, context, "resume", "恢复公示 / let it go on", resumption);
}

}  // namespace chengnuo::console
