#include <algorithm>
#include <set>

#include "templates/judge.h"
#include "templates/objections.h"

namespace chengnuo::templates {
namespace {

using pipeline::Document;
using pipeline::Field;
using pipeline::FieldState;
using pipeline::Message;

class FieldJudge {
 public:
  explicit FieldJudge(const Judged& paper)
      : paper_(paper), document_(paper.document), of_(paper.of) {}

  Objections judge() {
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
    for (const FieldRule& rule : of_.fields)
      if (rule.need != Need::required && paper_.settings.also_required.contains(rule.id))
        field(rule);
    return std::move(objections_);
  }

 private:
  void object(Message reason, Message advice, int page, const pipeline::Box& box,
              bool for_enterprise) {
    objections_.push_back({std::move(reason), std::move(advice), page, box, for_enterprise});
  }

  int first_page() const { return paper_.first_page(); }

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

  const Judged& paper_;
  const Document& document_;
  const Template& of_;
  Objections objections_;
};

}  // namespace

Objections objections_to_fields(const Judged& paper) { return FieldJudge(paper).judge(); }

}  // namespace chengnuo::templates
