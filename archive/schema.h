#pragma once

#include "pipeline/database.h"

namespace chengnuo::archive {

/// Makes the archive's tables where they are missing; a catalogue that an older program made is
/// dropped, to be made again (recovery.h). Everything in the tables can be had again from the
/// archive itself (record.h), but for numbers that were given to records which never came to be.
/// Throws Error: retry, fix_setup.
void make_archive_schema(pipeline::Database& database);

}  // namespace chengnuo::archive
