#include "publication/platform_pages.h"

#include "pipeline/text.h"

namespace chengnuo::publication {
namespace {

using pipeline::xml_escaped;

constexpr const char* kStyle = R"(
:root{color-scheme:light}
body{margin:0;font:17px/1.7 "Noto Sans CJK SC","Source Han Sans SC","Microsoft YaHei",sans-serif;color:#222;background:#f6f5f2}
header{background:#9e1b1f;color:#fff;padding:1.1rem 1.5rem}
header a{color:#fff;text-decoration:none;font-size:1.35rem;font-weight:600}
header p{margin:.1rem 0 0;opacity:.85;font-size:.9rem}
main{max-width:62rem;margin:1.5rem auto;padding:0 1rem}
form{display:flex;gap:.6rem;margin-bottom:1rem}
input{flex:1;font:inherit;padding:.45rem .7rem;border:1px solid #bbb;border-radius:.3rem}
button{font:inherit;padding:.45rem 1.4rem;border:0;border-radius:.3rem;background:#9e1b1f;color:#fff}
table{width:100%;border-collapse:collapse;background:#fff}
th,td{text-align:left;padding:.55rem .7rem;border-bottom:1px solid #e4e1da;vertical-align:top}
th{background:#efece5;font-weight:600;white-space:nowrap}
article{background:#fff;padding:2rem 2.4rem;border:1px solid #e4e1da}
article h1{text-align:center;font-size:1.5rem;margin:0 0 1rem}
article p{margin:.2rem 0;text-indent:2em}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.25rem 1.2rem;background:#fff;border:1px solid #e4e1da;padding:1rem 1.4rem}
dt{color:#666}dd{margin:0;overflow-wrap:anywhere}
code{font-size:.82em}
.note{color:#666;font-size:.9rem}
@media print{header form,form,.note{display:none}body{background:#fff}header{background:none;color:#000}header a{color:#000}}
)";

std::string page(const std::string& title, const std::string& heading, const std::string& body) {
  return "<!doctype html><html lang=\"zh-CN\"><head><meta charset=\"utf-8\">"
         "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><title>" +
         xml_escaped(heading) + "</title><style>" + kStyle +
         "</style></head><body><header><a href=\"/\">" + xml_escaped(title) +
         "</a><p>中国工业企业质量信誉承诺 · 公示与社会监督</p></header><main>" + body +
         "</main></body></html>";
}

std::string row(const char* name, const std::string& value) {
  if (value.empty()) return {};
  return "<dt>" + std::string(name) + "</dt><dd>" + xml_escaped(value) + "</dd>";
}

std::string day(const std::string& rfc3339) { return rfc3339.substr(0, 10); }

}  // namespace

std::string list_page(const std::string& title, const std::string& query,
                      const std::vector<Published>& letters, std::size_t total) {
  std::string body =
      "<form method=\"get\" action=\"/\" role=\"search\"><input name=\"q\" aria-label=\"查询\" "
      "placeholder=\"企业名称、信用代码、组织单位或承诺书文字\" value=\"" +
      xml_escaped(query) + "\"><button>查询</button></form>";
  body += std::string("<p class=\"note\">") + (query.empty() ? "共公布 " : "查到 ") +
          std::to_string(query.empty() ? total : letters.size()) + " 份承诺书。</p>";
  body +=
      "<table><thead><tr><th>企业名称</th><th>组织单位</th><th>签署日期</th><th>公布日期</th>"
      "<th>编号</th></tr></thead><tbody>";
  for (const Published& letter : letters)
    body += "<tr><td><a href=\"/letters/" + xml_escaped(letter.message.id) + "\">" +
            xml_escaped(letter.message.enterprise) + "</a></td><td>" +
            xml_escaped(letter.message.unit) + "</td><td>" + xml_escaped(letter.message.signed_on) +
            "</td><td>" + xml_escaped(day(letter.receipt.at)) + "</td><td>" +
            xml_escaped(letter.receipt.number) + "</td></tr>";
  return page(title, title, body + "</tbody></table>");
}

std::string letter_page(const std::string& title, const Published& letter) {
  const OutMessage& m = letter.message;
  std::string body = "<article><h1>质量信誉承诺书</h1>";
  for (const std::string& paragraph : m.paragraphs) body += "<p>" + xml_escaped(paragraph) + "</p>";
  body += "</article><dl>";
  body += row("企业名称", m.enterprise) + row("统一社会信用代码", m.code) +
          row("法定代表人", m.legal_representative) + row("主要产品", m.main_products) +
          row("活动", m.activity) + row("组织单位", m.unit) + row("签署日期", m.signed_on) +
          row("公布日期", day(letter.receipt.at)) + row("公布编号", letter.receipt.number) +
          row("档号", m.archive_code) +
          row("文字来源", m.read_by_person ? "经人工核对" : "识别结果确定，两次识读一致") +
          row("报送单位数字签名", letter.signer);
  for (const auto& [holder, sha256] : m.copies)
    body += "<dt>" + std::string(holder == "unit" ? "组织单位存件摘要" : "企业存件摘要") +
            "</dt><dd><code>SHA-256 " + xml_escaped(sha256) + "</code></dd>";
  body +=
      "<dt>签名报文</dt><dd><a href=\"/letters/" + xml_escaped(m.id) + ".xml\">XML</a></dd></dl>";
  body += "<p class=\"note\">欢迎社会各界监督。本页公布的是承诺书的电子文本。</p>";
  return page(title, m.enterprise + " · " + title, body);
}

std::string not_found_page(const std::string& title) {
  return page(title, title, "<p>没有这份承诺书。<a href=\"/\">返回列表</a></p>");
}

}  // namespace chengnuo::publication
