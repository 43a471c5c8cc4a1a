#include "templates/examine.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>

#include "pipeline/error.h"
#include "pipeline/file.h"
#include "pipeline/text.h"
#include "templates/match.h"
#include "templates/plan.h"
#include "templates/requirement_rules.h"
#include "templates/requirements.h"
#include "templates/template.h"
#include "templates/xml.h"

namespace chengnuo::templates {
namespace {

using pipeline::DocumentKind;
using pipeline::Message;

class Examiner {
 public:
  Examiner(const Template& of, const xmlNode& root) : of_(of), root_(root) {}

  std::vector<Remark> examine() {
    validity();
    labels();
    what_the_notice_asks();
    requirements();
    approved();
    return std::move(remarks_);
  }

 private:
  void remark(long line, Message what, Message remedy, bool serious = false) {
    remarks_.push_back({static_cast<int>(line), std::move(what), std::move(remedy), serious});
  }

  void validity() {
    if (of_.valid_from.empty() || of_.valid_until.empty() || of_.valid_from <= of_.valid_until)
      return;
    remark(xmlGetLineNo(&root_), {"有效期的止日早于起日。", "Its validity ends before it begins."},
           {"请改正 valid-from 与 valid-until。", "Correct valid-from and valid-until."}, true);
  }

  /// A label outside any place that two fields share is nobody's.
  void labels() {
    std::map<std::u32string, std::string> owners;
    const xmlNode* fields = child(root_, "fields");
    for (const xmlNode* field = child(*fields, "field"); field != nullptr;
         field = next_like(*field)) {
      const std::string id = attribute(*field, "id");
      if (!attribute(*field, "place").empty()) continue;
      for (const xmlNode* label = child(*field, "label"); label != nullptr;
           label = next_like(*label)) {
        const std::string words = content(*label);
        const auto [owner, first] = owners.try_emplace(folded(words), id);
        if (first || owner->second == id) continue;
        remark(xmlGetLineNo(label),
               {"标签“" + words + "”同时属于 " + owner->second + " 和 " + id + "，无法区分。",
                "The label " + words + " belongs to both " + owner->second + " and " + id + "."},
               {"请只在其中一个字段保留该标签，或用 place 区分。",
                "Keep it with one of them, or tell them apart by place."});
      }
    }
  }

  bool has_required(const std::string& field) const {
    const FieldRule* rule = find_field(of_, field);
    return rule != nullptr && rule->need == Need::required;
  }

  void what_the_notice_asks() {
    const auto want_field = [&](const char* id, const char* zh) {
      if (has_required(id)) return;
      remark(0,
             {std::string("没有必填字段 ") + id + "（" + zh + "）。",
              std::string("It has no required field ") + id + "."},
             {"没有它，申请表与承诺书不能合并、核对；请补上。",
              "Without it form and letter cannot be joined or compared: add it."});
    };
    want_field("enterprise_name", "企业名称");
    if (of_.kind == DocumentKind::letter) want_field("signed_on", "签署日期");
    const auto enterprise = [](const SealRule& seal) {
      return seal.of == SealOwner::enterprise && seal.need == Need::required;
    };
    if (std::ranges::none_of(of_.seals, enterprise))
      remark(0, {"没有要求企业公章。", "It asks for no seal of the enterprise."},
             {"通知要求加盖企业公章；请补上 <seal of=\"enterprise\"/>。",
              "The notice wants one: add <seal of=\"enterprise\"/>."});
    if (std::ranges::none_of(of_.signatures, [](const SignatureRule& signature) {
          return signature.role == "legal_representative" && signature.need == Need::required;
        }))
      remark(0, {"没有要求法定代表人签字。", "It asks for no signature of the representative."},
             {"通知要求企业法人正式签署；请补上 <signature role=\"legal_representative\">。",
              "The notice wants one: add <signature role=\"legal_representative\">."});
  }

  void requirements() {
    if (of_.kind != DocumentKind::letter) return;
    if (of_.requirements == nullptr) {
      remark(0,
             {"没有承诺要素，所有承诺书都将转人工核对。",
              "It has no requirements: every letter will go to a person."},
             {"请写入 <requirements base=\"requirements.xml\"/>。",
              "Add <requirements base=\"requirements.xml\"/>."});
      return;
    }
    for (const RequirementRule& rule : of_.requirements->requirements) {
      const bool said = std::ranges::any_of(rule.sayings, [](const Saying& saying) {
        return saying.verdict == pipeline::Verdict::met;
      });
      if (!said)
        remark(line_of_requirement(rule.id),
               {"要素 " + rule.id + " 没有 <say>，永远不会“符合”。",
                "The requirement " + rule.id + " has no <say> and is never met."},
               {"请写明怎样的句子算符合。", "Say which sentences meet it."});
      if (rule.name.zh.empty() || rule.wording.empty())
        remark(line_of_requirement(rule.id),
               {"要素 " + rule.id + " 缺少 <name> 或 <wording>，给企业的意见会不完整。",
                "The requirement " + rule.id + " lacks its <name> or <wording>."},
               {"请补上名称和建议写法。", "Add its name and what could be written."});
    }
  }

  long line_of_requirement(const std::string& id) const {
    const xmlNode* all = child(root_, "requirements");
    if (all == nullptr) return 0;
    for (const xmlNode* node = child(*all, "requirement"); node != nullptr; node = next_like(*node))
      if (attribute(*node, "id") == id) return xmlGetLineNo(node);
    return xmlGetLineNo(all);
  }

  /// What a unit registered should say what it asks for.
  void approved() {
    if (of_.requirements == nullptr) return;
    const xmlNode* node = child(root_, "approved");
    for (const ApprovedText& text : of_.approved) {
      std::vector<TextLine> lines;
      for (const std::string& paragraph : text.paragraphs)
        lines.push_back({.text = shown(text, pipeline::code_points(paragraph))});
      for (const auto& [id, finding] : check_requirements(*of_.requirements, lines, "")) {
        if (finding.verdict == pipeline::Verdict::met) continue;
        remark(xmlGetLineNo(node),
               {"备案文本本身不满足要素 " + id + "，照写的承诺书也会转人工。",
                "The registered wording does not meet " + id +
                    " itself: letters that keep it "
                    "will go to a person."},
               finding.advice);
      }
      node = next_like(*node);
    }
  }

  const Template& of_;
  const xmlNode& root_;
  std::vector<Remark> remarks_;
};

Remark remark_of(const pipeline::Error& error) {
  return {.line = 0, .what = error.message(), .remedy = error.advice(), .serious = true};
}

}  // namespace

std::vector<Remark> examine(const std::filesystem::path& file,
                            const std::filesystem::path& schemas) {
  const std::string bytes = pipeline::read_file(file);
  try {
    const XmlDocument document = parse_xml(file, bytes);
    std::vector<Remark> remarks;
    for (const XmlComplaint& complaint : complaints_of(schemas / "template.xsd", *document)) {
      const auto [what, remedy] = explained(complaint);
      remarks.push_back({complaint.line, what, remedy, true});
    }
    std::ranges::stable_sort(remarks, {}, &Remark::line);
    if (!remarks.empty() || is_plan(file)) return remarks;
    return Examiner(read_template(file, schemas), *xmlDocGetRootElement(document.get())).examine();
  } catch (const pipeline::Error& error) {
    return {remark_of(error)};
  }
}

}  // namespace chengnuo::templates
