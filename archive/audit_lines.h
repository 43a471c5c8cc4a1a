#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "pipeline/audit.h"

namespace chengnuo::archive {

/// The entries of the audit log whose leaves stand in `leaves`, one JSON object a line, with all
/// that goes into an entry's hash (docs/formats.md), so that the log can be had again.
std::string audit_lines(const pipeline::AuditLog& audit, const std::string& leaves);

/// Reads them back. Throws Error: fix_setup if a line is damaged.
std::vector<pipeline::AuditEntry> audit_entries(const std::string& lines,
                                                const std::filesystem::path& file);

}  // namespace chengnuo::archive
