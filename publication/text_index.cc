#include "publication/text_index.h"

#include "pipeline/text.h"

namespace chengnuo::publication {
namespace {

std::vector<std::uint64_t> pairs_in(std::string_view text) {
  const std::u32string characters = pipeline::code_points(text);
  std::vector<std::uint64_t> pairs;
  for (std::size_t i = 0; i + 1 < characters.size(); ++i)
    pairs.push_back(std::uint64_t{characters[i]} << 32U | characters[i + 1]);
  return pairs;
}

}  // namespace

void TextIndex::add(std::string_view text) {
  const auto number = static_cast<std::uint32_t>(begins_.size() - 1);
  for (const Pair pair : pairs_in(text)) {
    auto& numbers = having_[pair];
    if (numbers.empty() || numbers.back() != number) numbers.push_back(number);
  }
  all_ += text;
  begins_.push_back(all_.size());
}

bool TextIndex::has(std::uint32_t number, std::string_view part) const {
  const std::size_t begin = begins_[number];
  return std::string_view(all_).substr(begin, begins_[number + 1] - begin).find(part) !=
         std::string_view::npos;
}

std::vector<std::uint32_t> TextIndex::find(std::string_view part) const {
  std::vector<std::uint32_t> found;
  const auto pairs = pairs_in(part);
  if (pairs.empty()) {
    for (std::uint32_t number = 0; number + 1 < begins_.size(); ++number)
      if (has(number, part)) found.push_back(number);
    return found;
  }
  const std::vector<std::uint32_t>* rarest = nullptr;
  for (const Pair pair : pairs) {
    const auto numbers = having_.find(pair);
    if (numbers == having_.end()) return found;
    if (rarest == nullptr || numbers->second.size() < rarest->size()) rarest = &numbers->second;
  }
  if (pairs.size() == 1) return *rarest;
  for (const std::uint32_t number : *rarest)
    if (has(number, part)) found.push_back(number);
  return found;
}

}  // namespace chengnuo::publication
