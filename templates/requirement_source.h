#pragma once

// Private to this room: libxml2 is seen here.

#include <filesystem>
#include <string>

#include "templates/requirement_rules.h"
#include "templates/xml.h"

namespace chengnuo::templates {

/// The rules that a <requirements> element stands for, and the bytes of the files that they came
/// from besides the template's own.
struct RequirementSource {
  RequirementRules rules;
  std::string base_bytes;  ///< empty if there is no base
};

/// Puts the rules of base="FILE" before the element's own. FILE lies beside `file`, or else in
/// `schemas`, where the rules that come with the program lie.
/// Throws Error: fix_setup if it is missing or a rule is wrong, with the file and the line.
RequirementSource requirement_source(const xmlNode& requirements, const std::filesystem::path& file,
                                     const std::filesystem::path& schemas);

}  // namespace chengnuo::templates
