#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "pipeline/page.h"

namespace chengnuo::templates {

/// One line of a letter in reading order, as a reader gave it.
struct TextLine {
  std::string text;
  int page = 1;
  pipeline::Box box = {};                      ///< zero width: the place is not known (plain text)
  double confidence = 1;                       ///< 0 to 1, calibrated
  std::vector<pipeline::Box> characters = {};  ///< one for each code point of `text`, or empty
  std::vector<pipeline::Reading> readings = {};  ///< of every engine
  std::vector<pipeline::Doubt> doubts = {};      ///< where its reader hesitated, if it can say so
};

/// Confidence from which on a character is taken as it was read.
constexpr double kSureSign = 0.98;

/// A character of the letter in its normal form, and what is known about its reading.
struct Character {
  char32_t sign = 0;
  std::size_t line = 0;     ///< index of its TextLine
  std::size_t place = 0;    ///< code point within TextLine::text
  double confidence = 1;    ///< of this character, if the reader can say so, else of its line
  std::u32string readings;  ///< what else may stand in its place, or another engine read there
  std::u32string inserted;  ///< the same of what may stand just before it, where this one has none
};

/// A run between two of ，；：。！？ or ends of paragraphs: characters [begin, end).
struct Clause {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::size_t part = 0;      ///< parts end at ；。！？ and at the end of a paragraph
  std::size_t sentence = 0;  ///< sentences end at 。！？ and at the end of a paragraph
};

struct Sentence {
  std::size_t first_clause = 0;
  std::size_t end_clause = 0;
  bool item = false;  ///< stands in a paragraph with a number: 一、（二）3. ④ 第五条
  bool opens_items = false;  ///< ends with ：, so that the items which follow hang on it
};

/// A letter as one running text in its normal form: NFKC, no blanks, no quotation marks, Chinese
/// punctuation, titles and names struck out, numbers of items taken off.
struct LetterText {
  std::u32string text;  ///< the signs of `characters`
  std::vector<Character> characters;
  std::vector<std::size_t> clause_of;  ///< for each character
  std::vector<Clause> clauses;
  std::vector<Sentence> sentences;

  const Clause& clause_at(std::size_t character) const { return clauses[clause_of[character]]; }
};

/// A name or title that says nothing by itself, with the word that is to stand in its place.
struct Struck {
  std::u32string name;  ///< in normal form
  std::u32string stands_in;
};

/// What is struck out before a letter is understood.
struct Strikes {
  std::vector<Struck> names;             ///< the first that fits is taken
  std::vector<std::u32string> law_ends;  ///< 《…法》 says something: such titles stay
  std::u32string other_title;            ///< stands in for any other 《…》
};

/// Joins the lines of a paragraph and splits the letter into sentences and clauses. A name of more
/// than five characters is struck too where one character in six was misread.
LetterText letter_text(std::span<const TextLine> lines, const Strikes& strikes);

/// The form in which words and names are compared with LetterText::text: NFKC, simplified
/// characters, no blanks, no quotation marks, Chinese punctuation.
std::u32string normal_form(const std::string& text);

/// The characters of one line in normal form, `number` of it among its letter's lines.
std::vector<Character> characters_of(const TextLine& line, std::size_t number);

/// A reader often takes the full stop 。 for a point; after a Chinese character it is one.
void mend_points(std::vector<Character>& characters);

}  // namespace chengnuo::templates
