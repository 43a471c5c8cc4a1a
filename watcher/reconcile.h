#pragma once

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

#include "pipeline/register.h"
#include "pipeline/work_folder.h"
#include "watcher/intake.h"

namespace chengnuo::watcher {

struct ReconcileSettings {
  std::filesystem::path inbox;
  std::string unit;         ///< to whom bytes that nobody knows are entered
  std::string first_stage;  ///< where their submissions begin
  /// Bytes younger than this may be another host's intake at work, and are left for the next time.
  std::chrono::seconds grace = std::chrono::minutes(10);
  /// Half-made files older than this were left by a crash and are cleared away.
  std::chrono::seconds leftovers = std::chrono::hours(24);
};

/// A submission whose bytes are gone: for the administrator, who has a backup.
struct MissingBytes {
  std::string submission;
  pipeline::Drop drop;
};

struct Reconciliation {
  std::vector<Report> recovered;
  std::vector<MissingBytes> missing;
  int cleared = 0;  ///< half-made files
};

/// Compares the work folder with the register. Bytes that no submission knows and no inbox still
/// holds (its file was taken away after a crash) become a drop "(恢复) …", so that nothing that
/// once was safe is lost. Submissions that are not archived yet must have their bytes.
/// For start-up, and once a day; `now` is the file clock's. Throws Error: retry, fix_setup.
Reconciliation reconcile(pipeline::Register& reg, const pipeline::WorkFolder& work,
                         const ReconcileSettings& settings, std::filesystem::file_time_type now);

}  // namespace chengnuo::watcher
