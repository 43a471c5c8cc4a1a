#include "publication/public_pages.h"

#include "pipeline/text.h"
#include "publication/letter_pages.h"

namespace chengnuo::publication {
namespace {

using pipeline::xml_escaped;

std::string input(const char* id, const char* label, const std::string& value, const char* more) {
  return std::string("<p><label for=\"") + id + "\">" + label + "</label><input id=\"" + id +
         "\" name=\"" + id + "\" value=\"" + xml_escaped(value) + "\" " + more + "></p>";
}

std::string answer(const char* kind, const std::string& question, const std::string& words) {
  return std::string("<li class=\"") + kind + "\"><span class=\"note\">" + question + "</span><b>" +
         words + "</b></li>";
}

std::string about_publication(const CopyCheck& check) {
  constexpr const char* kQuestion = "是不是公布的承诺书？";
  if (check.match == CopyCheck::Match::none)
    return answer("no", kQuestion, "本平台没有公布过内容与此相同的签名件。");
  const PublicLetter& letter = check.copy->letter;
  const std::string which = check.copy->holder == "unit" ? "组织单位存" : "企业存";
  const std::string link =
      "<a href=\"" + address_of(letter) + "\">" + xml_escaped(letter.message.enterprise) + "</a>";
  return answer(check.standing == Standing::delisted || check.standing == Standing::withdrawn
                    ? "unsure"
                    : "yes",
                kQuestion,
                "是 " + link + " 已公布承诺书的签名件（" + which + "）。当前状态：" +
                    state_word(*check.standing));
}

std::string about_changes(const CopyCheck& check) {
  constexpr const char* kQuestion = "有没有被改动？";
  using enum CopyCheck::Match;
  if (check.match == exact) return answer("yes", kQuestion, "没有：与公布的签名件逐字节一致。");
  if (check.match == extended)
    return answer(
        "unsure", kQuestion,
        "公布的签名件在其中完整保留，之后又追加了内容（如时间戳）；追加的内容是否允许，见签名验"
        "证结果。");
  if (check.signature && check.signature->verdict == PdfFinding::Verdict::invalid)
    return answer("no", kQuestion, "签名与内容不符，文件很可能在签名后被改动。");
  return answer("unsure", kQuestion, "无法与公布的签名件比对。");
}

std::string about_signature(const PdfFinding& finding) {
  constexpr const char* kQuestion = "签名是否有效？";
  std::string who = finding.signer.empty() ? "" : "签名人：" + xml_escaped(finding.signer) + "。";
  if (!finding.signed_at.empty()) who += "签名时间：" + chinese_date(finding.signed_at) + "。";
  const std::string words = xml_escaped(finding.reason.zh) + who;
  switch (finding.verdict) {
    case PdfFinding::Verdict::valid:
      return answer("yes", kQuestion, words);
    case PdfFinding::Verdict::invalid:
      return answer("no", kQuestion, words);
    case PdfFinding::Verdict::indeterminate:
    case PdfFinding::Verdict::unsigned_:
      break;
  }
  return answer("unsure", kQuestion, words);
}

}  // namespace

const char* word_for(ComplaintBox::Refusal refusal) {
  switch (refusal) {
    case ComplaintBox::Refusal::too_many:
      return "提交过于频繁，请一小时后再试，或拨打监督电话。";
    case ComplaintBox::Refusal::too_short:
      return "请具体说明情况：至少十个字，写明时间、产品和事实。";
    case ComplaintBox::Refusal::too_long:
      return "内容过长：情况说明最多四千字，姓名和联系方式合计不超过一百字。";
    case ComplaintBox::Refusal::robot:
      return "提交未被接受。";
  }
  return "";
}

std::string complaint_page(const PlatformIdentity& identity, const WebComplaint& written,
                           const std::string& fault) {
  std::string body =
      "<h1>社会监督</"
      "h1><p>反映企业违背质量信誉承诺的情况，或对公示内容提出异议。您反映的情况将转交活动"
      "组织单位或推荐单位调查，并由企业说明。<b>您的姓名和联系方式不会公布，也不会告知企业。</b></"
      "p>";
  if (!fault.empty()) body += "<p class=\"errors\" role=\"alert\">" + xml_escaped(fault) + "</p>";
  const std::string breach = written.objection ? "" : " selected";
  const std::string objection = written.objection ? " selected" : "";
  return page(
      identity, Section::complaints, "社会监督",
      body + "<form class=\"card\" method=\"post\" action=\"/complaints\">" +
          "<input type=\"hidden\" name=\"letter\" value=\"" + xml_escaped(written.message_id) +
          "\">" +
          input("enterprise", "企业名称（必填）", written.enterprise,
                "required maxlength=\"200\"") +
          "<p><label for=\"kind\">反映事项</label><select id=\"kind\" name=\"kind\"><option "
          "value=\"breach\"" +
          breach + ">企业违背承诺</option><option value=\"objection\"" + objection +
          ">对公示内容有异议</option></select></p><p><label "
          "for=\"content\">情况说明（必填，十字以上：时间、产品、事实、证据线索）</label>"
          "<textarea id=\"content\" name=\"content\" required maxlength=\"4000\">" +
          xml_escaped(written.content) + "</textarea></p>" +
          input("name", "您的姓名（选填；公示异议请实名）", written.name,
                "autocomplete=\"name\" maxlength=\"60\"") +
          input("contact", "联系电话或电子邮箱（选填，用于反馈处理结果）", written.contact,
                "maxlength=\"100\"") +
          "<p class=\"trap\" aria-hidden=\"true\"><label for=\"website\">请勿填写</label><input "
          "id=\"website\" name=\"website\" tabindex=\"-1\" autocomplete=\"off\"></p>"
          "<button>提交</button></form>");
}

std::string complaint_taken_page(const PlatformIdentity& identity, const std::string& number) {
  return page(
      identity, Section::complaints, "已收到",
      "<h1>已收到您反映的情况</h1><div class=\"card\"><p>登记编号：<b>" + xml_escaped(number) +
          "</b></p><p>请记下这个编号，查询处理结果时使用。留有联系方式的，处理结果会反馈给您。"
          "</p></div>");
}

std::string verify_page(const PlatformIdentity& identity, const CopyCheck* check) {
  std::string body =
      "<h1>真伪核验</"
      "h1><p>持有承诺书签名件（PDF）的，可在这里核对：它是不是公布的那一份、签名是否有效、"
      "有没有被改动。文件核验后立即删除。</p>";
  if (check != nullptr) {
    body += "<section class=\"card\" aria-live=\"polite\"><h2>核验结果</h2><ul class=\"answers\">" +
            about_publication(*check);
    if (check->signature) body += about_signature(*check->signature);
    body += about_changes(*check) + "</ul><p class=\"note\"><code>SHA-256 " +
            xml_escaped(check->sha256) + "</code></p></section>";
  }
  return page(
      identity, Section::verify, "真伪核验",
      body +
          "<form class=\"card\" method=\"post\" action=\"/verify\" "
          "enctype=\"multipart/form-data\"><h2>上传签名件</h2><p><label for=\"file\">PDF "
          "文件（不超过 32 MB）</label><input id=\"file\" name=\"file\" type=\"file\" "
          "accept=\"application/pdf\" required></p><button>核验</button></form>"
          "<form class=\"card\" method=\"get\" action=\"/verify\"><h2>或者粘贴摘要值</h2><p>"
          "<label for=\"sha256\">文件的 SHA-256（64 位十六进制）</label><input id=\"sha256\" "
          "name=\"sha256\" required pattern=\"[0-9A-Fa-f\\s]{64,100}\" "
          "spellcheck=\"false\"></p><button>核对</button></form>");
}

}  // namespace chengnuo::publication
