#include "templates/approved.h"

#include "pipeline/text.h"

namespace chengnuo::templates {

std::string shown(const ApprovedText& text, std::u32string_view part) {
  std::string result;
  for (const char32_t sign : part) {
    if (!is_slot(sign)) {
      result += pipeline::utf8({&sign, 1});
      continue;
    }
    const std::string& field = text.slots.at(sign - kFirstSlot).field;
    result += field.empty() ? "____" : "{" + field + "}";
  }
  return result;
}

}  // namespace chengnuo::templates
