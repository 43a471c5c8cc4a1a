#pragma once

#include <optional>
#include <string>
#include <vector>

#include "archive/archive_code.h"
#include "archive/catalogue.h"
#include "archive/metadata.h"
#include "archive/object_store.h"
#include "archive/record.h"
#include "pipeline/submission.h"
#include "pipeline/work_folder.h"

namespace chengnuo::archive {

/// A paper about a submission that was made after it was archived, such as the notice of its
/// delisting. Its bytes lie in the archive already.
struct LaterPaper {
  std::string role;
  std::string name;
  std::string sha256;
};

/// Files a submission: its objects, then its record, then the record's name, then the catalogue's
/// rows. Each step is whole before the next, and each finds what an earlier run left, so that a
/// filing that was stopped anywhere ends, when it is run again, in the same archive.
class Filing {
 public:
  Filing(ObjectStore& store, ArchiveCodes& codes, Catalogue& catalogue, pipeline::WorkFolder work,
         ArchiveSettings settings)
      : store_(store),
        codes_(codes),
        catalogue_(catalogue),
        work_(std::move(work)),
        settings_(std::move(settings)) {}

  /// Sets the submission's archive_code and its copies' paths. One that was filed before and says
  /// something else now gets a new version; nothing is overwritten. What the work folder no longer
  /// holds by then is taken from the version before, and so are the later papers that it names;
  /// `papers` come to them.
  /// Throws Error: retry (disk full), fix_setup (archive or work folder not as they should be).
  Record file(pipeline::Submission& submission, const std::vector<LaterPaper>& papers = {});

 private:
  std::optional<Record> record_before(const pipeline::Submission& submission) const;
  std::vector<RecordObject> store_objects(pipeline::Submission& submission,
                                          const std::vector<PageText>& pages,
                                          const std::optional<Record>& before);
  std::filesystem::path source(const std::filesystem::path& file, const std::string& sha256) const;
  std::vector<RecordObject> store_form(const pipeline::Submission& submission);
  std::vector<RecordObject> later_papers(const std::optional<Record>& before,
                                         const std::vector<LaterPaper>& papers);
  void store_copies(pipeline::Submission& submission, std::vector<RecordObject>& objects);

  ObjectStore& store_;
  ArchiveCodes& codes_;
  Catalogue& catalogue_;
  pipeline::WorkFolder work_;
  ArchiveSettings settings_;
};

/// What is searched on a submission's pages, from what was read on them.
/// Throws Error: retry if a page's facts are not in the work folder.
std::vector<PageText> page_texts(const pipeline::Submission& submission,
                                 const pipeline::WorkFolder& work);

}  // namespace chengnuo::archive
