#include "templates/judge.h"

#include <algorithm>
#include <iterator>
#include <set>

#include "templates/places.h"
#include "templates/requirement_rules.h"
#include "templates/seals.h"
#include "templates/sort.h"
#include "templates/titles.h"

namespace chengnuo::templates {
namespace {

using pipeline::Document;
using pipeline::DocumentKind;
using pipeline::DocumentVerdict;
using pipeline::Field;
using pipeline::FieldState;
using pipeline::Message;
using pipeline::Objection;

const char* paper_zh(DocumentKind kind) {
  return kind == DocumentKind::letter ? "承诺书" : "申请表";
}
const char* paper_en(DocumentKind kind) { return kind == DocumentKind::letter ? "letter" : "form"; }

class Judge {
 public:
  Judge(Document& document, const Template& of, const Sheet& sheet)
      : document_(document),
        of_(of),
        sheet_(sheet),
        places_(find_places(of, find_slots(of, sheet))) {}

  void judge() {
    document_.objections.clear();
    pages();
    title();
    fields();
    requirements();
    wording();
    seals();
    signatures();
  }

 private:
  void object(Message reason, Message advice, int page, const pipeline::Box& box,
              bool for_enterprise) {
    document_.objections.push_back(
        {std::move(reason), std::move(advice), page, box, for_enterprise});
  }

  int first_page() const { return document_.pages.empty() ? 0 : document_.pages.front(); }

  void pages() {
    for (const SheetPage& page : sheet_) {
      // What a reader noticed, scripts in a PDF or a damaged file, is for a person to weigh.
      for (const Message& notice : page.page->notices)
        object(notice, {"请查看该页后决定。", "Look at the page and decide."}, page.number, {},
               false);
      if (!page.page->unreadable) continue;
      object({"第 " + std::to_string(page.number) + " 页无法读取。",
              "Page " + std::to_string(page.number) + " could not be read."},
             {"请重新扫描该页（彩色，300 dpi）。", "Scan the page again (colour, 300 dpi)."},
             page.number, {}, false);
    }
  }

  void title() {
    const auto title = sheet_.empty() ? std::nullopt : find_title(of_, *sheet_.front().page);
    if (title && title->cost <= 1) return;
    if (title && is_built_as(of_, *sheet_.front().page)) return;  // both say the same
    object({std::string("标题未能确认，按内容判断为") + paper_zh(of_.kind) + "。",
            std::string("The title was not read with certainty; by its content this is a ") +
                paper_en(of_.kind) + "."},
           {"请确认文件类型。", "Confirm what kind of paper it is."}, first_page(), {}, false);
  }

  void fields() {
    std::set<std::string> groups;
    for (const FieldRule& rule : of_.fields) {
      if (rule.need != Need::required) continue;
      if (rule.group.empty()) {
        field(rule);
      } else if (groups.insert(rule.group).second) {
        group(rule.group);
      }
    }
    // What nobody has to fill in may be left or doubtful, but a number or a name must not be wrong.
    for (const FieldRule& rule : of_.fields) {
      const auto found = document_.fields.find(rule.id);
      if (rule.need == Need::required || found == document_.fields.end()) continue;
      const FieldState state = found->second.state;
      if (state == FieldState::inconsistent || (state == FieldState::invalid && is_code(rule.type)))
        field(rule);
    }
  }

  bool is_fine(const std::string& id) const {
    const auto found = document_.fields.find(id);
    return found != document_.fields.end() && found->second.state == FieldState::ok;
  }

  /// One of a group suffices, but none of them may be wrong.
  void group(const std::string& name) {
    const FieldRule* worst = nullptr;
    bool fine = false;
    for (const FieldRule& rule : of_.fields) {
      if (rule.group != name) continue;
      const auto found = document_.fields.find(rule.id);
      fine = fine || is_fine(rule.id);
      if (found == document_.fields.end()) continue;
      const FieldState state = found->second.state;
      if (state == FieldState::invalid || state == FieldState::inconsistent) {
        field(rule);
        return;
      }
      if (!is_fine(rule.id) && (worst == nullptr || state == FieldState::unreadable)) worst = &rule;
    }
    if (!fine && worst != nullptr) field(*worst);
  }

  void field(const FieldRule& rule) {
    const auto found = document_.fields.find(rule.id);
    const Field field = found == document_.fields.end() ? Field{} : found->second;
    const std::string zh = "“" + shown_name(of_, rule.id) + "”";
    const std::string& en = rule.id;
    const int page = field.page == 0 ? first_page() : field.page;
    switch (field.state) {
      case FieldState::ok:
        return;
      case FieldState::empty:
        if (field.page == 0) {
          object({"没有找到" + zh + "一栏。", "The paper has no " + en + "."},
                 {"请对照原件查找并填写；原件确无此项的，请企业补充。",
                  "Look for it on the paper and enter it; if it is not there, the enterprise must "
                  "add it."},
                 page, {}, false);
        } else {
          object({zh + "未填写。", "The field " + en + " was left empty."},
                 {"请企业补填后重新提交。", "The enterprise must fill it in and hand it in again."},
                 page, field.box, true);
        }
        return;
      case FieldState::none:
        object(
            {zh + "填写为“无”，但此项必填。", "The field " + en + " says none, but is required."},
            {"请企业补填后重新提交。", "The enterprise must fill it in and hand it in again."},
            page, field.box, true);
        return;
      case FieldState::unreadable:
        object({zh + "未能确认。", "The field " + en + " was not read with certainty."},
               otherwise(field.advice, {"请对照原件核对并更正。", "Compare it with the paper."}),
               page, field.box, false);
        return;
      case FieldState::invalid:
        object({zh + "不符合规则。", "The field " + en + " breaks its rule."},
               otherwise(field.advice, {"请对照原件核对并更正。", "Compare it with the paper."}),
               page, field.box, false);
        return;
      case FieldState::inconsistent:
        object({zh + "与另一处不一致。", "The field " + en + " differs from another place."},
               otherwise(field.advice, {"请对照两份原件核对。", "Compare it with both papers."}),
               page, field.box, false);
        return;
    }
  }

  static Message otherwise(const Message& advice, Message instead) {
    return advice.empty() ? std::move(instead) : advice;
  }

  Message name_of_requirement(const std::string& id) const {
    if (of_.requirements == nullptr) return {id, id};
    const auto& rules = of_.requirements->requirements;
    const auto rule = std::ranges::find(rules, id, &RequirementRule::id);
    return rule == rules.end() ? Message{id, id} : rule->name;
  }

  void requirements() {
    if (of_.kind == DocumentKind::letter && document_.requirements.empty()) {
      object({"承诺书内容未经核查。", "What the letter says was not checked."},
             {"请管理员在承诺书模板中写明承诺要素（requirements）；此前请人工核对正文。",
              "The administrator must give the letter's template its requirements; until then read "
              "the letter yourself."},
             first_page(), {}, false);
    }
    for (const auto& [id, requirement] : document_.requirements) {
      if (requirement.verdict == pipeline::Verdict::met) continue;
      const bool sure = requirement.verdict == pipeline::Verdict::missing ||
                        requirement.verdict == pipeline::Verdict::contradicted;
      const pipeline::Evidence at =
          requirement.evidence.empty() ? pipeline::Evidence{} : requirement.evidence.front();
      const Message name = name_of_requirement(id);
      object(
          {"承诺书未满足“" + name.zh + "”的要求。", "The letter does not meet: " + name.en + "."},
          otherwise(requirement.advice,
                    {"请核对承诺书正文；确实缺少的，请企业补充后重新签署。",
                     "Check the letter; what it lacks the enterprise must add and sign again."}),
          at.page == 0 ? first_page() : at.page, at.box, sure);
    }
  }

  /// One objection for each difference; of many, one for all.
  void wording() {
    constexpr std::ptrdiff_t kMany = 8;
    const auto many = std::ranges::count_if(document_.wording, &pipeline::WordingPiece::for_person);
    const Message advice = {"请对照备案文本决定；确系改动的，请企业按备案文本重新签署。",
                            "Compare it with the registered wording; if it was altered, the "
                            "enterprise must sign the registered one."};
    for (const pipeline::WordingPiece& piece : document_.wording) {
      if (!piece.for_person) continue;
      const int page = piece.page == 0 ? first_page() : piece.page;
      if (many > kMany) {
        const std::string count = std::to_string(many);
        object({"承诺书与备案文本有 " + count + " 处不同。",
                "The letter differs from the registered wording in " + count + " places."},
               advice, page, piece.box, false);
        return;
      }
      object(difference(piece), advice, page, piece.box, false);
    }
  }

  static Message difference(const pipeline::WordingPiece& piece) {
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

  std::string enterprise() const {
    const auto name = document_.fields.find("enterprise_name");
    return name == document_.fields.end() ? std::string() : name->second.value;
  }

  void seals() {
    for (const SealRule& rule : of_.seals) {
      if (rule.need != Need::required || rule.of != SealOwner::enterprise) continue;
      const auto place = places_.find(rule.place);
      const auto* seal = seal_for(rule, document_.seals, places_, enterprise());
      if (seal == nullptr) {
        const bool placed = place != places_.end();
        object({std::string(paper_zh(of_.kind)) + "上未检出企业公章图像。",
                std::string("No image of the enterprise's seal was found on the ") +
                    paper_en(of_.kind) + "."},
               {"请确认已加盖企业公章，并以彩色 300 dpi 重新扫描；未盖章的，请企业盖章。",
                "Make sure that it is sealed and scan it again in colour at 300 dpi."},
               placed ? place->second.page : first_page(),
               placed ? place->second.box : pipeline::Box{}, true);
        continue;
      }
      std::ranges::move(objections_to(*seal, enterprise()),
                        std::back_inserter(document_.objections));
    }
  }

  /// A person's seal, square or oblong, in a signature's place.
  bool name_seal_at(const pipeline::Signature& signature) const {
    return std::ranges::any_of(document_.seals, [&](const pipeline::PlacedSeal& placed) {
      return placed.page == signature.page && placed.seal.shape == pipeline::SealShape::square &&
             share_inside(placed.seal.box, signature.box) > 0.5;
    });
  }

  void signatures() {
    for (const SignatureRule& rule : of_.signatures) {
      if (rule.need != Need::required) continue;
      const auto signature =
          std::ranges::find(document_.signatures, rule.role, &pipeline::Signature::role);
      if (signature != document_.signatures.end() && signature->present) continue;
      const bool placed = signature != document_.signatures.end() && signature->page != 0;
      if (placed && name_seal_at(*signature)) {
        object({"签字处检出人名章图像，未检出签字笔迹。",
                "A name seal was found where the signature belongs, but no handwriting."},
               {"承诺书要求法定代表人签署，请确认是否接受人名章；不接受的，请补签。",
                "The representative should sign by hand: decide whether the name seal will do."},
               signature->page, signature->box, false);
        continue;
      }
      object({std::string(paper_zh(of_.kind)) + "上未检出法定代表人的签字笔迹。",
              std::string("No signature of the legal representative was found on the ") +
                  paper_en(of_.kind) + "."},
             {"请对照原件确认；未签字的，请法定代表人签字后重新提交。",
              "Confirm against the paper; if it is not signed, the representative must sign it."},
             placed ? signature->page : first_page(), placed ? signature->box : pipeline::Box{},
             true);
    }
  }

  Document& document_;
  const Template& of_;
  const Sheet& sheet_;
  std::map<std::string, Spread> places_;
};

}  // namespace

std::string shown_name(const Template& of, const std::string& field) {
  const FieldRule* rule = find_field(of, field);
  return rule == nullptr || rule->labels.empty() ? field : rule->labels.front();
}

DocumentVerdict verdict_of(const Document& document, bool readable) {
  if (document.objections.empty()) return DocumentVerdict::accepted;
  if (!readable) return DocumentVerdict::unreadable;
  const bool correct = std::ranges::any_of(document.objections, &Objection::for_enterprise);
  return correct ? DocumentVerdict::needs_correction : DocumentVerdict::needs_review;
}

void judge(Document& document, const Template& of, const Sheet& sheet) {
  Judge(document, of, sheet).judge();
  const bool readable =
      std::ranges::any_of(sheet, [](const SheetPage& page) { return !page.page->lines.empty(); });
  document.verdict = verdict_of(document, readable);
}

}  // namespace chengnuo::templates
