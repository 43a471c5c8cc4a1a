#include "ocr/reader_slot.h"

namespace chengnuo::ocr {

std::optional<nlohmann::json> ReaderSlot::ask(const nlohmann::json& question,
                                              std::span<const int> files) {
  // Half of its address space in use means that it keeps what it should have given back.
  if (process_ && (process_->answered() >= settings_.pages_per_process ||
                   process_->memory_mb() > settings_.memory_mb / 2))
    process_.reset();
  if (!process_) process_.emplace(settings_);
  auto answer = process_->ask(question, files);
  if (!answer) process_.reset();
  return answer;
}

}  // namespace chengnuo::ocr
