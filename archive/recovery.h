#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "archive/archive_code.h"
#include "archive/catalogue.h"
#include "archive/log_head.h"
#include "archive/object_store.h"
#include "archive/record.h"
#include "archive/record_log.h"

namespace chengnuo::archive {

/// The text of each page, as a record keeps it. Throws Error: fix_setup if it is missing or
/// damaged.
std::vector<PageText> page_texts(const ObjectStore& store, const Record& record);

/// The SHA-256 of a version's record, as its name holds it; nothing if there is no such version.
/// Throws Error: fix_setup if the name is damaged.
std::optional<std::string> named_record(const ObjectStore& store, const std::string& code,
                                        int version);

/// Enters in the catalogue the versions under one code that lie in the archive but were not
/// entered: a filing was stopped there, or the database was lost. Returns how many. Throws Error:
/// fix_setup if a record is damaged.
int adopt_records(const ObjectStore& store, ArchiveCodes& codes, Catalogue& catalogue,
                  const std::string& code);

/// A record that could not be taken over.
struct Unreadable {
  std::string code;
  pipeline::Message reason;
};

/// Makes the catalogue again from the archive alone. Goes on past damaged records and names them.
std::vector<Unreadable> rebuild_catalogue(const ObjectStore& store, ArchiveCodes& codes,
                                          Catalogue& catalogue);

/// Gives every record that the catalogue has, in its latest version, in the order of the codes.
/// Reads a few at a time. Throws Error: fix_setup if one is missing or damaged.
void for_each_record(const ObjectStore& store, const Catalogue& catalogue,
                     const std::function<void(const Record& record)>& use);

/// What the archive's log/ folder gave back.
struct RestoredLog {
  int heads = 0;
  std::int64_t leaves = 0;
  std::int64_t audit_entries = 0;
};

/// Makes the log, its heads and the audit log again from the archive, before anything is written to
/// the new database. What the database has already stays. Throws Error: fix_setup if a file is
/// damaged, or the database goes on from something else.
RestoredLog restore_log(const ObjectStore& store, RecordLog& log, LogHeads& heads,
                        pipeline::AuditLog& audit);

/// Objects that no record names: a filing that was stopped and not run again, or a file that
/// someone put there. Reported, never removed: a filing may be about to name them.
std::vector<std::string> unlisted_objects(const ObjectStore& store, const Catalogue& catalogue);

/// Every code that has a record in the archive, sorted: what the register can be made again from.
std::vector<std::string> codes_in(const ObjectStore& store);

}  // namespace chengnuo::archive
