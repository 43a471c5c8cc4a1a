#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <vector>

#include "ocr/reader_settings.h"
#include "pipeline/page.h"

namespace chengnuo::ocr {

/// Told how many pages of the file have been read; called from the thread that called read().
using PageProgress = std::function<void(int done, int of)>;

/// Reads scans in processes of their own, so that a file made to harm (or a bug of a decoder) costs
/// a page and not the service. One pool serves all threads; the pages of one file are spread over
/// the processes that are free. Processes are started when first needed.
class ReaderPool {
 public:
  explicit ReaderPool(ReaderSettings settings);
  ~ReaderPool();

  /// All pages of `file`, in order. `out_folder` is laid out like WorkFolder::reading: facts and
  /// upright image of each page, then done.json. A page whose files are there is not read again.
  /// A page that ends two readers is set aside: `unreadable`, and a notice says so; so is a page
  /// that is damaged while others are not.
  /// Throws Error: fix_document if nothing can be read (unknown kind, password, damaged, too many
  /// pages, too large), fix_setup if the reader program or its language data is missing, retry if
  /// the disk is full.
  std::vector<pipeline::Page> read(const std::filesystem::path& file,
                                   const std::filesystem::path& out_folder,
                                   const PageProgress& progress = {});

  /// How many pages can be read at once: more callers than this gain nothing.
  int processes() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace chengnuo::ocr
