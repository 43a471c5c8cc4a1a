#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "archive/catalogue.h"
#include "archive/four_properties.h"
#include "archive/object_store.h"
#include "pipeline/database.h"

namespace chengnuo::archive {

// 长期保存检测: every record is read again from the disk once in a while, so that what decays is
// found while the other location still has it whole.

/// What an inspection of one record came to.
struct Inspected {
  Listed record;
  std::vector<PropertyItem> items;                    ///< after repairs
  std::vector<LocationFault> faults;                  ///< what was not whole in some location
  std::int64_t bytes = 0;                             ///< that were read, in all locations
  pipeline::State state = pipeline::State::archived;  ///< of the submission, as the record has it
};

/// Does the register tell of decisions, receipts or a state that the record does not have yet?
bool is_behind(const Record& record, const pipeline::Submission& now);

/// Repairs what is not whole from a location that has it (retrieve.h), then examines the four
/// properties. A record that cannot be read fails Z1.
/// Throws Error: retry, fix_setup if a location cannot be written.
Inspected inspect(ObjectStore& store, const Listed& record, const OutsideChecks& outside);

/// How the inspections of an archive stand.
struct InspectionSummary {
  std::int64_t records = 0;    ///< latest versions
  std::int64_t inspected = 0;  ///< of them, as they are now
  std::int64_t faulty = 0;
  std::optional<pipeline::Time> oldest;  ///< when the one that was looked at longest ago was
};

/// A record whose last inspection found a fault.
struct Faulty {
  std::string code;
  std::string failed;  ///< failed_codes
  pipeline::Time at;
};

/// Which records were inspected when, and with what result, in the archive's database. What is lost
/// with it is found again by looking. Throws Error: retry, fix_setup. May be used from any thread.
class Inspections {
 public:
  explicit Inspections(pipeline::Database& database);

  /// The record that is due: one never looked at as it is now (its report is that of its filing,
  /// 归档), one whose letter was published or struck off since, else the one looked at longest ago,
  /// if that is `every` or more (长期保存). The id of its submission; nothing if none is due.
  std::optional<std::string> due(std::chrono::seconds every) const;
  /// Faults, repairs and the report at filing also go to the audit log.
  void note(const Inspected& inspected);

  InspectionSummary summary() const;
  std::vector<Faulty> faulty(int limit) const;  ///< by 档号

 private:
  pipeline::Database& database_;
};

}  // namespace chengnuo::archive
