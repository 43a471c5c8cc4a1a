#include "templates/amounts.h"

#include <algorithm>
#include <array>
#include <utility>

#include "pipeline/text.h"

namespace chengnuo::templates {
namespace {

/// An exact number of hundredths, so that 384.34亿 loses nothing. 10^18 hundredths are more than
/// any enterprise has.
using Cents = long long;
constexpr Cents kMost = 1'000'000'000'000'000'000;

std::optional<int> chinese_digit(char32_t c) {
  constexpr std::array<std::u32string_view, 10> kDigits = {
      U"零〇", U"一壹", U"二贰两", U"三叁", U"四肆", U"五伍", U"六陆", U"七柒", U"八捌", U"九玖"};
  for (int value = 0; value < 10; ++value)
    if (kDigits[static_cast<std::size_t>(value)].find(c) != std::u32string_view::npos) return value;
  return std::nullopt;
}

bool is_plain_digit(char32_t c) { return c >= U'0' && c <= U'9'; }

std::optional<Cents> small_unit(char32_t c) {
  if (c == U'十' || c == U'拾') return 10;
  if (c == U'百' || c == U'佰') return 100;
  if (c == U'千' || c == U'仟') return 1000;
  return std::nullopt;
}

/// Zeros that the unit adds: 万 has four.
std::optional<int> large_unit(char32_t c) {
  if (c == U'万') return 4;
  if (c == U'亿') return 8;
  return std::nullopt;
}

/// `number` with `zeros` added, or with digits dropped where that is negative.
std::optional<Cents> shifted(Cents number, int zeros) {
  for (; zeros < 0; ++zeros) number /= 10;
  for (; zeros > 0; --zeros) {
    if (number > kMost / 10) return std::nullopt;
    number *= 10;
  }
  return number;
}

/// The part of a number before one 万 or 亿: 2000, 1.2345, 伍仟.
struct Section {
  Cents digits = 0;
  int decimals = 0;
};

std::optional<Section> take_digits(std::u32string_view& text) {
  Section section;
  bool after_point = false;
  std::size_t i = 0;
  for (; i < text.size(); ++i) {
    const char32_t c = text[i];
    const bool digit_follows = i + 1 < text.size() && is_plain_digit(text[i + 1]);
    if (is_plain_digit(c)) {
      if (section.digits > kMost / 100) return std::nullopt;
      section.digits = section.digits * 10 + static_cast<Cents>(c - U'0');
      section.decimals += after_point ? 1 : 0;
    } else if (c == U'.' && !after_point && digit_follows) {
      after_point = true;
    } else if (c != U',' || !digit_follows) {
      break;
    }
  }
  text.remove_prefix(i);
  return section;
}

std::optional<Section> take_chinese(std::u32string_view& text) {
  Section section;
  Cents digit = 0;
  std::size_t i = 0;
  for (; i < text.size(); ++i) {
    if (const auto value = chinese_digit(text[i])) {
      digit = *value;
    } else if (const auto unit = small_unit(text[i])) {
      section.digits += (digit == 0 ? 1 : digit) * *unit;
      digit = 0;
    } else {
      break;
    }
  }
  if (i == 0) return std::nullopt;
  text.remove_prefix(i);
  section.digits += digit;
  return section;
}

struct Number {
  Cents cents = 0;
  bool bare = true;  ///< no 万 or 亿 was written
};

std::optional<Number> take_number(std::u32string_view& text) {
  Number number;
  for (bool first = true; !text.empty(); first = false) {
    const auto section = is_plain_digit(text.front()) ? take_digits(text) : take_chinese(text);
    if (!section) return first ? std::nullopt : std::optional(number);
    int zeros = 2 - section->decimals;
    bool scaled = false;
    for (; !text.empty() && large_unit(text.front()); scaled = true) {  // 万亿 is a unit too
      zeros += *large_unit(text.front());
      text.remove_prefix(1);
    }
    const auto cents = shifted(section->digits, zeros);
    if (!cents || *cents > kMost) return std::nullopt;
    number.cents += *cents;
    if (!scaled) return number;  // only a section with its unit is followed by another
    number.bare = false;
  }
  return number.cents == 0 && number.bare ? std::nullopt : std::optional(number);
}

std::u32string plain(std::string_view written) {
  return pipeline::code_points(pipeline::without_blanks(pipeline::nfkc(written)));
}

bool take(std::u32string_view& text, std::u32string_view word) {
  if (!text.starts_with(word)) return false;
  text.remove_prefix(word.size());
  return true;
}

std::string decimal(Cents cents) {
  std::string text = std::to_string(cents / 100);
  if (const Cents rest = cents % 100; rest != 0) {
    text += "." + std::to_string(rest / 10);
    if (rest % 10 != 0) text += std::to_string(rest % 10);
  }
  return text;
}

std::string_view currency_of(std::u32string_view& text) {
  constexpr std::array<std::pair<std::u32string_view, std::string_view>, 9> kCurrencies = {
      {{U"元人民币", ""},
       {U"人民币", ""},
       {U"美元", " USD"},
       {U"港元", " HKD"},
       {U"港币", " HKD"},
       {U"欧元", " EUR"},
       {U"日元", " JPY"},
       {U"元", ""},
       {U"圆", ""}}};
  for (const auto& [word, code] : kCurrencies)
    if (take(text, word)) return code;
  return "";
}

}  // namespace

std::optional<std::string> normal_amount(std::string_view written, std::string_view unit) {
  const std::u32string whole = plain(written);
  std::u32string_view text = whole;
  std::string_view code = "";
  for (const std::u32string_view dress : {U"人民币", U"RMB", U"¥", U"￥", U"CNY", U"约", U":"})
    take(text, dress);
  if (take(text, U"US$") || take(text, U"$")) code = " USD";

  const auto number = take_number(text);
  if (!number) return std::nullopt;
  const bool names_currency = !text.empty() && !text.starts_with(U"(");
  if (names_currency) code = currency_of(text);
  for (const std::u32string_view dress : {U"整", U"正", U"左右", U"(人民币)", U"人民币"})
    take(text, dress);
  if (!text.empty()) return std::nullopt;

  std::optional<Cents> cents = number->cents;
  if (number->bare && !names_currency) {
    const std::u32string of_label = plain(unit);
    for (const char32_t c : of_label)
      if (cents && large_unit(c)) cents = shifted(*cents, *large_unit(c));
    if (of_label.find(U"美元") != std::u32string::npos) code = " USD";
  }
  if (!cents) return std::nullopt;
  return decimal(*cents) + std::string(code);
}

std::optional<std::string> normal_count(std::string_view written) {
  const std::u32string whole = plain(written);
  std::u32string_view text = whole;
  for (const std::u32string_view dress : {U"约", U"共"}) take(text, dress);
  const auto number = take_number(text);
  if (!number || number->cents % 100 != 0) return std::nullopt;
  for (const std::u32string_view dress : {U"余", U"多", U"人", U"名", U"左右"}) take(text, dress);
  if (!text.empty()) return std::nullopt;
  return decimal(number->cents);
}

}  // namespace chengnuo::templates
