#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace chengnuo::templates {

/// A template that a working plan binds.
struct BoundTemplate {
  std::string id;
  std::string version;  ///< empty: whichever the unit has
};

/// A unit's working plan (工作方案), which the notice wants put on record with the Activity Office
/// (工信部科[2011]366号, part 四(一)): whose papers follow which templates, and when.
struct Plan {
  std::string id;
  std::string unit;           ///< the folder in which it lies
  std::string name;           ///< 大连市质量信誉承诺活动工作方案
  std::string number;         ///< 文号; may be empty
  std::string registered_on;  ///< ISO 8601 day of 备案
  std::string valid_from;     ///< ISO 8601 day; empty: from always
  std::string valid_until;    ///< the last day; empty: for ever
  std::vector<BoundTemplate> templates;
  std::filesystem::path file;
  std::string digest;  ///< SHA-256 of the file, hex
};

/// True if the file's root element is <plan>. Throws Error: fix_setup if it is no XML.
bool is_plan(const std::filesystem::path& file);

/// Reads a <plan> file and checks it against template.xsd, which lies in `schemas`.
/// Throws Error: fix_setup with the line and what is wrong there.
Plan read_plan(const std::filesystem::path& file, const std::filesystem::path& schemas);

/// Whether something with these bounds is in force on a day; all ISO 8601, an empty day always is.
bool is_in_force(const std::string& valid_from, const std::string& valid_until,
                 const std::string& day);

}  // namespace chengnuo::templates
