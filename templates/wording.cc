#include "templates/wording.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "pipeline/text.h"
#include "templates/evidence.h"
#include "templates/grave.h"
#include "templates/paragraphs.h"
#include "templates/side_by_side.h"
#include "templates/validate.h"

namespace chengnuo::templates {
namespace {

using pipeline::Message;
using pipeline::WordingPart;
using pipeline::WordingPiece;

/// A text as one run of characters, with the lines that it came from.
struct Run {
  std::vector<TextLine> lines;
  std::vector<bool> ends;  ///< a paragraph ends behind the line
  std::vector<Character> characters;

  /// As written, from one character to another, with a line break where a paragraph ends.
  std::u32string written(std::size_t begin, std::size_t end) const {
    std::u32string text;
    for (std::size_t i = begin; i < end; ++i) {
      const Character& here = characters[i];
      const std::u32string line = pipeline::code_points(lines[here.line].text);
      const bool first = i == 0 || characters[i - 1].line != here.line;
      const bool last = i + 1 == characters.size() || characters[i + 1].line != here.line;
      // With the blanks and quotation marks behind it, which are no characters of their own.
      const std::size_t from = first ? 0 : here.place;
      const std::size_t to = last ? line.size() : characters[i + 1].place;
      text += line.substr(from, to - from);
      if (last && ends[here.line]) text += U'\n';
    }
    return text;
  }
};

Run run_of(std::vector<TextLine> lines, std::vector<bool> ends) {
  Run run{std::move(lines), std::move(ends), {}};
  for (std::size_t i = 0; i < run.lines.size(); ++i)
    for (Character& each : characters_of(run.lines[i], i))
      run.characters.push_back(std::move(each));
  mend_points(run.characters);
  return run;
}

Run run_of(const ApprovedText& approved) {
  std::vector<TextLine> lines;
  for (const std::string& paragraph : approved.paragraphs) lines.push_back({.text = paragraph});
  const std::size_t count = lines.size();
  return run_of(std::move(lines), std::vector<bool>(count, true));
}

Run run_of(std::span<const TextLine> letter) {
  std::vector<bool> ends = paragraph_ends(letter);
  ends.resize(letter.size(), true);
  return run_of({letter.begin(), letter.end()}, std::move(ends));
}

/// Pairs [begin, end) that are one piece.
struct Stretch {
  WordingPart part = WordingPart::same;
  std::size_t begin = 0;
  std::size_t end = 0;
};

class Comparison {
 public:
  Comparison(const ApprovedText& approved, const Run& letter, const Fields& fields)
      : approved_(approved),
        wanted_(run_of(approved)),
        letter_(letter),
        fields_(fields),
        pairs_(side_by_side(wanted_.characters, letter.characters)) {}

  std::vector<WordingPiece> pieces() const {
    std::vector<WordingPiece> all;
    std::size_t approved = 0;
    std::size_t read = 0;
    for (const Stretch& stretch : stretches()) all.push_back(piece(stretch, approved, read));
    return all;
  }

 private:
  const Character& wanted(const Pair& pair) const { return wanted_.characters[*pair.approved]; }
  const Character& given(const Pair& pair) const { return letter_.characters[*pair.read]; }

  bool in_slot(const Pair& pair) const { return pair.approved && is_slot(wanted(pair).sign); }
  bool is_same(const Pair& pair) const {
    return pair.approved && pair.read && wanted(pair).sign == given(pair).sign;
  }
  bool divides_only(const Pair& pair) const {
    return (!pair.approved || is_punctuation(wanted(pair).sign)) &&
           (!pair.read || is_punctuation(given(pair).sign));
  }

  /// A look-alike or another reading stands where the reader was not certain; or a dividing sign is
  /// another or absent.
  bool is_misreading(const Pair& pair) const {
    if (divides_only(pair)) return true;
    if (pair.approved && pair.read)
      return given(pair).confidence < kSureSign && may_be(given(pair), wanted(pair).sign);
    return pair.approved && is_next_to_a_doubt(pair);
  }

  /// The reader saw the absent character too, but decided against it.
  bool is_next_to_a_doubt(const Pair& pair) const {
    const std::size_t at = static_cast<std::size_t>(&pair - pairs_.data());
    for (std::size_t next = at + 1; next < pairs_.size(); ++next)
      if (pairs_[next].read) {
        const std::u32string& inserted = given(pairs_[next]).inserted;
        return inserted.find(wanted(pair).sign) != inserted.npos;
      }
    return false;
  }

  WordingPart part_of(const Pair& pair) const {
    if (in_slot(pair)) return WordingPart::filled;
    if (is_same(pair)) return WordingPart::same;
    return is_misreading(pair) ? WordingPart::misread : WordingPart::altered;
  }

  /// Neighbours of one kind lie together; a dividing sign or a misreading beside an alteration is
  /// part of it.
  std::vector<Stretch> stretches() const {
    std::vector<Stretch> all;
    for (std::size_t i = 0; i < pairs_.size(); ++i) {
      const WordingPart part = part_of(pairs_[i]);
      const bool other_slot = part == WordingPart::filled && i > 0 && in_slot(pairs_[i - 1]) &&
                              pairs_[i].approved != pairs_[i - 1].approved;
      if (all.empty() || all.back().part != part || other_slot || ends_paragraph(i))
        all.push_back({part, i, i});
      all.back().end = i + 1;
    }
    const auto differs = [](const Stretch& each) {
      return each.part == WordingPart::misread || each.part == WordingPart::altered;
    };
    std::vector<Stretch> joined;
    for (const Stretch& each : all) {
      const bool one_alteration =
          !joined.empty() && differs(joined.back()) && differs(each) &&
          (joined.back().part == WordingPart::altered || each.part == WordingPart::altered);
      if (one_alteration) {
        joined.back().part = WordingPart::altered;
        joined.back().end = each.end;
      } else {
        joined.push_back(each);
      }
    }
    for (Stretch& each : joined)
      if (each.part == WordingPart::altered) name_alteration(each);
    return joined;
  }

  /// Whether the approved text's paragraph ended before this pair: equal pieces end there too.
  bool ends_paragraph(std::size_t i) const {
    if (i == 0 || !is_same(pairs_[i]) || !pairs_[i - 1].approved) return false;
    return wanted(pairs_[i]).line != wanted(pairs_[i - 1]).line;
  }

  void name_alteration(Stretch& stretch) const {
    bool wanted_words = false;
    bool given_words = false;
    for (std::size_t i = stretch.begin; i < stretch.end; ++i) {
      const Pair& pair = pairs_[i];
      wanted_words |= pair.approved && !is_punctuation(wanted(pair).sign);
      given_words |= pair.read && !is_punctuation(given(pair).sign);
    }
    if (!wanted_words) stretch.part = WordingPart::added;
    if (!given_words) stretch.part = WordingPart::deleted;
  }

  /// `approved` and `read`: the characters of both texts that earlier pieces took; moved on.
  WordingPiece piece(const Stretch& stretch, std::size_t& approved, std::size_t& read) const {
    const std::size_t approved_begin = approved;
    const std::size_t read_begin = read;
    for (std::size_t i = stretch.begin; i < stretch.end; ++i) {
      if (pairs_[i].approved) approved = *pairs_[i].approved + 1;
      if (pairs_[i].read) read = *pairs_[i].read + 1;
    }
    WordingPiece made;
    made.part = stretch.part;
    made.approved = shown(approved_, wanted_.written(approved_begin, approved));
    made.read = pipeline::utf8(letter_.written(read_begin, read));
    place(made, read_begin, read);
    made.reason = reason(stretch, approved_begin, approved, made);
    made.for_person = !made.reason.empty();
    return made;
  }

  /// On the first page that it stands on; what is absent, where the letter goes on without it.
  void place(WordingPiece& made, std::size_t begin, std::size_t end) const {
    const std::size_t count = letter_.characters.size();
    if (count == 0) return;
    if (begin == end) begin = std::min(begin == 0 ? 0 : begin - 1, count - 1), end = begin + 1;
    made.page = letter_.lines[letter_.characters[begin].line].page;
    while (begin < end) {
      const std::size_t number = letter_.characters[begin].line;
      const TextLine& line = letter_.lines[number];
      if (line.page != made.page) break;
      const std::size_t first = letter_.characters[begin].place;
      while (begin < end && letter_.characters[begin].line == number) ++begin;
      made.box = joined(made.box, box_of(line, first, letter_.characters[begin - 1].place));
    }
  }

  Message reason(const Stretch& stretch, std::size_t begin, std::size_t end,
                 const WordingPiece& made) const {
    if (stretch.part == WordingPart::same) return {};
    if (stretch.part == WordingPart::filled) return reason_of_slot(stretch, made.read);
    const std::u32string read = pipeline::code_points(made.read);
    const Message grave = grave_change(signs(wanted_.characters), begin, end, read);
    if (!grave.empty() || stretch.part == WordingPart::misread) return grave;
    if (stretch.part == WordingPart::deleted)
      return {"备案文本中的这些字，承诺书中未见。",
              "The registered wording has these words, the letter has not."};
    if (stretch.part == WordingPart::added)
      return {"备案文本中没有这些字。", "The registered wording has no such words."};
    return {"与备案文本不同。", "It differs from the registered wording."};
  }

  static std::u32string signs(const std::vector<Character>& characters) {
    std::u32string text;
    for (const Character& each : characters) text += each.sign;
    return text;
  }

  Message reason_of_slot(const Stretch& stretch, const std::string& filled) const {
    const Pair& first = pairs_[stretch.begin];
    const ApprovedSlot& slot = approved_.slots.at(wanted(first).sign - kFirstSlot);
    if (is_placeholder(filled))
      return {"此处应由企业填写，未填。", "The enterprise was to fill this in, and did not."};
    if (slot.field.empty()) {
      if (pipeline::code_points(filled).size() > slot.most)
        return {"此处填写的内容过长。", "More stands here than was to be filled in."};
      return grave_filling(pipeline::code_points(filled));
    }
    const auto field = fields_.find(slot.field);
    if (field == fields_.end() || field->second.value.empty() ||
        normal_form(field->second.value) == normal_form(filled) ||
        normal_form(field->second.raw) == normal_form(filled))
      return {};
    return {"此处填写的“" + filled + "”与落款的“" + field->second.value + "”不同。",
            "It says " + filled + ", the signature block " + field->second.value + "."};
  }

  const ApprovedText& approved_;
  Run wanted_;
  const Run& letter_;
  const Fields& fields_;
  std::vector<Pair> pairs_;
};

std::size_t unlike(const std::vector<WordingPiece>& pieces) {
  std::size_t count = 0;
  for (const WordingPiece& piece : pieces)
    if (piece.part != WordingPart::same && piece.part != WordingPart::filled)
      count += std::max(piece.approved.size(), piece.read.size());
  return count;
}

}  // namespace

std::vector<WordingPiece> compare_wording(const std::vector<ApprovedText>& approved,
                                          std::span<const TextLine> letter, const Fields& fields) {
  const Run run = run_of(letter);
  std::vector<WordingPiece> nearest;
  for (const ApprovedText& text : approved) {
    std::vector<WordingPiece> pieces = Comparison(text, run, fields).pieces();
    if (nearest.empty() || unlike(pieces) < unlike(nearest)) nearest = std::move(pieces);
  }
  return nearest;
}

}  // namespace chengnuo::templates
