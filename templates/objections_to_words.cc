#include <algorithm>

#include "templates/objections.h"
#include "templates/requirement_rules.h"

namespace chengnuo::templates {
namespace {

using pipeline::DocumentKind;
using pipeline::Message;

Message name_of_requirement(const Template& of, const std::string& id) {
  if (of.requirements == nullptr) return {id, id};
  const auto& rules = of.requirements->requirements;
  const auto rule = std::ranges::find(rules, id, &RequirementRule::id);
  return rule == rules.end() ? Message{id, id} : rule->name;
}

Message difference(const pipeline::WordingPiece& piece) {
  const std::string& wanted = piece.approved;
  const std::string& read = piece.read;
  if (read.empty())
    return {"备案文本中的“" + wanted + "”未见：" + piece.reason.zh,
            "The registered \"" + wanted + "\" is not there: " + piece.reason.en};
  if (wanted.empty())
    return {"多出“" + read + "”：" + piece.reason.zh,
            "\"" + read + "\" was added: " + piece.reason.en};
  return {"备案文本为“" + wanted + "”，此处为“" + read + "”：" + piece.reason.zh,
          "\"" + wanted + "\" is registered, here it says \"" + read + "\": " + piece.reason.en};
}

}  // namespace

Objections objections_to_requirements(const Judged& paper) {
  Objections all;
  if (paper.of.kind == DocumentKind::letter && paper.document.requirements.empty()) {
    all.push_back(
        {{"承诺书内容未经核查。", "What the letter says was not checked."},
         {"请管理员在承诺书模板中写明承诺要素（requirements）；此前请人工核对正文。",
          "The administrator must give the letter's template its requirements; until then read "
          "the letter yourself."},
         paper.first_page(),
         {},
         false});
  }
  for (const auto& [id, requirement] : paper.document.requirements) {
    if (requirement.verdict == pipeline::Verdict::met) continue;
    const bool sure = requirement.verdict == pipeline::Verdict::missing ||
                      requirement.verdict == pipeline::Verdict::contradicted;
    const pipeline::Evidence at =
        requirement.evidence.empty() ? pipeline::Evidence{} : requirement.evidence.front();
    const Message name = name_of_requirement(paper.of, id);
    all.push_back(
        {{"承诺书未满足“" + name.zh + "”的要求。", "The letter does not meet: " + name.en + "."},
         otherwise(requirement.advice,
                   {"请核对承诺书正文；确实缺少的，请企业补充后重新签署。",
                    "Check the letter; what it lacks the enterprise must add and sign again."}),
         at.page == 0 ? paper.first_page() : at.page,
         at.box,
         sure});
  }
  return all;
}

/// One objection for each difference; of many, one for all.
Objections objections_to_wording(const Judged& paper) {
  Objections all;
  constexpr std::ptrdiff_t kMany = 8;
  const auto many =
      std::ranges::count_if(paper.document.wording, &pipeline::WordingPiece::for_person);
  const Message advice = {"请对照备案文本决定；确系改动的，请企业按备案文本重新签署。",
                          "Compare it with the registered wording; if it was altered, the "
                          "enterprise must sign the registered one."};
  for (const pipeline::WordingPiece& piece : paper.document.wording) {
    if (!piece.for_person) continue;
    const int page = piece.page == 0 ? paper.first_page() : piece.page;
    if (many > kMany) {
      const std::string count = std::to_string(many);
      all.push_back({{"承诺书与备案文本有 " + count + " 处不同。",
                      "The letter differs from the registered wording in " + count + " places."},
                     advice,
                     page,
                     piece.box,
                     false});
      return all;
    }
    all.push_back({difference(piece), advice, page, piece.box, false});
  }
  return all;
}

}  // namespace chengnuo::templates
