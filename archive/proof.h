#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "archive/catalogue.h"
#include "archive/log_head.h"
#include "archive/object_store.h"
#include "archive/record_log.h"

namespace chengnuo::archive {

/// How anyone checks an exported proof: a shell script that needs sha256sum, openssl and xxd, whose
/// first argument is a file with the trusted roots (PEM), and the second, for a time stamp, those
/// of its authority. docs/archive.md shows the same text.
extern const char* const kProofRecipe;

/// Writes the proof that a record is in the log of a signed head: the record (record.json), its
/// leaf (leaf.txt), the path from it to the root (path.txt: "left <hash>" or "right <hash>" a
/// line), the head with its signature and time stamp (head.txt, head.p7s, head.tst), and the recipe
/// (check.sh). Returns the files. Throws Error: fix_document if no head covers the record yet;
/// fix_setup, retry.
std::vector<std::filesystem::path> write_proof(const ObjectStore& store, const RecordLog& log,
                                               const LogHeads& heads, const Listed& record,
                                               const std::filesystem::path& folder);

}  // namespace chengnuo::archive
