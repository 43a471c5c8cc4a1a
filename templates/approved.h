#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace chengnuo::templates {

/// A place in an approved text that each enterprise fills in.
struct ApprovedSlot {
  std::string field;      ///< whose value belongs there; empty: any words
  std::size_t most = 30;  ///< characters that any words may have
};

/// The wording of a letter that a unit registered (承诺书备案文本): <approved> of a template.
struct ApprovedText {
  std::string name;                     ///< for people; may be empty
  std::vector<std::string> paragraphs;  ///< a slot stands in them as slot_sign of its number
  std::vector<ApprovedSlot> slots;
};

/// The character that stands for a slot: from Unicode's private use area, so that no text has it.
constexpr char32_t kFirstSlot = 0xE000;
constexpr std::size_t kMostSlots = 200;
inline char32_t slot_sign(std::size_t number) { return kFirstSlot + static_cast<char32_t>(number); }
inline bool is_slot(char32_t sign) { return sign >= kFirstSlot && sign < kFirstSlot + kMostSlots; }

/// As people read it: {enterprise_name} where a slot stands, ____ for any words.
std::string shown(const ApprovedText& text, std::u32string_view part);

}  // namespace chengnuo::templates
