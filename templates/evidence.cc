#include "templates/evidence.h"

#include <algorithm>

#include "pipeline/text.h"

namespace chengnuo::templates {
using pipeline::Box;

Box joined(const Box& a, const Box& b) {
  if (a.width == 0) return b;
  if (b.width == 0) return a;
  const int x = std::min(a.x, b.x);
  const int y = std::min(a.y, b.y);
  return {x, y, std::max(a.x + a.width, b.x + b.width) - x,
          std::max(a.y + a.height, b.y + b.height) - y};
}

Box box_of(const TextLine& line, std::size_t first, std::size_t last) {
  const std::size_t length = pipeline::code_points(line.text).size();
  if (line.characters.size() == length && length > 0) {
    Box box = line.characters[first];
    for (std::size_t i = first + 1; i <= last; ++i) box = joined(box, line.characters[i]);
    return box;
  }
  if (line.box.width == 0 || length == 0) return line.box;
  // Without the characters' own boxes: Chinese characters are all of one width.
  const int from = line.box.width * static_cast<int>(first) / static_cast<int>(length);
  const int to = line.box.width * static_cast<int>(last + 1) / static_cast<int>(length);
  return {line.box.x + from, line.box.y, to - from, line.box.height};
}

void add_evidence(std::vector<pipeline::Evidence>& all, const LetterText& letter,
                  std::span<const TextLine> lines, const PhraseMatch& match) {
  const Sentence& from = letter.sentences[letter.clause_at(match.begin).sentence];
  const Sentence& to = letter.sentences[letter.clause_at(match.end - 1).sentence];
  std::size_t at = letter.clauses[from.first_clause].begin;
  const std::size_t end = letter.clauses[to.end_clause - 1].end;
  while (at < end) {
    pipeline::Evidence piece;
    piece.page = lines[letter.characters[at].line].page;
    while (at < end && lines[letter.characters[at].line].page == piece.page) {
      const std::size_t number = letter.characters[at].line;
      const TextLine& line = lines[number];
      const std::size_t first = letter.characters[at].place;
      std::size_t last = first;
      for (; at < end && letter.characters[at].line == number; ++at)
        last = std::max(last, letter.characters[at].place);
      const std::u32string original = pipeline::code_points(line.text);
      piece.text += pipeline::utf8(std::u32string_view(original).substr(first, last + 1 - first));
      piece.box = joined(piece.box, box_of(line, first, last));
    }
    const auto same = [&](const pipeline::Evidence& each) {
      return each.text == piece.text && each.page == piece.page && each.box == piece.box;
    };
    if (std::none_of(all.begin(), all.end(), same)) all.push_back(std::move(piece));
  }
}

}  // namespace chengnuo::templates
