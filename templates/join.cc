#include "templates/join.h"

#include <algorithm>
#include <set>

#include "pipeline/text.h"
#include "templates/names.h"

namespace chengnuo::templates {
namespace {

using pipeline::Document;
using pipeline::DocumentKind;
using pipeline::Field;
using pipeline::FieldState;
using pipeline::Hold;
using pipeline::HoldFor;
using pipeline::Message;
using pipeline::Outcome;
using pipeline::Submission;

int count_of(const Submission& submission, DocumentKind kind) {
  return static_cast<int>(std::ranges::count(submission.documents, kind, &Document::kind));
}

const Field* field(const Document& document, const std::string& id) {
  const auto found = document.fields.find(id);
  return found == document.fields.end() || found->second.value.empty() ? nullptr : &found->second;
}

/// The best reading of a field over all papers: certain before uncertain, the form before the
/// letter.
std::string best_value(const Submission& submission, const std::string& id) {
  const Field* best = nullptr;
  for (const DocumentKind kind : {DocumentKind::form, DocumentKind::letter}) {
    for (const Document& document : submission.documents) {
      if (document.kind != kind) continue;
      const Field* found = field(document, id);
      if (found == nullptr) continue;
      const auto certain = [](const Field* f) { return f->state == FieldState::ok; };
      if (best == nullptr || (certain(found) && !certain(best))) best = found;
    }
  }
  return best == nullptr ? std::string() : best->value;
}

/// Every name that a paper of the submission gives its enterprise, seals included.
std::set<std::string> all_names(const Submission& submission) {
  std::set<std::string> names;
  for (const Document& document : submission.documents) {
    if (document.kind == DocumentKind::other) continue;
    for (const char* id : {"enterprise_name", "former_name"})
      if (const Field* name = field(document, id)) names.insert(name->value);
    for (const auto& seal : document.seals)
      if (const std::string text = normal_enterprise_name(seal.seal.text); is_enterprise_name(text))
        names.insert(text);
  }
  return names;
}

/// A name that was misread in one place is whole in one of its halves. The legal form says nothing.
std::vector<std::string> halves(const std::string& name) {
  const std::u32string core = pipeline::code_points(without_form(name));
  if (core.size() < 4) return {};
  const std::size_t middle = core.size() / 2;
  return {"head:" + pipeline::utf8(core.substr(0, middle)),
          "tail:" + pipeline::utf8(core.substr(middle))};
}

std::string date_of(const Submission& submission) {
  const std::string signed_on = best_value(submission, "signed_on");
  return signed_on.empty() ? best_value(submission, "applied_on") : signed_on;
}

bool is_certain(const Submission& submission, const std::string& id) {
  for (const Document& document : submission.documents)
    if (const Field* found = field(document, id);
        found != nullptr && found->state == FieldState::ok)
      return true;
  return false;
}

bool a_seal_bears(const Submission& submission, const std::string& name) {
  for (const Document& document : submission.documents)
    for (const auto& seal : document.seals)
      if (compare_names(seal.seal.text, name) == Likeness::same) return true;
  return false;
}

Hold missing(const Submission& submission, DocumentKind kind) {
  const bool form = kind == DocumentKind::form;
  const std::string of = submission.enterprise.empty() ? "" : "（" + submission.enterprise + "）";
  Hold hold;
  hold.for_whom = HoldFor::clerk;
  hold.reason = form ? Message{"缺申请表" + of + "。", "The application form is missing."}
                     : Message{"缺承诺书" + of + "。", "The commitment letter is missing."};
  hold.advice =
      form ? Message{"请扫描并放入该企业的申请表，系统会自动与承诺书合并；企业未交的，请通知企业补交。",
                     "Scan the enterprise's form and drop it in: it joins the letter by itself."}
           : Message{"请扫描并放入该企业的承诺书，系统会自动与申请表合并；企业未交的，请通知企业补交。",
                     "Scan the enterprise's letter and drop it in: it joins the form by itself."};
  return hold;
}

Hold more_than_one(DocumentKind kind, const Submission& submission) {
  const bool form = kind == DocumentKind::form;
  Hold hold;
  hold.for_whom = HoldFor::clerk;
  hold.reason = form ? Message{"同一企业有多份申请表。", "There is more than one application form."}
                     : Message{"同一企业有多份承诺书，内容不完全相同。",
                               "There is more than one commitment letter, and they differ."};
  hold.advice = {"请核对，只保留正确的一份。", "Compare them and keep the right one."};
  for (const Document& document : submission.documents)
    if (document.kind == kind && !document.pages.empty()) hold.page = document.pages.front();
  return hold;
}

}  // namespace

std::string enterprise_of(const Submission& submission) {
  const std::string named = best_value(submission, "enterprise_name");
  if (!named.empty()) return named;
  const auto names = all_names(submission);
  return names.size() == 1 ? *names.begin() : std::string();
}

std::string code_of(const Submission& submission) {
  for (const char* id : {"credit_code", "registration_number", "organisation_code"})
    if (const std::string code = best_value(submission, id); !code.empty()) return code;
  return {};
}

std::vector<std::string> partner_keys(const Submission& submission) {
  std::set<std::string> keys;
  for (const std::string& name : all_names(submission)) {
    keys.insert("name:" + name);
    for (std::string& half : halves(name)) keys.insert(std::move(half));
  }
  if (const std::string code = code_of(submission); !code.empty()) keys.insert("code:" + code);
  const std::string representative = best_value(submission, "legal_representative");
  const std::string date = date_of(submission);
  if (!representative.empty() && !date.empty())
    keys.insert("signed:" + representative + " " + date);
  return {keys.begin(), keys.end()};
}

namespace {

/// The same enterprise hands in anew what was returned to it.
bool is_handed_in_again(const Submission& submission, const Submission& returned) {
  const std::string code = best_value(submission, "credit_code");
  const std::string other_code = best_value(returned, "credit_code");
  if (!code.empty() && !other_code.empty()) return code == other_code;
  return compare_names(enterprise_of(submission), enterprise_of(returned)) == Likeness::same;
}

bool was_returned(const Submission& submission) {
  const auto is = [](const char* action) {
    return [action](const pipeline::Decision& each) { return each.action == action; };
  };
  const auto undone = [](const pipeline::Decision& each) {
    return each.action == "undo" && each.target == "return";
  };
  return std::ranges::count_if(submission.decisions, is("return")) >
         std::ranges::count_if(submission.decisions, undone);
}

/// What came after a return takes the place of what was returned; that stays, as a paper of which
/// nothing is asked.
void supersede(Submission& submission) {
  for (const DocumentKind kind : {DocumentKind::form, DocumentKind::letter}) {
    bool newer = false;
    for (Document& document : submission.documents) {
      if (document.kind != kind) continue;
      if (newer) {
        document.kind = DocumentKind::other;
        document.objections.clear();
        document.verdict = pipeline::DocumentVerdict::accepted;
      }
      newer = true;
    }
  }
}

}  // namespace

bool are_partners(const Submission& submission, const Submission& candidate) {
  if (candidate.state == pipeline::State::returned)
    return is_handed_in_again(submission, candidate);
  for (const DocumentKind kind : {DocumentKind::form, DocumentKind::letter})
    if (count_of(submission, kind) + count_of(candidate, kind) != 1) return false;

  const std::string name = enterprise_of(submission);
  const std::string other = enterprise_of(candidate);
  const std::string code = best_value(submission, "credit_code");
  const std::string other_code = best_value(candidate, "credit_code");
  if (!code.empty() && code == other_code) return true;
  const Likeness names = compare_names(name, other);
  if (names == Likeness::same) return true;
  // One that changed its name may sign under the old one; whether it may is for a person to say.
  if (compare_names(best_value(submission, "former_name"), other) == Likeness::same ||
      compare_names(best_value(candidate, "former_name"), name) == Likeness::same)
    return true;
  // A name that was misread: the representative is the same, and a seal says what the name should.
  const bool misread = names == Likeness::near || !is_certain(submission, "enterprise_name") ||
                       !is_certain(candidate, "enterprise_name");
  const bool same_person =
      compare_persons(best_value(submission, "legal_representative"),
                      best_value(candidate, "legal_representative")) != Likeness::different;
  return misread && same_person &&
         (a_seal_bears(submission, other) || a_seal_bears(candidate, name));
}

Outcome join(Submission& submission) {
  if (was_returned(submission)) supersede(submission);
  submission.enterprise = enterprise_of(submission);
  submission.credit_code = code_of(submission);
  Outcome outcome;
  const int forms = count_of(submission, DocumentKind::form);
  const int letters = count_of(submission, DocumentKind::letter);
  if (forms > 1) outcome.holds.push_back(more_than_one(DocumentKind::form, submission));
  if (letters > 1) outcome.holds.push_back(more_than_one(DocumentKind::letter, submission));
  if (forms == 0) outcome.holds.push_back(missing(submission, DocumentKind::form));
  if (letters == 0) outcome.holds.push_back(missing(submission, DocumentKind::letter));
  if (forms + letters >= 1) {
    outcome.awaiting = pipeline::Awaiting{.keys = partner_keys(submission),
                                          .accepts = [submission](const Submission& candidate) {
                                            return are_partners(submission, candidate);
                                          }};
  }
  return outcome;
}

}  // namespace chengnuo::templates
