#pragma once

#include <string>
#include <string_view>

#include "pipeline/database.h"
#include "pipeline/submission.h"

namespace chengnuo::archive {

/// How 档号 are built (DA/T 13-2022, 归档文件: parts joined by "-", parts of one level by "·").
/// Known parts: {fonds} 全宗号, {category} 门类, {year} 年度, {retention} 保管期限, {unit} 机构,
/// {number} 件号, which must come last. The default gives "J001-WS·2025-D30-KJS-0001".
struct CodePattern {
  std::string pattern = "{fonds}-{category}·{year}-{retention}-{unit}-{number}";
  std::string fonds = "J001";
  std::string category = "WS";
  std::string retention = "D30";  ///< "Y" for ever, "D30", "D10": 国家档案局令第8号
  int digits = 4;                 ///< of the number; more are used when they do not suffice
};

/// What every code of this unit and year begins with. In a unit's name all but letters, digits and
/// Han characters is left out, since "-" and "·" have their meaning in a code.
/// Throws Error: fix_setup if the pattern names an unknown part or does not end in {number}.
std::string code_prefix(const CodePattern& pattern, std::string_view unit, int year);
std::string code_with_number(const CodePattern& pattern, const std::string& prefix,
                             std::int64_t number);

/// The calendar year of a moment in China (UTC+8, no summer time).
int year_in_china(pipeline::Time time);

/// A 档号 that a submission has for ever.
struct AssignedCode {
  std::string code;
  pipeline::Time at;  ///< when it was assigned: the record's time of filing
};

/// Hands out running numbers, one after the other without a gap. In one transaction, so that no
/// number is given twice and no submission gets two, whatever is killed when.
class ArchiveCodes {
 public:
  ArchiveCodes(pipeline::Database& database, CodePattern pattern);

  /// The submission's code; the same each time.
  AssignedCode assign(const std::string& submission, std::string_view unit);

  /// Takes over the code of a record that is in the archive but not in the database: after the
  /// database was lost. Numbers given later are larger.
  void adopt(const std::string& submission, const std::string& code, pipeline::Time at);

  /// Whether any code was ever given.
  bool any() const;

  const CodePattern& pattern() const { return pattern_; }

 private:
  pipeline::Database& database_;
  CodePattern pattern_;
};

}  // namespace chengnuo::archive
