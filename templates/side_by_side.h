#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "templates/clauses.h"

namespace chengnuo::templates {

/// A character of an approved text beside one of the letter; one of the two is absent where the
/// other text has more. A slot stands beside every character that fills it.
struct Pair {
  std::optional<std::size_t> approved;
  std::optional<std::size_t> read;
};

/// Lays a letter beside an approved text (Wagner and Fischer's table, 1974) so that the least has
/// to be explained: equal characters cost nothing, look-alikes and punctuation little. Long texts
/// are first cut at what occurs once in both, so that a letter of 200 pages takes no more time than
/// its length. What is too unlike to be laid side by side is left unpaired.
std::vector<Pair> side_by_side(std::span<const Character> approved,
                               std::span<const Character> read);

/// True for what only divides words: ，。、；（） and their like.
bool is_punctuation(char32_t sign);

/// Whether `read` may be a misreading of `meant`: a look-alike, or another reading of that place.
bool may_be(const Character& read, char32_t meant);

}  // namespace chengnuo::templates
