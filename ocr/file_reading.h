#pragma once

#include <optional>
#include <vector>

#include "ocr/reader_slot.h"
#include "pipeline/error.h"
#include "pipeline/page.h"
#include "pipeline/work_folder.h"

namespace chengnuo::ocr {

/// The reading of one file into its folder, step by step: open, each missing page, finish. Pages
/// may be read by several threads at once, each with its own slot; the rest is for one thread.
class FileReading {
 public:
  FileReading(std::filesystem::path file, std::filesystem::path out_folder, int max_pages);

  /// The pages, if the folder holds a reading that was finished.
  std::optional<std::vector<pipeline::Page>> finished_before() const;

  /// Finds out how many pages there are. Throws Error as ReaderPool::read does.
  void open(ReaderSlot& slot);
  int pages() const { return static_cast<int>(results_.size()); }
  /// Numbers of the pages that the folder does not hold yet.
  std::vector<int> missing_pages() const;

  /// Reads a page into the folder. One that cannot be read is kept in mind as such.
  /// Throws Error: fix_setup, retry, when it is not the page's fault.
  void read_page(int number, ReaderSlot& slot);

  /// All pages, once none is missing. Throws the Error of the first one if none could be read.
  std::vector<pipeline::Page> finish();

 private:
  struct Result {
    std::optional<pipeline::Page> page;
    std::optional<pipeline::Error> error;  ///< why `page` is unreadable, if its file is to blame
  };

  std::optional<pipeline::Page> page_in_folder(int number) const;
  void add_notices_of_file(pipeline::Page& page) const;
  std::optional<pipeline::Page> try_page(int number, ReaderSlot& slot);

  std::filesystem::path file_;
  pipeline::ReadingFolder folder_;
  int max_pages_;
  Descriptor bytes_;
  std::vector<pipeline::Message> notices_;  ///< of the file; they go to its first page
  std::vector<Result> results_;
};

}  // namespace chengnuo::ocr
