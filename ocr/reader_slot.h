#pragma once

#include <optional>

#include "ocr/reader_process.h"

namespace chengnuo::ocr {

/// A place for one reader process: started when something is asked, replaced when it has died, has
/// read enough or has grown too large. Belongs to one thread.
class ReaderSlot {
 public:
  explicit ReaderSlot(const ReaderSettings& settings) : settings_(settings) {}

  /// As ReaderProcess::ask. After nothing, the next question goes to a fresh process.
  std::optional<nlohmann::json> ask(const nlohmann::json& question, std::span<const int> files);

 private:
  const ReaderSettings& settings_;
  std::optional<ReaderProcess> process_;
};

}  // namespace chengnuo::ocr
