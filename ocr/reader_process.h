#pragma once

#include <memory>
#include <span>

#include "ocr/channel.h"
#include "ocr/child_process.h"
#include "ocr/reader_settings.h"
#include "ocr/scratch.h"

namespace chengnuo::ocr {

/// A reader process, from its start to its end (reader_start.h). Belongs to one thread.
class ReaderProcess {
 public:
  /// Starts it and waits until its models are loaded.
  /// Throws Error: fix_setup if the program is missing or cannot run, or what the reader reports.
  explicit ReaderProcess(const ReaderSettings& settings);
  ~ReaderProcess();

  /// Its answer. Nothing if it died, was not done within the page limit, or spoke nonsense: it must
  /// not be asked again. Throws the Error that the reader reports.
  std::optional<nlohmann::json> ask(const nlohmann::json& question, std::span<const int> files);

  int answered() const { return answered_; }
  long memory_mb() const { return process_->memory_mb(); }

 private:
  /// False once the answer under way has taken too long.
  bool wait_for_answer() const;

  std::chrono::milliseconds page_limit_;
  Scratch scratch_;  // removed after the process, which might still write there
  std::unique_ptr<ChildProcess> process_;
  std::unique_ptr<Channel> line_;
  int answered_ = 0;
};

}  // namespace chengnuo::ocr
