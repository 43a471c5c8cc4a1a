// The part of LetterStore that is in memory: what readers look for.

#include <algorithm>

#include "pipeline/json.h"
#include "pipeline/text.h"
#include "publication/letter_store.h"
#include "publication/region.h"

namespace chengnuo::publication {
namespace {

/// Names are compared without blanks and width, and ASCII without case.
std::string comparable(const std::string& text) {
  std::string key = pipeline::without_blanks(pipeline::nfkc(text));
  for (char& c : key)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return key;
}

std::string year_of(const PublicLetter& letter) { return letter.receipt.at.substr(0, 4); }

}  // namespace

void LetterStore::take_letter(OutMessage message, const ReceiptText& receipt,
                              const std::string& signer) {
  message.paragraphs.clear();
  message.paragraphs.shrink_to_fit();
  PublicLetter letter;
  letter.receipt = receipt;
  letter.signer = signer;
  letter.region = region_of(message.code);
  letter.publicity_end = publicity_end(day_in_china(pipeline::from_rfc3339(receipt.at)),
                                       message.publicity_days, {}, calendar_);
  units_.insert(message.unit);
  years_.insert(year_of(letter));
  const std::size_t place = letters_.size();
  for (const auto& [holder, sha256] : message.copies) by_copy_[sha256] = {place, holder};
  by_id_[message.id] = place;
  std::string key = comparable(message.enterprise + "|" + message.code + "|" + receipt.number +
                               "|" + message.archive_code + "|" + message.main_products);
  letter.message = std::move(message);
  letters_.push_back({std::move(letter), std::move(key)});
}

void LetterStore::take_act(const OutMessage& message, const ReceiptText& receipt) {
  const auto found = by_id_.find(message.notice->about);
  if (found == by_id_.end()) return;  // its letter's files were taken away by hand
  PublicLetter& letter = letters_[found->second].letter;
  letter.acts.push_back({message.kind, message.id, receipt.at, *message.notice});
  if (message.kind == MessageKind::correction) {
    letter.message.read_by_person = message.read_by_person;
    letter.message.signed_on = message.signed_on;
  }
  letter.publicity_end = publicity_end(day_in_china(pipeline::from_rfc3339(letter.receipt.at)),
                                       letter.message.publicity_days, letter.acts, calendar_);
}

std::optional<PublicLetter> LetterStore::find(const std::string& id) const {
  const std::shared_lock lock(mutex_);
  const auto found = by_id_.find(id);
  return found == by_id_.end() ? std::nullopt : std::optional(letters_[found->second].letter);
}

std::optional<LetterStore::Copy> LetterStore::find_copy(const std::string& sha256) const {
  const std::shared_lock lock(mutex_);
  const auto found = by_copy_.find(sha256);
  if (found == by_copy_.end()) return std::nullopt;
  return Copy{letters_[found->second.first].letter, found->second.second};
}

bool LetterStore::fits(const Entry& entry, const LetterQuery& query, const std::string& text,
                       Day today) const {
  const PublicLetter& letter = entry.letter;
  return (query.region.empty() || letter.region == query.region) &&
         (query.unit.empty() || letter.message.unit == query.unit) &&
         (query.year.empty() || letter.receipt.at.starts_with(query.year)) &&
         (!query.standing ||
          standing_on(today, letter.publicity_end, letter.acts) == *query.standing) &&
         (text.empty() || entry.key.find(text) != std::string::npos);
}

LetterList LetterStore::search(const LetterQuery& query, Day today) const {
  const std::string text = comparable(query.text);
  const bool whole = text.empty() && query.region.empty() && query.unit.empty() &&
                     query.year.empty() && !query.standing;
  const std::size_t begin = (std::max<std::size_t>(query.page, 1) - 1) * query.page_size;
  const std::size_t end = begin + query.page_size;

  const std::shared_lock lock(mutex_);
  LetterList list;
  if (whole) {
    list.total = letters_.size();
    for (std::size_t i = begin; i < std::min(end, list.total); ++i)
      list.letters.push_back(letters_[list.total - 1 - i].letter);
    return list;
  }
  for (auto entry = letters_.rbegin(); entry != letters_.rend(); ++entry) {
    if (!fits(*entry, query, text, today)) continue;
    if (list.total >= begin && list.total < end) list.letters.push_back(entry->letter);
    ++list.total;
  }
  return list;
}

LetterStore::Counts LetterStore::counts(Day today) const {
  const std::shared_lock lock(mutex_);
  const std::lock_guard counting(counting_);
  if (counted_on_ != today || counted_messages_ != messages_.size()) {
    counted_ = count(today);
    counted_on_ = today;
    counted_messages_ = messages_.size();
  }
  return counted_;
}

LetterStore::Counts LetterStore::count(Day today) const {
  Counts counts;
  counts.letters = letters_.size();
  for (const Entry& entry : letters_) {
    // Most letters have stood for long and nothing became of them.
    if (entry.letter.acts.empty() &&
        (!entry.letter.publicity_end || today > *entry.letter.publicity_end))
      continue;
    switch (standing_on(today, entry.letter.publicity_end, entry.letter.acts)) {
      case Standing::publicity:
        ++counts.publicity;
        break;
      case Standing::suspended:
        ++counts.suspended;
        break;
      case Standing::delisted:
        ++counts.delisted;
        break;
      case Standing::published:
      case Standing::withdrawn:
        break;
    }
  }
  return counts;
}

std::vector<std::string> LetterStore::units() const {
  const std::shared_lock lock(mutex_);
  return {units_.begin(), units_.end()};
}

std::vector<std::string> LetterStore::years() const {
  const std::shared_lock lock(mutex_);
  return {years_.rbegin(), years_.rend()};
}

}  // namespace chengnuo::publication
