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

}  // namespace

std::uint16_t LetterStore::number_of(const std::string& word) {
  return words_.try_emplace(word, static_cast<std::uint16_t>(words_.size() + 1)).first->second;
}

void LetterStore::take_letter(OutMessage message, const ReceiptText& receipt) {
  message.paragraphs.clear();
  message.paragraphs.shrink_to_fit();
  PublicLetter letter;
  letter.receipt = receipt;
  letter.region = region_of(message.code);
  letter.publicity_end = publicity_end(day_in_china(pipeline::from_rfc3339(receipt.at)),
                                       message.publicity_days, {}, calendar_);
  const std::string year = receipt.at.substr(0, 4);
  units_.insert(message.unit);
  years_.insert(year);
  const std::size_t place = letters_.size();
  for (const auto& [holder, sha256] : message.copies) by_copy_[sha256] = {place, holder};
  by_id_[message.id] = place;
  texts_.add(comparable(message.enterprise + "|" + message.code + "|" + receipt.number + "|" +
                        message.archive_code + "|" + message.main_products));
  facets_.push_back({number_of(letter.region), number_of(message.unit), number_of(year),
                     letter.publicity_end.has_value()});
  letter.message = std::move(message);
  letters_.push_back(std::move(letter));
}

void LetterStore::take_act(const OutMessage& message, const ReceiptText& receipt) {
  const auto found = by_id_.find(message.notice->about);
  if (found == by_id_.end()) return;  // its letter's files were taken away by hand
  PublicLetter& letter = letters_[found->second];
  facets_[found->second].eventful = true;
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
  return found == by_id_.end() ? std::nullopt : std::optional(letters_[found->second]);
}

std::optional<LetterStore::Copy> LetterStore::find_copy(const std::string& sha256) const {
  const std::shared_lock lock(mutex_);
  const auto found = by_copy_.find(sha256);
  if (found == by_copy_.end()) return std::nullopt;
  return Copy{letters_[found->second.first], found->second.second};
}

Standing LetterStore::standing(std::size_t place, Day today) const {
  // Most letters simply stand: those need not be looked at.
  if (!facets_[place].eventful) return Standing::published;
  return standing_on(today, letters_[place].publicity_end, letters_[place].acts);
}

LetterList LetterStore::search(const LetterQuery& query, Day today) const {
  const std::string text = comparable(query.text);
  const std::size_t begin = (std::max<std::size_t>(query.page, 1) - 1) * query.page_size;

  const std::shared_lock lock(mutex_);
  const auto number = [&](const std::string& word) -> std::uint16_t {
    const auto found = words_.find(word);
    return found == words_.end() ? 0 : found->second;
  };
  const std::uint16_t region = number(query.region);
  const std::uint16_t unit = number(query.unit);
  const std::uint16_t year = number(query.year);

  LetterList list;
  const auto consider = [&](std::size_t place) {
    const Facets& facets = facets_[place];
    const bool fits = (query.region.empty() || facets.region == region) &&
                      (query.unit.empty() || facets.unit == unit) &&
                      (query.year.empty() || facets.year == year) &&
                      (!query.standing || standing(place, today) == *query.standing);
    if (!fits) return;
    if (list.total >= begin && list.total < begin + query.page_size)
      list.letters.push_back(letters_[place]);
    ++list.total;
  };
  if (text.empty()) {
    for (std::size_t place = letters_.size(); place-- > 0;) consider(place);
  } else {
    const auto found = texts_.find(text);
    std::for_each(found.rbegin(), found.rend(), consider);
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
  for (std::size_t place = 0; place < letters_.size(); ++place) switch (standing(place, today)) {
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
