#include <algorithm>

#include "pipeline/json.h"
#include "pipeline/text.h"
#include "publication/letter_pages.h"
#include "publication/region.h"

namespace chengnuo::publication {
namespace {

using pipeline::xml_escaped;

std::string tile(std::size_t count, const char* name) {
  return "<li><b>" + std::to_string(count) + "</b><span>" + name + "</span></li>";
}

std::string tiles(const LetterStore& store, Day today) {
  const LetterStore::Counts counts = store.counts(today);
  return "<ul class=\"tiles\">" + tile(counts.letters, "份承诺书在本平台公布") +
         tile(counts.publicity, "份公示中") + tile(counts.suspended, "份核查中") +
         tile(counts.delisted, "家企业被除名") + "</ul>";
}

struct Option {
  std::string value, name;
};

std::string choice(const char* id, const char* label, const std::vector<Option>& options,
                   const std::string& chosen) {
  std::string html = std::string("<div><label for=\"") + id + "\">" + label +
                     "</label><select id=\"" + id + "\" name=\"" + id +
                     "\"><option value=\"\">全部</option>";
  for (const Option& option : options)
    html += "<option value=\"" + xml_escaped(option.value) + "\"" +
            (option.value == chosen ? " selected" : "") + ">" + xml_escaped(option.name) +
            "</option>";
  return html + "</select></div>";
}

std::vector<Option> same(const std::vector<std::string>& values) {
  std::vector<Option> options;
  for (const std::string& value : values) options.push_back({value, value});
  return options;
}

std::string search_form(const LetterStore& store, const LetterQuery& query) {
  std::vector<Option> states;
  for (const Standing standing : {Standing::publicity, Standing::published, Standing::suspended,
                                  Standing::delisted, Standing::withdrawn})
    states.push_back({name_of(standing), word_for(standing)});
  return "<form class=\"search card\" method=\"get\" action=\"/\" role=\"search\"><div><label "
         "for=\"q\">企业名称、信用代码、编号、档号或产品</label><input id=\"q\" name=\"q\" "
         "type=\"search\" value=\"" +
         xml_escaped(query.text) + "\"></div>" +
         choice("region", "地区", same(regions()), query.region) +
         choice("unit", "组织单位", same(store.units()), query.unit) +
         choice("year", "公布年份", same(store.years()), query.year) +
         choice("state", "状态", states, query.standing ? name_of(*query.standing) : "") +
         "<button>查询</button></form>";
}

std::string row(const PublicLetter& letter, Day today) {
  const OutMessage& m = letter.message;
  return "<tr><th scope=\"row\"><a href=\"" + address_of(letter) + "\">" +
         xml_escaped(m.enterprise) + "</a></th><td class=\"code\" data-name=\"代码\">" +
         xml_escaped(m.code) + "</td><td data-name=\"地区\">" + letter.region +
         "</td><td data-name=\"组织单位\">" + xml_escaped(m.unit) +
         "</td><td class=\"day\" data-name=\"公布日期\">" +
         xml_escaped(iso(day_in_china(pipeline::from_rfc3339(letter.receipt.at)))) +
         "</td><td data-name=\"状态\">" +
         state_word(standing_on(today, letter.publicity_end, letter.acts)) + "</td></tr>";
}

/// The query as it stands in an address, with another page.
std::string address(const LetterQuery& query, std::size_t page) {
  std::string text = "/?page=" + std::to_string(page);
  const auto add = [&](const char* name, const std::string& value) {
    if (!value.empty()) text += "&amp;" + std::string(name) + "=" + url_encoded(value);
  };
  add("q", query.text);
  add("region", query.region);
  add("unit", query.unit);
  add("year", query.year);
  add("state", query.standing ? name_of(*query.standing) : "");
  return text;
}

std::string pager(const LetterQuery& query, std::size_t total) {
  const std::size_t pages = (total + query.page_size - 1) / query.page_size;
  if (pages <= 1) return {};
  const std::string before = query.page > 1 ? "<a rel=\"prev\" href=\"" +
                                                  address(query, query.page - 1) + "\">← 上一页</a>"
                                            : "<span></span>";
  const std::string after =
      query.page < pages
          ? "<a rel=\"next\" href=\"" + address(query, query.page + 1) + "\">下一页 →</a>"
          : "<span></span>";
  return "<nav class=\"pager\" aria-label=\"翻页\">" + before + "<span>第 " +
         std::to_string(query.page) + " 页，共 " + std::to_string(pages) + " 页</span>" + after +
         "</nav>";
}

}  // namespace

std::string list_page(const PlatformIdentity& identity, const LetterStore& store,
                      const LetterQuery& query, Day today) {
  const LetterList list = store.search(query, today);
  std::string body =
      "<h1>质量信誉承诺书公示</h1>" + tiles(store, today) + search_form(store, query);
  if (list.total == 0)
    return page(identity, Section::letters, identity.title,
                body +
                    "<p class=\"card\">没有符合条件的承诺书。可减少查询条件，或只输入企业名称的一"
                    "部分。</p>");
  body += "<table><caption>查到 " + std::to_string(list.total) +
          " 份，按公布时间从新到旧排列</caption><thead><tr><th scope=\"col\">企业名称</th><th "
          "scope=\"col\">统一社会信用代码</th><th scope=\"col\">地区</th><th "
          "scope=\"col\">组织单位</th><th scope=\"col\">公布日期</th><th "
          "scope=\"col\">状态</th></tr></thead><tbody>";
  for (const PublicLetter& letter : list.letters) body += row(letter, today);
  return page(identity, Section::letters, identity.title,
              body + "</tbody></table>" + pager(query, list.total));
}

std::string delisted_page(const PlatformIdentity& identity, const LetterStore& store, Day today) {
  LetterQuery query;
  query.standing = Standing::delisted;
  query.page_size = 1000;
  const LetterList list = store.search(query, today);
  std::string body =
      "<h1>除名名单</h1><p "
      "class=\"note\">对性质恶劣和影响严重的违背承诺行为的企业，活动组织单位将其从"
      "“中国工业企业质量信誉承诺”企业名单中除名（工信部科[2011]366号）。</p>";
  if (list.total == 0)
    return page(identity, Section::delisted, "除名名单",
                body + "<p class=\"card\">目前没有被除名的企业。</p>");
  body += "<table><caption>共 " + std::to_string(list.total) +
          " 家</caption><thead><tr><th scope=\"col\">企业名称</th><th "
          "scope=\"col\">统一社会信用代码</th><th scope=\"col\">除名日期</th><th "
          "scope=\"col\">文号</th><th scope=\"col\">原因</th></tr></thead><tbody>";
  for (const PublicLetter& letter : list.letters) {
    const auto act = std::ranges::find(letter.acts.rbegin(), letter.acts.rend(),
                                       MessageKind::delisting, &Act::kind);
    body += "<tr><th scope=\"row\"><a href=\"" + address_of(letter) + "\">" +
            xml_escaped(letter.message.enterprise) +
            "</a></th><td class=\"code\" "
            "data-name=\"代码\">" +
            xml_escaped(letter.message.code) + "</td><td class=\"day\" data-name=\"除名日期\">" +
            xml_escaped(act->notice.on) + "</td><td data-name=\"文号\">" +
            xml_escaped(act->notice.number) + "</td><td data-name=\"原因\">" +
            xml_escaped(act->notice.reason) + "</td></tr>";
  }
  return page(identity, Section::delisted, "除名名单", body + "</tbody></table>");
}

}  // namespace chengnuo::publication
