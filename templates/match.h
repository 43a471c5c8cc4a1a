#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace chengnuo::templates {

// How two texts are compared where one of them may have been misread.

/// A text as titles and labels are compared: NFKC, one kind of bracket and colon, without blanks,
/// quotation marks and dotted lines.
struct Folded {
  std::u32string text;
  std::vector<std::size_t> from;  ///< for each character: its code point in the text as it was
};
Folded fold(std::u32string_view text);
std::u32string folded(std::string_view utf8);

/// What it costs to take `read` for `meant`: 0 the same, 0.4 look-alikes (末 for 未), else 1.
double misreading_cost(char32_t read, char32_t meant);

/// Least cost of misreadings, left-out and added characters (1 each) that turn one into the other.
double distance(std::u32string_view read, std::u32string_view meant);

/// The same, if it is at most `bearable`; quickly nothing otherwise.
std::optional<double> near_distance(std::u32string_view read, std::u32string_view meant,
                                    double bearable);

/// Where `meant` is found in a longer text, and at what cost.
struct Spot {
  std::size_t begin = 0;
  std::size_t end = 0;
  double cost = 0;
};

/// The cheapest place of `meant` anywhere in `text`, if it costs at most `bearable`. Of equally
/// cheap ones the first.
std::optional<Spot> find_spot(std::u32string_view text, std::u32string_view meant, double bearable);

/// The cheapest way to see `meant` at the beginning of `text`.
std::optional<Spot> find_prefix(std::u32string_view text, std::u32string_view meant,
                                double bearable);

/// The cheapest way to see `meant` at the end of `text`.
std::optional<Spot> find_suffix(std::u32string_view text, std::u32string_view meant,
                                double bearable);

/// How much misreading a word of this length may suffer and still be itself: a word of two
/// characters none, since 电话 and 电语 and 电压 are all near.
double bearable_cost(std::size_t length);

/// Chinese characters, those beyond the BMP included (生僻字), and 〇.
bool is_han(char32_t c);
bool is_digit(char32_t c);
bool is_latin(char32_t c);

}  // namespace chengnuo::templates
