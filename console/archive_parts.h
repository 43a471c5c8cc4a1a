#pragma once

#include <vector>

#include "archive/archive_code.h"
#include "archive/catalogue.h"
#include "archive/four_properties.h"
#include "archive/log_check.h"
#include "archive/log_head.h"
#include "archive/metadata.h"
#include "archive/object_store.h"
#include "archive/record_log.h"
#include "archive/stage.h"
#include "console/config.h"
#include "pipeline/database.h"

namespace chengnuo::console {

/// Whether the database must know what the archive holds.
enum class Opening {
  known,    ///< throws Error: fix_setup if the archive has records and the database knows nothing
  rebuild,  ///< whoever opens it is about to make the database again
};

/// The archive of a home, on its database. A catalogue that an older program made is made again.
struct ArchiveParts {
  ArchiveParts(const Config& config, pipeline::Database& database,
               Opening opening = Opening::known);

  archive::ObjectStore store;
  archive::ArchiveCodes codes;
  archive::Catalogue records;
  archive::RecordLog log;
  archive::LogHeads heads;
};

archive::ArchiveSettings archive_settings(const Config& config);
/// The first unit vouches for the log, with its key.
archive::Notary notary(const Config& config);
archive::HeadSignatureCheck head_signature_check(const Config& config);
/// For examining records (four_properties.h). `parts` must outlive them.
archive::OutsideChecks outside_checks(const Config& config, const ArchiveParts& parts);

/// What was decided about an archived submission becomes a new version of its record; nothing if
/// its record says so already. Throws Error as Filing::file does.
void refile(const Config& config, ArchiveParts& parts, pipeline::Submission submission);
/// The messages that go out once a submission is archived.
std::vector<archive::Dispatch> dispatches();

}  // namespace chengnuo::console
