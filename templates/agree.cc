#include "templates/agree.h"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <set>
#include <string>

#include "pipeline/text.h"
#include "templates/match.h"
#include "templates/names.h"

namespace chengnuo::templates {
namespace {

using pipeline::Document;
using pipeline::Field;
using pipeline::FieldState;

/// The field if something was read there, else null.
Field* read_field(Document& document, const std::string& id) {
  const auto found = document.fields.find(id);
  return found == document.fields.end() || found->second.value.empty() ? nullptr : &found->second;
}

void forget_comparison(Document& document, double certain) {
  for (auto& [id, field] : document.fields) {
    if (field.state != FieldState::inconsistent) continue;
    field.state = field.confidence < certain ? FieldState::unreadable : FieldState::ok;
    field.advice = {};
  }
}

/// What two of the four places say alike; empty if no two do. A paper's seals count once.
std::string agreed_name(Document& form, Document& letter) {
  std::map<std::string, int> places;
  for (Document* document : {&form, &letter}) {
    if (const Field* name = read_field(*document, "enterprise_name")) ++places[name->value];
    std::set<std::string> on_seals;
    for (const auto& seal : document->seals)
      on_seals.insert(normal_enterprise_name(seal.seal.text));
    for (const std::string& name : on_seals)
      if (is_enterprise_name(name)) ++places[name];
  }
  const auto most =
      std::ranges::max_element(places, {}, [](const auto& place) { return place.second; });
  return most == places.end() || most->second < 2 ? std::string() : most->first;
}

/// An uncertain reading gives way to the name on which other places agree, if it can be a
/// misreading of it: 有限责任公司 for 有限公司 is none.
void give_way(Field& name, const std::string& agreed, double certain) {
  if (name.confidence >= certain || agreed.empty() || name.value == agreed) return;
  const bool other_engine = std::ranges::any_of(name.candidates, [&](const auto& reading) {
    return compare_names(reading.text, agreed) == Likeness::same;
  });
  const auto length = [](const std::string& text) {
    return static_cast<long>(pipeline::code_points(text).size());
  };
  const bool near = compare_names(name.value, agreed) == Likeness::near &&
                    std::abs(length(name.value) - length(agreed)) <= 1;
  if (!near && !other_engine) return;
  name.value = agreed;
  name.state = FieldState::ok;
  name.advice = {"此处读得不够确定，已按其他各处一致的名称认定。",
                 "Not read with certainty here: taken from the other places, which agree."};
}

/// Both are wrong in the same way only if both are wrong, and then seldom.
void corroborate(Field& one, Field& other, double certain) {
  constexpr double kSameMistake = 0.1;
  const double confidence = 1 - (1 - one.confidence) * (1 - other.confidence) * kSameMistake;
  for (Field* each : {&one, &other}) {
    if (each->state != FieldState::ok && each->state != FieldState::unreadable) continue;
    each->confidence = std::max(each->confidence, confidence);
    if (each->state != FieldState::unreadable || each->confidence < certain) continue;
    each->state = FieldState::ok;
    each->advice = {};
  }
}

void contradict(Field& one, const std::string& other, const std::string& where_zh,
                const std::string& where_en) {
  if (one.state == FieldState::invalid) return;
  one.state = FieldState::inconsistent;
  one.advice = {where_zh + "上是“" + other + "”，请对照两份原件核对。",
                "The " + where_en + " says " + other + ": compare it with both papers."};
}

void agree_or_contradict(Field& on_form, Field& on_letter, bool same, double certain) {
  if (same) {
    corroborate(on_form, on_letter, certain);
    return;
  }
  const std::string of_form = on_form.value;
  contradict(on_form, on_letter.value, "承诺书", "letter");
  contradict(on_letter, of_form, "申请表", "form");
}

void compare_enterprises(Document& form, Document& letter, double certain) {
  Field* on_form = read_field(form, "enterprise_name");
  Field* on_letter = read_field(letter, "enterprise_name");
  if (on_form == nullptr || on_letter == nullptr) return;
  const std::string agreed = agreed_name(form, letter);
  give_way(*on_form, agreed, certain);
  give_way(*on_letter, agreed, certain);
  agree_or_contradict(*on_form, *on_letter,
                      compare_names(on_form->value, on_letter->value) == Likeness::same, certain);
  const Field* former = read_field(form, "former_name");
  if (former != nullptr && compare_names(former->value, on_letter->value) == Likeness::same)
    on_letter->advice = {"承诺书使用的是申请表所填的曾用名“" + former->value +
                             "”，请核对更名证明，必要时请企业以现名重新签署。",
                         "The letter bears the former name that the form gives (" + former->value +
                             "): see the proof of the change, or have it signed anew."};
}

/// Whether a reading begins with the name, and what follows can be strokes of the signature, which
/// begins where the printed name ends.
bool begins_with(const std::string& reading, const std::string& name) {
  constexpr std::size_t kStrokes = 3;
  const std::u32string read = pipeline::code_points(reading);
  const std::u32string meant = pipeline::code_points(name);
  return read.starts_with(meant) && read.size() <= meant.size() + kStrokes;
}

/// Whether an uncertain reading of a person's name may be a misreading of `certain`: it or another
/// reading of the place begins so, or one character differs (of a name of two, one that looks
/// alike).
bool may_mean(const Field& uncertain, const std::string& certain) {
  if (begins_with(uncertain.value, certain)) return true;
  for (const pipeline::Reading& reading : uncertain.candidates)
    if (begins_with(pipeline::without_blanks(reading.text), certain)) return true;
  const std::u32string read = pipeline::code_points(uncertain.value);
  const std::u32string meant = pipeline::code_points(certain);
  if (read.size() != meant.size()) return false;
  return distance(read, meant) <= (meant.size() > 2 ? 1 : 0.4);
}

void compare_representatives(Document& form, Document& letter, double certain) {
  Field* on_form = read_field(form, "legal_representative");
  Field* on_letter = read_field(letter, "legal_representative");
  if (on_form == nullptr || on_letter == nullptr) return;
  const bool form_certain = on_form->confidence >= certain;
  const bool letter_certain = on_letter->confidence >= certain;
  if (form_certain != letter_certain) {
    Field& sure = form_certain ? *on_form : *on_letter;
    Field& doubtful = form_certain ? *on_letter : *on_form;
    if (may_mean(doubtful, sure.value)) doubtful.value = sure.value;
  }
  agree_or_contradict(*on_form, *on_letter, on_form->value == on_letter->value, certain);
}

/// Hints, no objections: the activity began in September 2010 (notice, first paragraph).
void look_at_dates(Document& document) {
  constexpr std::string_view kStart = "2010-09";
  for (const char* id : {"applied_on", "signed_on"}) {
    Field* date = read_field(document, id);
    if (date == nullptr || date->state != FieldState::ok || date->value >= kStart) continue;
    date->advice = {"早于承诺活动开始时间（2010年9月），请留意。",
                    "Before the activity began (September 2010)."};
  }
}

}  // namespace

void compare(Document& form, Document& letter, double certain) {
  forget_comparison(form, certain);
  forget_comparison(letter, certain);
  compare_enterprises(form, letter, certain);
  compare_representatives(form, letter, certain);
  look_at_dates(form);
  look_at_dates(letter);
}

}  // namespace chengnuo::templates
