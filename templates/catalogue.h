#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "templates/template.h"

namespace chengnuo::templates {

/// The templates that this house uses. A folder holds the general ones and template.xsd; a
/// sub-folder named after a unit holds that unit's own, which then serve in place of the general
/// ones of the same kind. Read once at start-up, const after, so any thread may use it.
class Catalogue {
 public:
  /// Throws Error: fix_setup if a file breaks the schema, if two have one id, or if none is there.
  explicit Catalogue(const std::filesystem::path& folder);

  /// Adds the templates of another folder of the same shape, such as the home's own; the schema
  /// stays the first folder's. Of two with the same id and unit, the one added last serves.
  void add(const std::filesystem::path& folder);

  /// The templates that a paper of this unit may follow.
  std::vector<const Template*> of_unit(const std::string& unit) const;

  /// By id, the unit's own first; null if there is none.
  const Template* find(const std::string& id, const std::string& unit) const;

  /// All, with the unit that each belongs to (empty: general).
  struct Entry {
    std::string unit;
    Template content;
  };
  const std::vector<Entry>& entries() const { return entries_; }

 private:
  void add_folder(const std::filesystem::path& folder, const std::string& unit);

  std::filesystem::path schemas_;
  std::vector<Entry> entries_;
};

}  // namespace chengnuo::templates
