#pragma once

#include "pipeline/database.h"

namespace chengnuo::archive {

/// Makes the archive's tables where they are missing. Everything in them can be had again from the
/// archive itself (record.h), but for numbers that were given to records which never came to be.
/// Throws Error: retry, fix_setup.
void make_archive_schema(pipeline::Database& database);

}  // namespace chengnuo::archive
