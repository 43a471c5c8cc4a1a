#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "archive/filing.h"
#include "archive/log_head.h"
#include "archive/record_log.h"
#include "pipeline/database.h"
#include "pipeline/submission.h"
#include "pipeline/work_folder.h"
#include "tests/pipeline/temporary_folder.h"

namespace chengnuo::tests {

/// A work folder with a submission that is ready for the archive, and where its archive will be.
class Papers {
 public:
  Papers();

  /// Its drop, page facts, page images and both copies are in the work folder.
  pipeline::Submission submission(const std::string& id, const std::string& enterprise,
                                  const std::string& sentence = "质量是企业的生命，信誉是根基。");

  const pipeline::WorkFolder& work() const { return work_; }
  std::filesystem::path archive() const { return folder_ / "archive"; }
  const std::filesystem::path& folder() const { return folder_.path(); }
  /// Every file of the archive, relative, sorted.
  std::vector<std::string> archived_files() const;

 private:
  TemporaryFolder folder_;
  pipeline::WorkFolder work_{folder_ / "work"};
};

/// The archive's parts on one database.
struct OpenArchive {
  OpenArchive(const Papers& papers, pipeline::Database& database)
      : store(papers.archive()),
        codes(database, {}),
        catalogue(database),
        log(database),
        heads(store, log, database, "J001"),
        filing(store, codes, catalogue, papers.work(), {}) {}

  archive::ObjectStore store;
  archive::ArchiveCodes codes;
  archive::Catalogue catalogue;
  archive::RecordLog log;
  archive::LogHeads heads;
  archive::Filing filing;
};

}  // namespace chengnuo::tests
