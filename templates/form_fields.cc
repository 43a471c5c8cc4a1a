#include <algorithm>

#include "pipeline/text.h"
#include "templates/dates.h"
#include "templates/fields.h"
#include "templates/validate.h"
#include "templates/value.h"

namespace chengnuo::templates {
namespace {

using pipeline::Field;
using pipeline::FieldState;
using pipeline::Message;

bool names(const Slot& slot, const std::string& id) {
  return slot.id == id || std::ranges::find(slot.others, id) != slot.others.end();
}

/// Of a label that names several fields, the one whose rule its value keeps.
const std::string& meant_by(const Template& of, const Slot& slot) {
  if (slot.others.empty()) return slot.id;
  const std::string raw = field_of(slot.bits, slot.page).raw;
  const auto keeps = [&](const std::string& id) {
    const FieldRule* rule = find_field(of, id);
    return rule != nullptr && meaning_of(rule->type, raw).state == FieldState::ok;
  };
  if (keeps(slot.id)) return slot.id;
  const auto other = std::ranges::find_if(slot.others, keeps);
  return other == slot.others.end() ? slot.id : *other;
}

/// Words may go on in the line below; numbers and dates do not.
bool may_wrap(FieldType type) {
  return type == FieldType::text || type == FieldType::address ||
         type == FieldType::enterprise_name;
}

Field read_slot(const Slot& slot, const FieldRule& rule, double certain) {
  std::vector<Bit> bits = slot.bits;
  if (may_wrap(rule.type) && !bits.empty())
    bits.insert(bits.end(), slot.below.begin(), slot.below.end());
  Field field = read_value(bits, slot.page, rule, slot.unit, certain);
  if (field.box.width == 0) field.box = slot.box;
  if (field.state == FieldState::empty && slot.stray_ink) {
    field.state = FieldState::unreadable;
    field.advice = {"栏内有笔迹但未能识别，请对照原件填写。",
                    "There is ink in the cell that could not be read: enter it from the paper."};
  }
  return field;
}

/// The better of two slots for one field: ruled before unruled, filled in before empty, a certain
/// label before a misread one.
bool better(const Slot& one, const Slot& other) {
  if (one.bits.empty() != other.bits.empty()) return other.bits.empty();
  if (one.ruled != other.ruled) return one.ruled;
  return one.cost < other.cost;
}

const Slot* best_slot(const Template& of, const std::vector<Slot>& slots, const std::string& id) {
  const Slot* best = nullptr;
  for (const Slot& slot : slots) {
    if (!names(slot, id) || meant_by(of, slot) != id) continue;
    if (best == nullptr || better(slot, *best)) best = &slot;
  }
  return best;
}

/// A date with a place: in that place's free cell, else behind a label of its own (填表日期).
Field placed_date(const std::vector<Slot>& slots, const FieldRule& rule, double certain) {
  Field found;
  for (const Slot& slot : slots) {
    if (slot.id != rule.place) continue;
    Field field = date_in(slot.bits, slot.page, rule, certain);
    if (field.box.width == 0) field.box = slot.box;
    if (found.page == 0 || found.state == FieldState::empty) found = std::move(field);
  }
  if (found.state != FieldState::empty) return found;
  for (const Slot& slot : slots) {
    if (slot.id != rule.id) continue;
    Field field = read_slot(slot, rule, certain);
    if (field.state != FieldState::empty || found.page == 0) found = std::move(field);
  }
  return found;
}

}  // namespace

bool looks_like_date(std::u32string_view text) {
  const auto has = [&](char32_t c) { return text.find(c) != std::u32string_view::npos; };
  return has(U'年') + has(U'月') + has(U'日') >= 2;
}

Field date_in(const std::vector<Bit>& bits, int page, const FieldRule& rule, double certain) {
  Field field;
  field.page = page;
  for (auto bit = bits.rbegin(); bit != bits.rend(); ++bit) {
    const std::u32string text = text_of(*bit);
    const auto dates = find_dates(text);
    if (!dates.empty()) {
      const WrittenDate& last = dates.back();
      return read_value({{bit->line, bit->begin + last.begin, bit->begin + last.end}}, page, rule,
                        {}, certain);
    }
    if (looks_like_date(text) && !is_blank_date(text) && text.size() <= 20) {
      field = field_of({*bit}, page);
      field.state = FieldState::unreadable;
      field.advice = {"日期未能识别，请对照原件填写，例如 2011年7月25日。",
                      "The date could not be read: enter it from the paper, such as 2011-07-25."};
      return field;
    }
  }
  return field;
}

Fields form_fields(const Template& of, const std::vector<Slot>& slots, double certain) {
  Fields fields;
  for (const FieldRule& rule : of.fields) {
    if (!rule.place.empty()) {
      Field field = placed_date(slots, rule, certain);
      if (field.page != 0 || rule.need == Need::required) fields[rule.id] = std::move(field);
    } else if (const Slot* slot = best_slot(of, slots, rule.id)) {
      fields[rule.id] = read_slot(*slot, rule, certain);
    } else if (rule.need == Need::required && rule.group.empty()) {
      fields[rule.id] = {};
    }
  }
  for (const FieldRule& rule : of.fields) {  // of a group, its first stands for all that are absent
    if (rule.need != Need::required || rule.group.empty()) continue;
    const auto there = [&](const FieldRule& other) {
      return other.group == rule.group && fields.contains(other.id);
    };
    if (std::ranges::none_of(of.fields, there)) fields[rule.id] = {};
  }
  return fields;
}

}  // namespace chengnuo::templates
