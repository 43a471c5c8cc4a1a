#include "templates/dates.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <utility>

namespace chengnuo::templates {
namespace {

/// Full-width forms to plain ones, one for one, so that places in the text stay.
char32_t narrow(char32_t c) {
  if (c >= 0xFF01 && c <= 0xFF5E) return c - 0xFEE0;
  return c;
}

bool is_blank(char32_t c) {
  return c == U' ' || c == U'\t' || c == U'\n' || c == U'\r' || c == 0x3000 || c == 0xA0 ||
         c == U'_' || (c >= 0x2000 && c <= 0x200B);
}

/// The value of a digit, plain, Chinese or formal; nothing for other characters.
std::optional<int> digit_value(char32_t c) {
  static constexpr std::array<std::u32string_view, 10> kDigits = {
      U"0〇○零", U"1一壹弌", U"2二贰貳弍两", U"3三叁參", U"4四肆",
      U"5五伍",  U"6六陆陸", U"7七柒",       U"8八捌",   U"9九玖"};
  for (int value = 0; value < 10; ++value)
    if (kDigits[static_cast<std::size_t>(value)].find(c) != std::u32string_view::npos) return value;
  return std::nullopt;
}

/// What a reader makes of a digit: O for 0, l for 1, a dash for 一.
std::optional<int> misread_digit(char32_t c) {
  constexpr std::u32string_view kZero = U"OoQ0口囗◯";
  constexpr std::u32string_view kOne = U"lI|!";
  if (kZero.find(c) != std::u32string_view::npos) return 0;
  if (kOne.find(c) != std::u32string_view::npos) return 1;
  return std::nullopt;
}

bool is_ten(char32_t c) { return c == U'十' || c == U'拾'; }

/// Reads forward through the text, over blanks.
class Scanner {
 public:
  Scanner(std::u32string_view text, std::size_t at) : text_(text), at_(at) {}

  std::size_t at() const { return at_; }
  bool guessed() const { return guessed_; }

  char32_t peek() const {
    const std::size_t next = after_blanks();
    return next < text_.size() ? narrow(text_[next]) : U'\0';
  }
  void take() { at_ = after_blanks() + 1; }
  bool take_if(std::u32string_view any) {
    if (peek() == U'\0' || any.find(peek()) == std::u32string_view::npos) return false;
    take();
    return true;
  }
  /// One of `likely`; or, as a guess, one of `misread`.
  bool take_word(std::u32string_view likely, std::u32string_view misread) {
    if (take_if(likely)) return true;
    if (!take_if(misread)) return false;
    guessed_ = true;
    return true;
  }
  std::optional<int> take_digit() {
    const char32_t c = peek();
    std::optional<int> value = digit_value(c);
    if (!value && (value = misread_digit(c))) guessed_ = true;
    if (value) take();
    return value;
  }

  /// Exactly `count` digits in a row.
  std::optional<int> take_digits(int count) {
    int number = 0;
    for (int i = 0; i < count; ++i) {
      const auto digit = take_digit();
      if (!digit) return std::nullopt;
      number = number * 10 + *digit;
    }
    return number;
  }

  /// A month or a day: 7, 07, 七, 十, 十二, 二十, 二十五, 廿五, 卅一, 贰拾伍.
  std::optional<int> take_small() {
    int tens = 0;
    bool ten = false;
    if (take_if(U"廿")) {
      tens = 2, ten = true;
    } else if (take_if(U"卅")) {
      tens = 3, ten = true;
    } else if (is_ten(peek())) {
      take();
      tens = 1, ten = true;
    }
    if (ten) return tens * 10 + take_digit().value_or(0);

    const auto first = take_digit();
    if (!first) return std::nullopt;
    if (is_ten(peek())) {
      take();
      return *first * 10 + take_digit().value_or(0);
    }
    const auto second = take_digit();
    return second ? *first * 10 + *second : *first;
  }

 private:
  std::size_t after_blanks() const {
    std::size_t next = at_;
    while (next < text_.size() && is_blank(text_[next])) ++next;
    return next;
  }

  std::u32string_view text_;
  std::size_t at_;
  bool guessed_ = false;
};

bool plausible_year(int year) { return year >= 1900 && year <= 2100; }

WrittenDate finished(std::size_t begin, const Scanner& scan, int year, int month, int day) {
  return {begin, scan.at(), year, month, day, scan.guessed()};
}

/// 2011年7月25日, 二〇一一年七月, 2011年.
std::optional<WrittenDate> with_words(std::u32string_view text, std::size_t begin) {
  Scanner scan(text, begin);
  const auto year = scan.take_digits(4);
  if (!year || !plausible_year(*year) || !scan.take_word(U"年", U"牛午")) return std::nullopt;
  WrittenDate found = finished(begin, scan, *year, 0, 0);

  const auto month = scan.take_small();
  if (!month || !scan.take_word(U"月", U"用")) return found;
  found = finished(begin, scan, *year, *month, 0);

  const auto day = scan.take_small();
  if (!day || !scan.take_word(U"日号", U"目曰甘")) return found;
  return finished(begin, scan, *year, *month, *day);
}

/// 2011.7.25, 2011-07-25, 2011/7/25.
std::optional<WrittenDate> with_signs(std::u32string_view text, std::size_t begin) {
  constexpr std::u32string_view kSigns = U".-/．。、·—–−";
  Scanner scan(text, begin);
  const auto year = scan.take_digits(4);
  if (!year || !plausible_year(*year) || !scan.take_if(kSigns)) return std::nullopt;
  const auto month = scan.take_small();
  if (!month || *month == 0 || *month > 12) return std::nullopt;
  const WrittenDate found = finished(begin, scan, *year, *month, 0);

  if (!scan.take_if(kSigns)) return found;
  const auto day = scan.take_small();
  return day ? finished(begin, scan, *year, *month, *day) : found;
}

/// 20110725, standing alone.
std::optional<WrittenDate> run_together(std::u32string_view text, std::size_t begin) {
  Scanner scan(text, begin);
  const auto year = scan.take_digits(4);
  const auto month = scan.take_digits(2);
  const auto day = scan.take_digits(2);
  if (!day || !plausible_year(*year) || digit_value(scan.peek())) return std::nullopt;
  return finished(begin, scan, *year, *month, *day);
}

}  // namespace

bool WrittenDate::exists() const {
  if (month == 0) return true;
  if (month > 12) return false;
  using namespace std::chrono;
  const auto m = std::chrono::month(static_cast<unsigned>(month));
  if (day == 0) return true;
  return year_month_day(std::chrono::year(year), m, std::chrono::day(static_cast<unsigned>(day)))
      .ok();
}

std::string WrittenDate::iso() const {
  const auto padded = [](int number) { return (number < 10 ? "0" : "") + std::to_string(number); };
  std::string text = std::to_string(year);
  if (month != 0) text += "-" + padded(month);
  if (month != 0 && day != 0) text += "-" + padded(day);
  return text;
}

std::vector<WrittenDate> find_dates(std::u32string_view text) {
  std::vector<WrittenDate> found;
  for (std::size_t at = 0; at < text.size();) {
    const bool begins = digit_value(narrow(text[at])) && !is_blank(text[at]) &&
                        (at == 0 || !digit_value(narrow(text[at - 1])));
    std::optional<WrittenDate> date;
    if (begins) {
      // The reading that explains most of the text: 2011年7月25日 rather than 2011年.
      for (const auto read : {with_words, with_signs, run_together}) {
        const auto other = read(text, at);
        if (other && (!date || other->end > date->end)) date = other;
      }
    }
    if (date) found.push_back(*date);
    at = date ? date->end : at + 1;
  }
  return found;
}

bool is_blank_date(std::u32string_view text) {
  std::u32string left;
  for (const char32_t c : text)
    if (!is_blank(c)) left.push_back(narrow(c));
  return left == U"年月日" || left == U"年月" || left == U"20年月日" || left == U"201年月日" ||
         left == U"202年月日";
}

}  // namespace chengnuo::templates
