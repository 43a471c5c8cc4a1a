#include <algorithm>

#include "pipeline/text.h"
#include "publication/estimate.h"
#include "publication/letter_pages.h"

namespace chengnuo::publication {
namespace {

using pipeline::xml_escaped;

const char* word_for(MessageKind kind) {
  switch (kind) {
    case MessageKind::correction:
      return "更正文本";
    case MessageKind::withdrawal:
      return "撤回公布";
    case MessageKind::suspension:
      return "收到异议，中止公示";
    case MessageKind::resumption:
      return "恢复公示";
    case MessageKind::delisting:
      return "除名";
    case MessageKind::relisting:
      return "撤销除名";
    default:
      return "公布";
  }
}

std::string notice_words(const Notice& notice) {
  std::string text = xml_escaped(notice.reason);
  if (!notice.number.empty()) text += "（" + xml_escaped(notice.number) + "）";
  return text;
}

/// What a reader must know before the text: only where the letter does not simply stand.
std::string banner(const PublicLetter& letter, Standing standing, const WorkCalendar& calendar) {
  const auto last = [&](MessageKind kind) {
    const auto found =
        std::ranges::find(letter.acts.rbegin(), letter.acts.rend(), kind, &Act::kind);
    return found == letter.acts.rend()
               ? std::string()
               : chinese_date(found->notice.on) + "　" + notice_words(found->notice);
  };
  std::string text;
  switch (standing) {
    case Standing::published:
      return {};
    case Standing::publicity:
      text = "<p><b>公示中</b>，至" + chinese_date(iso(*letter.publicity_end)) + "止" +
             estimate_note(calendar, *letter.publicity_end).zh +
             "。对公示内容有异议的，请在公示期内以书面形式实名提出，或通过<a "
             "href=\"/complaints?letter=" +
             url_encoded(letter.message.id) + "\">社会监督</a>提交。</p>";
      break;
    case Standing::suspended:
      text = "<p><b>核查中</b>　" + last(MessageKind::suspension) + "</p>";
      break;
    case Standing::delisted:
      text = "<p><b>该企业已被除名</b>　" + last(MessageKind::delisting) + "</p>";
      break;
    case Standing::withdrawn:
      text = "<p><b>本承诺书已由组织单位撤回</b>　" + last(MessageKind::withdrawal) + "</p>";
      break;
  }
  return std::string("<div class=\"banner ") + name_of(standing) + "\" role=\"note\">" + text +
         "</div>";
}

std::string events(const PublicLetter& letter) {
  std::string html = "<section class=\"card\"><h2>经过</h2><ol class=\"events\"><li>" +
                     chinese_date(letter.receipt.at) + "　公布（<a href=\"" + address_of(letter) +
                     ".xml\">签名报文</a>）</li>";
  for (const Act& act : letter.acts)
    html += "<li>" + chinese_date(act.at) + "　<b>" + word_for(act.kind) + "</b>：" +
            notice_words(act.notice) + "（<a href=\"/messages/" + xml_escaped(act.message_id) +
            ".xml\">签名报文</a>）" +
            (act.notice.sha256.empty()
                 ? ""
                 : "<br><code>通知书 SHA-256 " + xml_escaped(act.notice.sha256) + "</code>") +
            "</li>";
  return html + "</ol></section>";
}

std::string facts(const PublicLetter& letter, Standing standing) {
  const OutMessage& m = letter.message;
  const std::string end = letter.publicity_end ? iso(*letter.publicity_end) : std::string();
  return "<section class=\"card\"><h2>公示信息</h2><p>" + state_word(standing) + "</p><dl>" +
         described("企业名称", m.enterprise) + described("信用代码", m.code) +
         described("法定代表人", m.legal_representative) + described("地区", letter.region) +
         described("所属行业", m.industry) + described("主要产品", m.main_products) +
         described("活动", m.activity) + described("组织单位", m.unit) +
         described("签署日期", chinese_date(m.signed_on)) +
         described("公布日期", chinese_date(letter.receipt.at)) +
         described("公示期至", chinese_date(end)) + described("公布编号", letter.receipt.number) +
         described("档号", m.archive_code) +
         described("文字来源", m.read_by_person ? "经人工核对" : "识别结果确定，无须人工核对") +
         described("报文签名", letter.receipt.signer) + "</dl></section>";
}

std::string digests(const PublicLetter& letter) {
  if (letter.message.copies.empty()) return {};
  std::string html = "<section class=\"card\"><h2>签名件摘要</h2><dl>";
  for (const auto& [holder, sha256] : letter.message.copies)
    html += std::string("<dt>") + (holder == "unit" ? "组织单位存" : "企业存") +
            "</dt><dd><code>SHA-256 " + xml_escaped(sha256) + "</code></dd>";
  return html +
         "</dl><p class=\"note\">持有签名件的，可在<a "
         "href=\"/verify\">真伪核验</a>中核对。</p></section>";
}

}  // namespace

std::string state_word(Standing standing) {
  return std::string("<span class=\"state ") + name_of(standing) + "\">" +
         publication::word_for(standing) + "</span>";
}

std::string address_of(const PublicLetter& letter) {
  return "/letters/" + xml_escaped(letter.message.id);
}

std::string letter_page(const PlatformIdentity& identity, const LetterStore& store,
                        const PublicLetter& letter, Day today) {
  const Standing standing = standing_on(today, letter.publicity_end, letter.acts);
  std::string text = "<article class=\"letter\">";
  if (standing == Standing::withdrawn) {
    text += "<p>文本不再公布。</p>";
  } else {
    const auto paragraphs = store.paragraphs(letter);
    // A letter begins with its title.
    const bool titled = !paragraphs.empty() && paragraphs.front().ends_with("承诺书");
    text += "<h1>" + (titled ? xml_escaped(paragraphs.front()) : "质量信誉承诺书") + "</h1>";
    for (std::size_t i = titled ? 1 : 0; i < paragraphs.size(); ++i)
      text += "<p>" + xml_escaped(paragraphs[i]) + "</p>";
  }
  text += "</article>";
  return page(identity, Section::letters, letter.message.enterprise,
              banner(letter, standing, store.calendar()) + "<div class=\"columns\">" + text +
                  "<div>" + facts(letter, standing) + events(letter) + digests(letter) +
                  "<p class=\"noprint\"><a class=\"button\" href=\"/complaints?letter=" +
                  url_encoded(letter.message.id) + "\">反映违背承诺的情况</a></p></div></div>");
}

std::string not_found_page(const PlatformIdentity& identity) {
  return page(
      identity, Section::letters, "没有这份承诺书",
      "<h1>没有这份承诺书</h1><p class=\"card\">请核对地址，或<a href=\"/\">返回列表</a>查询。"
      "</p>");
}

}  // namespace chengnuo::publication
