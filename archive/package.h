#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "archive/archive_code.h"
#include "archive/bag.h"
#include "archive/catalogue.h"
#include "archive/four_properties.h"
#include "archive/object_store.h"
#include "archive/package_metadata.h"

namespace chengnuo::archive {

// Records on their way to another archive, or to anyone: a BagIt package (bag.h) whose data/ is
// laid out as an archive is, so that it can be read by hand (docs/archive.md) or taken over whole:
//
//     data/objects/ab/cdef…   data/records/<档号>/0001   data/metadata.xml   data/package.xsd
//     data/移交清单.csv       data/四性检测报告.csv

/// What was packed.
struct Packed {
  std::size_t records = 0;
  std::size_t files = 0;  ///< of the payload
  std::int64_t bytes = 0;
  std::string digest;      ///< SHA-256 of the tag manifest: stands for the whole package
  std::size_t failed = 0;  ///< records that failed an item of the four properties
};

/// Packs records with all their versions and objects, each checked as it is copied, and examines
/// them (four_properties.h). Throws Error:
/// fix_setup if `folder` is there and not empty, or something is damaged or missing in every
/// location; retry if it cannot be written.
Packed export_package(const ObjectStore& store, const std::vector<Listed>& records,
                      const HandOver& hand_over, const OutsideChecks& outside,
                      const std::filesystem::path& folder);

/// What taking over a package came to. With faults, nothing was taken.
struct TakenOver {
  std::vector<PackageFault> faults;
  std::vector<std::string> codes;  ///< of the package's records
  int versions = 0;                ///< that were not here before
};

/// Takes the records of a package over into this archive, as they are: every version, object and
/// 档号. Nothing of it is believed before all of it has been checked: the package itself (bag.h),
/// metadata.xml against package.xsd, each record and its objects, and that no 档号 or submission
/// here is another one. Run again, it takes what is still lacking. Throws Error: retry, fix_setup.
TakenOver import_package(const std::filesystem::path& folder, ObjectStore& store,
                         ArchiveCodes& codes, Catalogue& catalogue);

}  // namespace chengnuo::archive
