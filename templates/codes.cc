#include "templates/codes.h"

#include <algorithm>
#include <array>
#include <utility>

namespace chengnuo::templates {
namespace {

constexpr std::string_view kCreditAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
constexpr std::string_view kOrganisationAlphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/// Characters that a reader takes for one another in these alphabets.
constexpr std::array<std::string_view, 13> kConfusables = {
    "0ODQ", "1ILT7", "2Z7", "5S6", "8B3", "6G", "VUY", "4A", "9G", "CG", "XK", "HNM", "EF"};

bool is_digits(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

void add_look_alikes(char c, std::string& into) {
  for (const std::string_view group : kConfusables) {
    if (group.find(c) == std::string_view::npos) continue;
    for (const char other : group)
      if (other != c && into.find(other) == std::string::npos) into.push_back(other);
  }
}

}  // namespace

std::optional<char> credit_code_check(std::string_view first17) {
  if (first17.size() != 17) return std::nullopt;
  std::size_t sum = 0;
  std::size_t weight = 1;  // 3^(i-1) mod 31
  for (const char c : first17) {
    const auto value = kCreditAlphabet.find(c);
    if (value == std::string_view::npos) return std::nullopt;
    sum += value * weight;
    weight = weight * 3 % 31;
  }
  return kCreditAlphabet[(31 - sum % 31) % 31];  // the outer modulo: a sum of 0 checks with 0
}

bool is_credit_code(std::string_view code) {
  return code.size() == 18 && is_digits(code.substr(2, 6)) &&
         credit_code_check(code.substr(0, 17)) == code.back();
}

std::optional<char> organisation_code_check(std::string_view first8) {
  constexpr std::array<std::size_t, 8> kWeights = {3, 7, 9, 10, 5, 8, 4, 2};
  if (first8.size() != 8) return std::nullopt;
  std::size_t sum = 0;
  for (std::size_t i = 0; i < 8; ++i) {
    const auto value = kOrganisationAlphabet.find(first8[i]);
    if (value == std::string_view::npos) return std::nullopt;
    sum += value * kWeights[i];
  }
  const std::size_t check = 11 - sum % 11;
  if (check == 10) return 'X';
  return static_cast<char>('0' + check % 11);
}

bool is_organisation_code(std::string_view code) {
  return code.size() == 9 && organisation_code_check(code.substr(0, 8)) == code.back();
}

std::optional<char> registration_number_check(std::string_view first14) {
  if (first14.size() != 14 || !is_digits(first14)) return std::nullopt;
  int product = 10;
  for (const char c : first14) {
    const int sum = (product + (c - '0')) % 10;
    product = 2 * (sum == 0 ? 10 : sum) % 11;
  }
  return static_cast<char>('0' + (11 - product) % 10);
}

bool is_registration_number(std::string_view number) {
  if (number.size() == 13) return is_digits(number);
  return number.size() == 15 && registration_number_check(number.substr(0, 14)) == number.back();
}

std::string_view organisation_code_of(std::string_view credit_code) {
  return credit_code.substr(8, 9);
}

std::vector<std::string> repairs(std::string_view code, bool (*check)(std::string_view)) {
  // First what cannot be right: letters outside the alphabet have one likely meaning each.
  std::string sure(code);
  constexpr std::array<std::pair<char, char>, 4> kNever = {
      {{'O', '0'}, {'I', '1'}, {'Z', '2'}, {'S', '5'}}};
  for (char& c : sure)
    for (const auto& [wrong, right] : kNever)
      if (c == wrong) c = right;

  std::vector<std::string> passing;
  const auto offer = [&](const std::string& candidate) {
    if (candidate != code && check(candidate) &&
        std::ranges::find(passing, candidate) == passing.end())
      passing.push_back(candidate);
  };
  offer(sure);
  for (std::size_t i = 0; i < sure.size(); ++i) {
    std::string others;
    add_look_alikes(sure[i], others);
    for (const char other : others) {
      std::string candidate = sure;
      candidate[i] = other;
      offer(candidate);
    }
  }
  return passing;
}

}  // namespace chengnuo::templates
