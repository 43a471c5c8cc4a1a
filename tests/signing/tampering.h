#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace chengnuo::signing::tests {

/// Ways in which somebody could alter a PDF, on its bytes.

/// Replaces the first occurrence from `from` on; fails the test if there is none.
std::string replaced(std::string bytes, const std::string& old_text, const std::string& new_text,
                     std::size_t from = 0);

/// The objects of an update, by number.
struct NewObject {
  std::uint32_t number;
  std::string value;
};

/// Appends a well-formed incremental update with these objects. `trailer_extra` goes into its
/// trailer.
std::string with_update(const std::string& pdf, const std::vector<NewObject>& objects,
                        const std::string& trailer_extra = "");

/// The value of an object, as it stands last in the file.
std::string value_of(const std::string& pdf, std::uint32_t number);
/// One more than the highest object number.
std::uint32_t size_of(const std::string& pdf);

}  // namespace chengnuo::signing::tests
