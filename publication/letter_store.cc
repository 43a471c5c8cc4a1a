#include "publication/letter_store.h"

#include <algorithm>
#include <cstdlib>

#include "pipeline/crash_point.h"
#include "pipeline/digest.h"
#include "pipeline/file.h"
#include "pipeline/json.h"
#include "publication/region.h"

namespace chengnuo::publication {
namespace {

namespace fs = std::filesystem;

/// Two messages are the same if they say the same. When it was written and what went before it may
/// differ where the sender's register was made again from its archive, and signatures always may.
std::string meaning_of(OutMessage message) {
  message.created.clear();
  message.after.clear();
  return pipeline::sha256_hex(to_xml_text(message));
}

std::size_t number_in(const ReceiptText& receipt) {
  return receipt.number.size() < 2
             ? 0
             : static_cast<std::size_t>(std::strtoull(receipt.number.c_str() + 1, nullptr, 10));
}

}  // namespace

LetterStore::LetterStore(fs::path root, WorkCalendar calendar)
    : root_(std::move(root)), calendar_(std::move(calendar)) {
  for (const char* folder : {"letters", "acts", "reports"}) read_folder(root_ / folder);
}

fs::path LetterStore::file(MessageKind kind, const std::string& id) const {
  const char* folder = is_act(kind) ? "acts" : kind == MessageKind::letter ? "letters" : "reports";
  return root_ / folder / (id + ".xml");
}

void LetterStore::read_folder(const fs::path& folder) {
  fs::create_directories(folder);
  pipeline::remove_partials(folder, std::chrono::seconds(0));
  struct Found {
    OutMessage message;
    ReceiptText receipt;
  };
  std::vector<Found> found;
  for (const auto& entry : fs::directory_iterator(folder)) {
    const std::string name = entry.path().filename().string();
    constexpr std::string_view kEnding = ".receipt.xml";
    if (!name.ends_with(kEnding)) continue;
    const fs::path xml = folder / (name.substr(0, name.size() - kEnding.size()) + ".xml");
    if (!fs::exists(xml)) continue;
    auto message = parse_message(pipeline::read_file(xml));
    auto receipt = parse_receipt(pipeline::read_file(entry.path()));
    if (!message || !receipt) continue;
    found.push_back({std::move(*message), std::move(*receipt)});
  }
  // In the order in which they came: a later act outweighs an earlier one.
  std::ranges::sort(found, {}, [](const Found& each) { return number_in(each.receipt); });
  for (Found& each : found) take_in(std::move(each.message), each.receipt);
}

ReceiptText LetterStore::new_receipt(const OutMessage& message, const std::string& signer,
                                     const std::string& at) const {
  const char* letter = is_act(message.kind) ? "A" : message.kind == MessageKind::letter ? "P" : "R";
  ReceiptText receipt;
  receipt.message_id = message.id;
  receipt.accepted = true;
  receipt.number = letter + std::to_string(last_number_ + 1);
  receipt.at = at;
  receipt.signer = signer;
  if (message.kind == MessageKind::letter) receipt.url = "/letters/" + message.id;
  if (message.notice) receipt.url = "/letters/" + message.notice->about;
  return receipt;
}

LetterStore::Result LetterStore::store(const std::string& xml, const OutMessage& message,
                                       const std::string& signer, const std::string& at) {
  const std::lock_guard one_at_a_time(storing_);
  if (const auto known = messages_.find(message.id); known != messages_.end()) {
    const bool same = known->second.meaning == meaning_of(message);
    return {same ? Outcome::known : Outcome::conflicting, known->second.receipt, {}};
  }
  if (!message.after.empty() && !messages_.contains(message.after))
    return {Outcome::too_early, {}, message.after};
  if (is_act(message.kind)) {
    const auto letter = by_id_.find(message.notice->about);
    if (letter == by_id_.end()) return {Outcome::too_early, {}, message.notice->about};
    if (letters_[letter->second].receipt.signer != signer) return {Outcome::foreign, {}, {}};
  }
  const ReceiptText receipt = new_receipt(message, signer, at);
  // The receipt last: only with it does the message count as taken.
  const fs::path path = file(message.kind, message.id);
  pipeline::write_durably(path, xml);
  pipeline::crash_point("message stored, no receipt");
  pipeline::write_durably(fs::path(path).replace_extension(".receipt.xml"), to_xml_text(receipt));
  take_in(message, receipt);
  return {Outcome::stored, receipt, {}};
}

void LetterStore::take_in(OutMessage message, const ReceiptText& receipt) {
  const std::unique_lock lock(mutex_);
  last_number_ = std::max(last_number_, number_in(receipt));
  messages_[message.id] = {message.kind, meaning_of(message), receipt};
  if (message.kind == MessageKind::letter)
    take_letter(std::move(message), receipt);
  else if (is_act(message.kind))
    take_act(message, receipt);
}

std::vector<std::string> LetterStore::paragraphs(const PublicLetter& letter) const {
  MessageKind kind = MessageKind::letter;
  std::string id = letter.message.id;
  for (const Act& act : letter.acts)
    if (act.kind == MessageKind::correction) {
      kind = act.kind;
      id = act.message_id;
    }
  const auto message = parse_message(pipeline::read_file(file(kind, id)));
  return message ? message->paragraphs : std::vector<std::string>();
}

std::string LetterStore::xml_of(const std::string& message_id) const {
  const std::shared_lock lock(mutex_);
  const auto found = messages_.find(message_id);
  if (found == messages_.end() || found->second.kind == MessageKind::report) return {};
  if (const auto letter = by_id_.find(message_id); letter != by_id_.end())
    if (std::ranges::any_of(letters_[letter->second].acts,
                            [](const Act& act) { return act.kind == MessageKind::withdrawal; }))
      return {};
  return pipeline::read_file(file(found->second.kind, message_id));
}

}  // namespace chengnuo::publication
