#include "templates/clauses.h"

#include <algorithm>
#include <optional>

#include "templates/paragraphs.h"

namespace chengnuo::templates {
namespace {

constexpr char32_t kParagraph = U'\n';
constexpr std::u32string_view kSentenceEnds = U"。！？\n";
constexpr std::u32string_view kClauseEnds = U"，；：。！？\n";

bool is_in(char32_t c, std::u32string_view set) { return set.find(c) != set.npos; }

std::u32string signs_of(const std::vector<Character>& characters) {
  std::u32string text;
  for (const Character& each : characters) text += each.sign;
  return text;
}

/// Whether `name` stands at the head of `text`, but for one character in six.
bool stands_at(std::u32string_view text, std::u32string_view name) {
  if (name.empty() || text.size() < name.size()) return false;
  std::size_t wrong = 0;
  for (std::size_t i = 0; i < name.size() && wrong <= name.size() / 6; ++i)
    if (text[i] != name[i]) ++wrong;
  return wrong <= name.size() / 6;
}

struct Replacement {
  std::size_t length = 0;
  std::u32string by;
};

std::optional<Replacement> replacement(std::u32string_view text, const Strikes& strikes) {
  const Struck* longest = nullptr;
  for (const Struck& each : strikes.names)
    if (stands_at(text, each.name) &&
        (longest == nullptr || each.name.size() > longest->name.size()))
      longest = &each;
  if (longest != nullptr) return Replacement{longest->name.size(), longest->stands_in};
  return std::nullopt;
}

/// A 《title》 whose inside is `text` up to the 》.
Replacement title_replacement(std::u32string_view inside, const Strikes& strikes) {
  const auto ends_with = [&](const std::u32string& end) { return inside.ends_with(end); };
  const bool law = std::any_of(strikes.law_ends.begin(), strikes.law_ends.end(), ends_with);
  const bool stands_in = std::any_of(strikes.names.begin(), strikes.names.end(),
                                     [&](const Struck& each) { return each.stands_in == inside; });
  return {inside.size() + 2, law || stands_in ? std::u32string(inside) : strikes.other_title};
}

/// Replaces whatever `replacement_at` finds, from left to right.
template <typename F>
std::vector<Character> replaced(const std::vector<Character>& characters, F&& replacement_at) {
  const std::u32string text = signs_of(characters);
  std::vector<Character> result;
  for (std::size_t at = 0; at < characters.size();) {
    const std::optional<Replacement> found = replacement_at(std::u32string_view(text).substr(at));
    if (!found) {
      result.push_back(characters[at++]);
      continue;
    }
    for (std::size_t i = 0; i < found->by.size(); ++i) {
      Character each = characters[at + std::min(i, found->length - 1)];
      each.readings.clear();
      each.inserted.clear();
      each.sign = found->by[i];
      result.push_back(std::move(each));
    }
    at += found->length;
  }
  return result;
}

std::vector<Character> strike(std::vector<Character> characters, const Strikes& strikes) {
  constexpr std::size_t kLongestTitle = 40;
  characters =
      replaced(characters, [&](std::u32string_view text) { return replacement(text, strikes); });
  return replaced(characters, [&](std::u32string_view text) -> std::optional<Replacement> {
    if (text.front() != U'《') return std::nullopt;
    const auto close = text.find(U'》');
    if (close == text.npos || close > kLongestTitle) return std::nullopt;
    return title_replacement(text.substr(1, close - 1), strikes);
  });
}

class Splitter {
 public:
  /// `paragraph` holds at least one character and no end of a paragraph.
  void add(const std::vector<Character>& paragraph) {
    bool item = false;
    bool fresh = true;  // a number may stand here
    const std::u32string text = signs_of(paragraph);
    for (std::size_t at = 0; at < paragraph.size();) {
      const std::size_t number = fresh ? item_number(std::u32string_view(text).substr(at)) : 0;
      if (number > 0) {
        item = true;
        at += number;
        continue;
      }
      append(paragraph[at], item);
      fresh = is_in(text[at], U"。；：");
      ++at;
    }
    Character end = paragraph.back();
    end.sign = kParagraph;
    append(end, item);
  }

  LetterText take() { return std::move(letter_); }

 private:
  void append(const Character& character, bool item) {
    if (sentence_ended_) open_sentence();
    if (clause_ended_) open_clause();
    letter_.clause_of.push_back(letter_.clauses.size() - 1);
    letter_.text += character.sign;
    letter_.characters.push_back(character);
    letter_.clauses.back().end = letter_.text.size();
    Sentence& sentence = letter_.sentences.back();
    sentence.end_clause = letter_.clauses.size();
    sentence.item = item;
    clause_ended_ = is_in(character.sign, kClauseEnds);
    sentence_ended_ = is_in(character.sign, kSentenceEnds);
    if (sentence_ended_ || character.sign == U'；') part_ended_ = true;
    if (character.sign == kParagraph && letter_.text.size() > 1)
      sentence.opens_items = letter_.text[letter_.text.size() - 2] == U'：';
  }

  void open_sentence() {
    letter_.sentences.push_back({letter_.clauses.size(), letter_.clauses.size(), false, false});
    clause_ended_ = true;
  }

  void open_clause() {
    if (part_ended_) ++part_;
    part_ended_ = false;
    letter_.clauses.push_back(
        {letter_.text.size(), letter_.text.size(), part_, letter_.sentences.size() - 1});
  }

  LetterText letter_;
  std::size_t part_ = 0;
  bool sentence_ended_ = true;
  bool clause_ended_ = true;
  bool part_ended_ = false;
};

}  // namespace

LetterText letter_text(std::span<const TextLine> lines, const Strikes& strikes) {
  const std::vector<bool> ends = paragraph_ends(lines);
  Splitter splitter;
  std::vector<Character> paragraph;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const std::vector<Character> more = characters_of(lines[i], i);
    paragraph.insert(paragraph.end(), more.begin(), more.end());
    if (i < ends.size() && !ends[i]) continue;
    mend_points(paragraph);
    if (!paragraph.empty()) splitter.add(strike(std::move(paragraph), strikes));
    paragraph.clear();
  }
  return splitter.take();
}

}  // namespace chengnuo::templates
