#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "archive/catalogue.h"
#include "archive/object_store.h"
#include "archive/record.h"

namespace chengnuo::archive {

/// The record of a version, checked. Throws Error: fix_setup if it is missing or damaged.
Record read_record(const ObjectStore& store, const std::string& sha256);

/// Nothing if no location has it whole. Throws Error: retry.
std::optional<Record> readable_record(const ObjectStore& store, const std::string& sha256);

/// What to hand out of a record.
enum class Extent {
  copies,      ///< the signed copies
  everything,  ///< all its objects and the record itself
};

/// A file that was handed out.
struct HandedOut {
  std::filesystem::path file;
  std::string role;
  std::string sha256;
};

/// The one record that is meant: by submission id, whole 档号, or part of the enterprise's name.
/// Throws Error: fix_document if none or several are, and says which.
Listed find_one(const Catalogue& catalogue, const std::string& what);

/// Copies a record's files to `folder`, byte for byte, each named after its 档号 and checked
/// against its digest. Throws Error: fix_setup if one is missing from the archive or damaged there,
/// retry if the folder cannot be written.
std::vector<HandedOut> hand_out(const ObjectStore& store, const Record& record, Extent extent,
                                const std::filesystem::path& folder);

/// What is wrong with a record's objects: names them. Empty if all are whole.
struct Defect {
  RecordObject object;
  Fixity fixity = Fixity::whole;
};
std::vector<Defect> verify(const ObjectStore& store, const Record& record);

/// What is not whole, in any location, of all that the versions of a record consist of, and of
/// their names.
std::vector<LocationFault> verify_versions(const ObjectStore& store, const Listed& record);
/// Puts whole ones in their place. Returns what was wrong. Throws Error: retry, fix_setup if a
/// location cannot be written.
std::vector<LocationFault> repair(ObjectStore& store, const Listed& record);
/// The same for the files of the archive's log.
std::vector<LocationFault> repair_log(ObjectStore& store);

}  // namespace chengnuo::archive
