#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "archive/log_head.h"
#include "archive/object_store.h"
#include "archive/record_log.h"
#include "pipeline/message.h"

namespace chengnuo::archive {

/// Something about the log that does not hold.
struct LogFault {
  pipeline::Message what;
  std::filesystem::path file;  ///< within the archive; empty if it is about the database
};

struct LogReport {
  int heads = 0;
  std::int64_t leaves = 0;  ///< under the last head
  std::optional<LogHead> last;
  bool stamped = false;  ///< the last head has a time stamp
  std::vector<LogFault> faults;
};

/// What is wrong with a signature over a head's text, if anything. Given by console.
using HeadSignatureCheck = std::function<std::optional<pipeline::Message>(
    const std::string& text, const std::string& signature)>;

/// Recomputes the log from the archive's own files: each head follows the one before, has the root
/// of exactly the leaves that lie beside it and below (so each tree is the one before and what was
/// added), and is signed; each entry of the audit log has its leaf's hash; each record that has a
/// leaf is still there as it was, and each that is there has a leaf. Then compares the database's
/// log. Throws Error: retry, fix_setup where something cannot be read.
LogReport check_log(const ObjectStore& store, const RecordLog& log, const LogHeads& heads,
                    const HeadSignatureCheck& signature_check);

}  // namespace chengnuo::archive
