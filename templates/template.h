#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "pipeline/finding.h"
#include "templates/approved.h"

namespace chengnuo::templates {

struct RequirementRules;

/// What a field's text must look like; validate.h knows the rule of each.
enum class FieldType {
  text,
  enterprise_name,
  person,
  credit_code,
  registration_number,
  organisation_code,
  date,   ///< a whole day
  month,  ///< a day, a month or a year
  phone,
  email,
  website,
  postcode,
  address,
  amount,
  count,
};

enum class Need {
  required,
  optional,
  later,  ///< filled in by others after intake: blank is right
};

/// The three numbers with a check digit.
bool is_code(FieldType type);

/// How much of a value is hidden when it leaves for the public.
enum class Mask { none, part, all };

struct FieldRule {
  std::string id;
  FieldType type = FieldType::text;
  Need need = Need::optional;
  std::string group;  ///< of the required fields of one group, one suffices
  std::string place;  ///< stands in this place rather than in a cell of its own
  Mask mask = Mask::none;
  std::vector<std::string> labels;  ///< the first is the name shown to people
};

/// A free cell, such as 企业声明, in which a date, a signature and a seal have their place.
struct PlaceRule {
  std::string id;
  std::vector<std::string> labels;
};

enum class SealOwner { enterprise, recommender, organiser };

struct SealRule {
  SealOwner of = SealOwner::enterprise;
  Need need = Need::required;
  std::string place;  ///< empty: anywhere on the paper
};

struct SignatureRule {
  std::string role;
  Need need = Need::required;
  std::string place;
  std::vector<std::string> labels;
};

/// One kind of paper, as its XML file says (docs/templates.md).
struct Template {
  std::string id;
  pipeline::DocumentKind kind = pipeline::DocumentKind::other;
  std::string version;
  std::string activity;
  std::string subtitle;     ///< of the activity, such as 第二批; may be empty
  std::string valid_from;   ///< ISO 8601 day; empty: from always
  std::string valid_until;  ///< the last day; empty: for ever
  std::vector<std::string> titles;
  std::vector<std::string> phrases;  ///< by which it is known when its title cannot be read
  std::vector<PlaceRule> places;
  std::vector<FieldRule> fields;
  /// What the paper must say; null if the template asks for nothing. Shared by the template's
  /// copies, since it is big and never changes.
  std::shared_ptr<const RequirementRules> requirements;
  std::vector<ApprovedText> approved;  ///< of a letter: one of these it should say; empty: any
  std::vector<SealRule> seals;
  std::vector<SignatureRule> signatures;
  std::filesystem::path file;
  std::string digest;  ///< SHA-256 of the file and the rules that it builds on, hex
};

/// The rule of this field, or null.
const FieldRule* find_field(const Template& of, const std::string& id);

/// Reads one template file and checks it against template.xsd, which lies in `schemas`.
/// Throws Error: fix_setup with the line and what is wrong there.
Template read_template(const std::filesystem::path& file, const std::filesystem::path& schemas);

}  // namespace chengnuo::templates
