#include "templates/validate.h"

#include <algorithm>
#include <array>

#include "pipeline/text.h"
#include "templates/amounts.h"
#include "templates/codes.h"
#include "templates/contact.h"
#include "templates/dates.h"
#include "templates/match.h"
#include "templates/names.h"

namespace chengnuo::templates {
namespace {

using pipeline::FieldState;
using pipeline::Message;

std::string plain(std::string_view raw) { return pipeline::without_blanks(pipeline::nfkc(raw)); }

Meaning fine(std::string value, bool guessed = false) {
  return {.state = FieldState::ok, .value = std::move(value), .guessed = guessed};
}

Meaning broken(Message advice) {
  return {.state = FieldState::invalid, .advice = std::move(advice)};
}

Meaning text(std::string_view raw) {
  const std::string all = plain(raw);
  return fine(all);
}

Meaning enterprise_name(std::string_view raw) {
  const std::string name = normal_enterprise_name(raw);
  if (is_enterprise_name(name)) return fine(name);
  Meaning meaning =
      broken({"不像完整的企业名称（应为汉字，以“公司”“厂”等结尾），请对照原件核对。",
              "This does not look like a whole registered name: compare it with the paper."});
  meaning.value = name;
  return meaning;
}

Meaning person(std::string_view raw) {
  if (const auto name = normal_person(raw)) return fine(*name);
  return broken({"姓名应为 2 至 15 个汉字，请对照原件核对。",
                 "A name has 2 to 15 Chinese characters: compare it with the paper."});
}

/// Capital letters and digits only; everything else that a form may have between them is dropped.
std::string code_characters(std::string_view raw) {
  std::string code;
  for (const char32_t c : pipeline::code_points(plain(raw))) {
    if (c >= U'a' && c <= U'z')
      code.push_back(static_cast<char>(c - 32));
    else if (is_digit(c) || is_latin(c))
      code.push_back(static_cast<char>(c));
    else if (c == U'〇' || c == U'○')
      code.push_back('0');
    else if (c != U'-' && c != U'—' && c != U'_' && c != U'.')
      code.push_back('?');
  }
  return code;
}

struct CodeRule {
  bool (*check)(std::string_view);
  std::string_view zh;
  std::string_view en;
};

constexpr CodeRule kCreditCode{is_credit_code, "统一社会信用代码（18 位）", "credit code"};
constexpr CodeRule kRegistration{is_registration_number, "营业执照注册号（15 位或 13 位）",
                                 "registration number"};
constexpr CodeRule kOrganisation{is_organisation_code, "组织机构代码（9 位）", "organisation code"};

Meaning code(std::string_view raw, const CodeRule& rule) {
  const std::string read = code_characters(raw);
  if (rule.check(read)) {
    Meaning meaning = fine(read);
    // A check character modulo 31 lets one misreading of 31 pass; the inner one, modulo 11, one of
    // those 11. A number of 13 digits has none.
    if (read.size() == 18)
      meaning.proof = is_organisation_code(organisation_code_of(read)) ? 0.995 : 0.95;
    if (read.size() == 15 || read.size() == 9) meaning.proof = 0.9;
    return meaning;
  }
  Meaning meaning = broken(
      {"按校验规则，读出的" + std::string(rule.zh) +
           "不成立：请对照原件核对；原件如此的，请企业更正。",
       "The " + std::string(rule.en) +
           " as read fails its check digit: compare it with the paper; if the paper says so, the "
           "enterprise must correct it."});
  meaning.candidates = repairs(read, rule.check);
  if (meaning.candidates.size() == 1) meaning.value = meaning.candidates.front();
  return meaning;
}

enum class Precision { day, any };

Meaning date(std::string_view raw, Precision precision) {
  const auto dates = find_dates(pipeline::code_points(raw));
  if (dates.empty())
    return broken({"没有读出日期，请对照原件填写，例如 2011年7月25日。",
                   "No date could be read: enter it from the paper, such as 2011-07-25."});
  const WrittenDate& written = dates.back();
  Meaning meaning = fine(written.iso(), written.guessed);
  if (!written.exists()) {
    meaning.state = FieldState::invalid;
    meaning.advice = {"日历上没有这一天，请对照原件核对。",
                      "There is no such day: compare it with the paper."};
  } else if (precision == Precision::day && !written.whole()) {
    meaning.state = FieldState::invalid;
    meaning.advice = {"日期不完整，应写明年、月、日。", "The date must name year, month and day."};
  }
  return meaning;
}

Meaning reach(const std::optional<Reach>& normal, const Message& advice) {
  if (!normal) return broken(advice);
  Meaning meaning = fine(normal->value, normal->guessed);
  if (normal->area_code_missing)
    meaning.advice = {"固定电话缺少区号，建议补上。", "The landline has no area code; add it."};
  return meaning;
}

/// Nothing in an address says whether a stroke is 1 or l, a ring 0 or o: those need a second look,
/// except in the hosts that everybody has.
bool is_ambiguous(const std::string& address) {
  constexpr std::array<std::string_view, 6> kKnownHosts = {"163.com",  "126.com",  "qq.com",
                                                           "sina.com", "sohu.com", "139.com"};
  const auto at = address.find('@');
  const std::string host = address.substr(at + 1);
  const bool known = std::ranges::find(kKnownHosts, host) != kKnownHosts.end();
  const std::string asked = known ? address.substr(0, at) : address;
  const auto doubtful = [](const std::string& text) {
    return text.find_first_of("1l0") != std::string::npos;
  };
  return doubtful(asked.substr(0, at)) || (!known && doubtful(host.substr(0, host.rfind(".com"))));
}

Meaning email(std::string_view raw) {
  Meaning meaning = reach(normal_email(raw), {"电子邮箱的格式不对，请对照原件核对。",
                                              "This is not an e-mail address: compare it with the "
                                              "paper."});
  if (meaning.state == FieldState::ok && is_ambiguous(meaning.value)) meaning.guessed = true;
  return meaning;
}

Meaning optional_text(const std::optional<std::string>& normal, const Message& advice) {
  return normal ? fine(*normal) : broken(advice);
}

Meaning address(std::string_view raw) {
  constexpr std::u32string_view kParts = U"省市区县镇乡村州盟旗路街道号园";
  const std::string all = plain(raw);
  const std::u32string points = pipeline::code_points(all);
  const bool has_part = points.find_first_of(kParts) != std::u32string::npos;
  if (points.size() >= 4 && has_part) return fine(all);
  Meaning meaning = broken({"地址不完整，应写明省、市、区（县）和门牌，请对照原件核对。",
                            "The address is not whole: compare it with the paper."});
  meaning.value = all;
  return meaning;
}

}  // namespace

bool says_none(std::string_view raw) {
  constexpr std::array<std::string_view, 12> kWords = {
      "无", "没有", "暂无", "不适用", "无此项", "/", "//", "-", "--", "—", "——", "\\"};
  std::string word = plain(raw);
  for (const std::string_view end : {"。", "."})
    if (word.ends_with(end)) word.resize(word.size() - end.size());
  return std::ranges::find(kWords, word) != kWords.end();
}

bool is_placeholder(std::string_view raw) {
  constexpr std::u32string_view kFill = U"_×xX*.…·:—-()[]";
  const std::u32string left = pipeline::code_points(plain(raw));
  if (left.empty() || is_blank_date(left)) return true;
  const auto fills = [&](char32_t c) { return kFill.find(c) != std::u32string_view::npos; };
  return !says_none(raw) && std::ranges::all_of(left, fills);
}

Meaning meaning_of(FieldType type, std::string_view raw, std::string_view unit) {
  if (is_placeholder(raw)) return {};
  if (says_none(raw)) return {.state = FieldState::none};
  switch (type) {
    case FieldType::text:
      return text(raw);
    case FieldType::enterprise_name:
      return enterprise_name(raw);
    case FieldType::person:
      return person(raw);
    case FieldType::credit_code:
      return code(raw, kCreditCode);
    case FieldType::registration_number:
      return code(raw, kRegistration);
    case FieldType::organisation_code:
      return code(raw, kOrganisation);
    case FieldType::date:
      return date(raw, Precision::day);
    case FieldType::month:
      return date(raw, Precision::any);
    case FieldType::phone:
      return reach(normal_phone(raw),
                   {"电话号码的位数或格式不对，请对照原件核对。",
                    "This is not a telephone number: compare it with the paper."});
    case FieldType::email:
      return email(raw);
    case FieldType::website:
      return reach(normal_website(raw), {"网址的格式不对，请对照原件核对。",
                                         "This is not a web address: compare it with the paper."});
    case FieldType::postcode:
      return optional_text(normal_postcode(raw),
                           {"邮政编码应为 6 位数字，请对照原件核对。",
                            "A postcode has six digits: compare it with the paper."});
    case FieldType::address:
      return address(raw);
    case FieldType::amount:
      return optional_text(normal_amount(raw, unit),
                           {"金额的写法读不懂，请对照原件核对。",
                            "This amount makes no sense: compare it with the paper."});
    case FieldType::count:
      return optional_text(
          normal_count(raw),
          {"应为人数，请对照原件核对。", "This should be a number: compare it with the paper."});
  }
  return {};
}

void settle(pipeline::Field& field, const FieldRule& rule, std::string_view unit, double certain) {
  Meaning meaning = meaning_of(rule.type, field.raw, unit);
  field.value = std::move(meaning.value);
  field.state = meaning.state;
  field.advice = std::move(meaning.advice);
  for (std::string& candidate : meaning.candidates)
    field.candidates.push_back(
        {.engine = "check digit", .text = std::move(candidate), .confidence = 0});
  field.confidence = 1 - (1 - field.confidence) * (1 - meaning.proof);
  if (field.state == FieldState::empty) {
    field.raw.clear();
    return;
  }

  // What a person typed (confidence 1) is no guess.
  const bool doubtful = field.confidence < certain || (meaning.guessed && field.confidence < 1);
  if (!doubtful) return;
  const bool code = is_code(rule.type);
  const bool mended = code && meaning.candidates.size() == 1;
  // A code that fails stays invalid: whoever compares it should know that the check digit fails.
  if (field.state == FieldState::invalid && code && !mended) return;
  field.state = FieldState::unreadable;
  field.advice = mended
                     ? Message{"读得不确定，按校验位推断为“" + field.value + "”，请对照原件确认。",
                               "Not read with certainty; the check digit suggests " + field.value +
                                   ". Confirm it against the paper."}
                     : Message{"读得不够确定，请对照原件核对。",
                               "Not read with certainty: compare it with the paper."};
}

}  // namespace chengnuo::templates
