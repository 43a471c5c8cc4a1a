#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "templates/plan.h"
#include "templates/template.h"

namespace chengnuo::templates {

/// The templates that this house uses. A folder holds the general ones and template.xsd; a
/// sub-folder named after a unit holds that unit's own, which then serve in place of the general
/// ones of the same kind, and its working plans. Read once at start-up, const after, so any thread
/// may use it.
class Catalogue {
 public:
  /// Throws Error: fix_setup if a file breaks the schema, if two have one id, if a plan binds a
  /// template that is not there, or if there is none at all.
  explicit Catalogue(const std::filesystem::path& folder);

  /// Adds the templates of another folder of the same shape, such as the home's own; the schema
  /// stays the first folder's. Of two with the same id and unit, the one added last serves.
  void add(const std::filesystem::path& folder);

  /// Adds one template of a unit, for a trial.
  void add_file(const std::filesystem::path& file, const std::string& unit);

  /// The templates that a paper of this unit may follow which came in on `day` (ISO 8601; empty:
  /// whenever). Of each kind: those that the unit's working plan of that day binds, else the unit's
  /// own, else the general ones; and among them those in force on that day, if there are any. What
  /// is not in force is still known by its title, so that a person is told.
  std::vector<const Template*> of_unit(const std::string& unit, const std::string& day = {}) const;

  /// By id, the unit's own first; null if there is none.
  const Template* find(const std::string& id, const std::string& unit) const;

  /// All, with the unit that each belongs to (empty: general).
  struct Entry {
    std::string unit;
    Template content;
  };
  const std::vector<Entry>& entries() const { return entries_; }
  const std::vector<Plan>& plans() const { return plans_; }

 private:
  void add_folder(const std::filesystem::path& folder, const std::string& unit);
  void require_bound_templates(const Plan& plan) const;
  std::vector<const Template*> of_kind(pipeline::DocumentKind kind, const std::string& unit,
                                       const std::string& day) const;

  std::filesystem::path schemas_;
  std::vector<Entry> entries_;
  std::vector<Plan> plans_;
};

}  // namespace chengnuo::templates
