#pragma once

#include <filesystem>

#include "pipeline/descriptor.h"

namespace chengnuo::ocr {

/// A folder among the temporary files for the PDF tools of one reader, which cannot hand over
/// images otherwise; gone with this object. While it lives it holds a lock on the folder, so that
/// folders of services that were killed can be told from those in use.
class Scratch {
 public:
  /// Throws Error: retry if there is no room, or no right to make one.
  Scratch();
  ~Scratch();
  Scratch(Scratch&&) noexcept = default;
  Scratch& operator=(Scratch&&) = delete;

  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
  pipeline::Descriptor lock_;
};

/// Removes the scratch folders that nobody holds any more: pages of other people's papers may have
/// stayed in them. Those of other users are left alone.
void remove_abandoned_scratch();

}  // namespace chengnuo::ocr
