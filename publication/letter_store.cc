#include "publication/letter_store.h"

#include <algorithm>

#include "pipeline/digest.h"
#include "pipeline/file.h"

namespace chengnuo::publication {
namespace {

std::filesystem::path beside(std::filesystem::path xml, const char* ending) {
  return xml.replace_extension(ending);
}

bool contains(const Published& letter, const std::string& text) {
  const OutMessage& m = letter.message;
  const auto has = [&](const std::string& where) { return where.find(text) != std::string::npos; };
  return has(m.enterprise) || has(m.code) || has(m.unit) || has(m.archive_code) ||
         std::ranges::any_of(m.paragraphs, has);
}

/// Two messages are the same if they say the same; signatures may differ from sending to sending.
std::string meaning(const OutMessage& message) {
  return pipeline::sha256_hex(to_xml_text(message));
}

}  // namespace

LetterStore::LetterStore(std::filesystem::path root) : root_(std::move(root)) {
  read_folder(root_ / "letters");
  read_folder(root_ / "reports");
}

void LetterStore::read_folder(const std::filesystem::path& folder) {
  std::filesystem::create_directories(folder);
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    const auto receipt_file = entry.path();
    const std::string name = receipt_file.filename().string();
    constexpr std::string_view kEnding = ".receipt.xml";
    if (!name.ends_with(kEnding)) continue;
    const auto xml = folder / (name.substr(0, name.size() - kEnding.size()) + ".xml");
    if (!std::filesystem::exists(xml)) continue;
    const auto message = parse_message(pipeline::read_file(xml));
    const auto receipt = parse_receipt(pipeline::read_file(receipt_file));
    const auto signer = beside(xml, ".signer");
    if (!message || !receipt) continue;
    messages_[message->id] = {
        *message, *receipt,
        std::filesystem::exists(signer) ? pipeline::read_file(signer) : std::string()};
  }
}

std::filesystem::path LetterStore::file(const OutMessage& message) const {
  return root_ / (message.kind == MessageKind::letter ? "letters" : "reports") /
         (message.id + ".xml");
}

LetterStore::Result LetterStore::store(const std::string& xml, const OutMessage& message,
                                       const std::string& signer, const std::string& at,
                                       const std::string& url) {
  const std::lock_guard lock(mutex_);
  if (const auto known = messages_.find(message.id); known != messages_.end()) {
    const bool same = meaning(known->second.message) == meaning(message);
    return {same ? Outcome::known : Outcome::conflicting, known->second.receipt};
  }
  ReceiptText receipt;
  receipt.message_id = message.id;
  receipt.accepted = true;
  receipt.number = (message.kind == MessageKind::letter ? "P" : "R") +
                   std::to_string(100000 + messages_.size() + 1);
  receipt.at = at;
  receipt.url = url;
  // The receipt last: only with it does the message count as taken.
  const auto path = file(message);
  pipeline::write_durably(path, xml);
  pipeline::write_durably(beside(path, ".signer"), signer);
  pipeline::write_durably(beside(path, ".receipt.xml"), to_xml_text(receipt));
  messages_[message.id] = {message, receipt, signer};
  return {Outcome::stored, receipt};
}

std::optional<Published> LetterStore::find(const std::string& id) const {
  const std::lock_guard lock(mutex_);
  const auto found = messages_.find(id);
  if (found == messages_.end() || found->second.message.kind != MessageKind::letter)
    return std::nullopt;
  return found->second;
}

std::string LetterStore::xml_of(const std::string& id) const {
  const auto letter = find(id);
  return letter ? pipeline::read_file(file(letter->message)) : std::string();
}

std::vector<Published> LetterStore::search(const std::string& text, std::size_t limit) const {
  const std::lock_guard lock(mutex_);
  std::vector<Published> found;
  for (const auto& [id, letter] : messages_)
    if (letter.message.kind == MessageKind::letter && (text.empty() || contains(letter, text)))
      found.push_back(letter);
  std::ranges::sort(found, std::greater{}, [](const Published& letter) {
    return std::pair(letter.receipt.at, letter.receipt.number);
  });
  if (found.size() > limit) found.resize(limit);
  return found;
}

std::size_t LetterStore::size() const {
  const std::lock_guard lock(mutex_);
  return messages_.size();
}

}  // namespace chengnuo::publication
