#include <algorithm>
#include <optional>

#include "pipeline/error.h"
#include "pipeline/text.h"
#include "templates/phrases.h"

namespace chengnuo::templates {
namespace {

using pipeline::Error;
using pipeline::Remedy;

constexpr std::size_t kGap = 12;        // … in one clause
constexpr std::size_t kLongGap = 30;    // …… across clauses
constexpr std::size_t kMostWays = 256;  // of saying one sequence, by its optional words
constexpr std::u32string_view kSigns = U"^$…[](){}+|";

/// What stands in a phrase, before its optional words are multiplied out.
struct Item {
  enum class Kind { words, gap, clause_begin, clause_end, optional };
  Kind kind = Kind::words;
  Step step;                   ///< words: their set. gap: how wide
  std::vector<Item> optional;  ///< optional: what is inside
};

/// Reads the signs of a phrase.
class Parser {
 public:
  Parser(const std::string& source, Lexicon& lexicon, const SetNamed& set_named)
      : source_(source),
        text_(pipeline::code_points(pipeline::without_blanks(source))),
        lexicon_(lexicon),
        set_named_(set_named) {}

  std::vector<std::vector<Item>> sequences() {
    std::vector<std::vector<Item>> all;
    do all.push_back(items());
    while (take(U'+'));
    if (at_ < text_.size()) fail("有多余的字符", "something is left over");
    return all;
  }

  [[noreturn]] void fail(const std::string& zh, const std::string& en) const {
    throw Error(Remedy::fix_setup,
                {"承诺要素规则中的短语“" + source_ + "”有误：" + zh + "。",
                 "The phrase \"" + source_ + "\" of the requirements is ill-formed: " + en + "."},
                {"请对照 docs/templates.md 的“承诺要素”一节改正。",
                 "Correct it (docs/templates.md, \"Requirements\")."});
  }

 private:
  std::vector<Item> items() {
    std::vector<Item> all;
    while (at_ < text_.size() && text_[at_] != U'+' && text_[at_] != U']') {
      if (take(U'^')) {
        all.push_back({Item::Kind::clause_begin, {}, {}});
      } else if (take(U'$')) {
        all.push_back({Item::Kind::clause_end, {}, {}});
      } else if (take(U'…')) {
        all.push_back({Item::Kind::gap, gap(), {}});
      } else if (take(U'[')) {
        all.push_back({Item::Kind::optional, {}, optional()});
      } else {
        all.push_back({Item::Kind::words, words(), {}});
      }
    }
    return all;
  }

  /// What stands in [ ], either words to choose from, [的|地], or a piece of a phrase.
  std::vector<Item> optional() {
    const std::u32string_view inside =
        std::u32string_view(text_).substr(at_, text_.find(U']', at_) - at_);
    if (inside.find(U'|') != inside.npos && inside.find_first_of(U"[({") == inside.npos)
      return {{Item::Kind::words, word_choice(U']'), {}}};
    std::vector<Item> inner = items();
    if (!take(U']')) fail("缺少 ]", "a ] is missing");
    return inner;
  }

  Step gap() {
    Step step;
    if (take(U'…')) step.across = take(U'…') ? Across::parts : Across::clauses;
    step.most_between = step.across == Across::nothing ? kGap : kLongGap;
    std::optional<std::size_t> number;
    for (; at_ < text_.size() && text_[at_] >= U'0' && text_[at_] <= U'9'; ++at_)
      number = std::min<std::size_t>(number.value_or(0) * 10 + (text_[at_] - U'0'), 999);
    step.most_between = number.value_or(step.most_between);
    return step;
  }

  Step words() {
    if (take(U'(')) return word_choice(U')');
    Step step;
    if (take(U'{')) {
      step.words = set_named_(pipeline::utf8(until(U'}')));
      return step;
    }
    step.words = lexicon_.add_set();
    const auto end = std::min(text_.find_first_of(kSigns, at_), text_.size());
    add_word(step.words, text_.substr(at_, end - at_));
    at_ = end;
    return step;
  }

  /// Words with | between them, up to `close`.
  Step word_choice(char32_t close) {
    Step step;
    step.words = lexicon_.add_set();
    const std::u32string inside = until(close) + U'|';
    for (std::size_t from = 0, bar = 0; (bar = inside.find(U'|', from)) != inside.npos;
         from = bar + 1)
      add_word(step.words, inside.substr(from, bar - from));
    return step;
  }

  void add_word(Lexicon::Set set, const std::u32string& word) {
    if (word.empty()) fail("此处应有词", "a word is missing");
    lexicon_.add_word(set, normal_form(pipeline::utf8(word)));
  }

  std::u32string until(char32_t close) {
    const auto end = text_.find(close, at_);
    if (end == text_.npos) fail("括号不配对", "a bracket is not closed");
    std::u32string inside = text_.substr(at_, end - at_);
    at_ = end + 1;
    return inside;
  }

  bool take(char32_t sign) {
    if (at_ >= text_.size() || text_[at_] != sign) return false;
    ++at_;
    return true;
  }

  std::string source_;
  std::u32string text_;
  Lexicon& lexicon_;
  const SetNamed& set_named_;
  std::size_t at_ = 0;
};

/// A sequence that is being built, and what was said about the word that comes next.
struct Way {
  Phrase::Sequence steps;
  Step next;
};

enum class Part { required, optional };

std::vector<Way> append(std::vector<Way> ways, const std::vector<Item>& items, Part part) {
  for (const Item& item : items) {
    if (item.kind == Item::Kind::optional) {
      const std::vector<Way> with = append(ways, item.optional, Part::optional);
      ways.insert(ways.end(), with.begin(), with.end());
      if (ways.size() > kMostWays) break;
      continue;
    }
    for (Way& way : ways) {
      switch (item.kind) {
        case Item::Kind::words:
          way.next.words = item.step.words;
          way.next.optional = part == Part::optional;
          way.steps.push_back(way.next);
          way.next = {};
          break;
        case Item::Kind::gap:
          way.next.most_between = std::max(way.next.most_between, item.step.most_between);
          way.next.across = std::max(way.next.across, item.step.across);
          break;
        case Item::Kind::clause_begin:
          way.next.at_clause_begin = true;
          break;
        case Item::Kind::clause_end:
          if (!way.steps.empty()) way.steps.back().at_clause_end = true;
          break;
        case Item::Kind::optional:
          break;
      }
    }
  }
  return ways;
}

}  // namespace

Phrase compile_phrase(const std::string& source, Lexicon& lexicon, const SetNamed& set_named) {
  Parser parser(source, lexicon, set_named);
  Phrase phrase{{}, source};
  for (const std::vector<Item>& items : parser.sequences()) {
    std::vector<Phrase::Sequence> ways;
    for (Way& way : append({Way{}}, items, Part::required)) {
      if (way.steps.empty()) parser.fail("一个词也没有", "it has no word");
      ways.push_back(std::move(way.steps));
    }
    if (ways.size() > kMostWays) parser.fail("可选的词太多", "it has too many optional words");
    phrase.all_of.push_back(std::move(ways));
  }
  return phrase;
}

}  // namespace chengnuo::templates
