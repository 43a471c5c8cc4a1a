#include "publication/page_frame.h"

#include <array>

#include "pipeline/json.h"
#include "pipeline/text.h"
#include "publication/work_calendar.h"

namespace chengnuo::publication {
namespace {

using pipeline::xml_escaped;

struct Link {
  Section section;
  const char* address;
  const char* name;
};
constexpr std::array<Link, 4> kLinks{{{Section::letters, "/", "承诺公示"},
                                      {Section::delisted, "/delisted", "除名名单"},
                                      {Section::complaints, "/complaints", "社会监督"},
                                      {Section::verify, "/verify", "真伪核验"}}};

std::string navigation(Section here) {
  std::string links;
  for (const Link& link : kLinks)
    links += std::string("<a href=\"") + link.address + "\"" +
             (link.section == here ? " aria-current=\"page\"" : "") + ">" + link.name + "</a>";
  return "<nav aria-label=\"主导航\">" + links + "</nav>";
}

std::string contact(const PlatformIdentity& identity) {
  std::string text;
  if (!identity.phone.empty()) text += "监督电话：" + xml_escaped(identity.phone) + "　";
  if (!identity.mail.empty()) text += "监督信箱：" + xml_escaped(identity.mail);
  return text.empty() ? text : "<p>" + text + "</p>";
}

}  // namespace

std::string page(const PlatformIdentity& identity, Section section, const std::string& heading,
                 const std::string& body) {
  return "<!doctype html><html lang=\"zh-CN\"><head><meta charset=\"utf-8\">"
         "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><title>" +
         xml_escaped(heading == identity.title ? heading : heading + " · " + identity.title) +
         "</title><link rel=\"stylesheet\" href=\"/style.css?v=" + style_version() +
         "\"></head><body><a class=\"skip\" href=\"#main\">跳到正文</a>"
         "<header><div class=\"wide\"><a class=\"brand\" href=\"/\"><span aria-hidden=\"true\" "
         "class=\"mark\">诺</span><span>" +
         xml_escaped(identity.title) +
         "<small>中国工业企业质量信誉承诺活动 · 公示与社会监督</small></span></a>" +
         navigation(section) + "</div></header><main id=\"main\" class=\"wide\">" + body +
         "</main><footer><div class=\"wide\">" + contact(identity) +
         "<p>本平台公布承诺书的电子文本，欢迎社会各界监督。个人信息已作遮盖处理。</p>"
         "</div></footer></body></html>";
}

std::string described(const char* name, const std::string& value) {
  if (value.empty()) return {};
  return "<dt>" + std::string(name) + "</dt><dd>" + xml_escaped(value) + "</dd>";
}

std::string url_encoded(const std::string& text) {
  constexpr char kHex[] = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '-' || c == '_' || c == '.';
    if (plain)
      out += c;
    else
      out += {'%', kHex[byte >> 4U], kHex[byte & 15U]};
  }
  return out;
}

std::string chinese_date(const std::string& time) {
  auto day = parse_day(time);
  if (!day && time.size() > 10) try {
      day = day_in_china(pipeline::from_rfc3339(time));
    } catch (const std::exception&) {
      return time;
    }
  if (!day) return time;
  const std::chrono::year_month_day date(*day);
  return std::to_string(static_cast<int>(date.year())) + "年" +
         std::to_string(static_cast<unsigned>(date.month())) + "月" +
         std::to_string(static_cast<unsigned>(date.day())) + "日";
}

}  // namespace chengnuo::publication
