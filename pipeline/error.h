#pragma once

#include <filesystem>
#include <stdexcept>
#include <utility>

#include "pipeline/message.h"

namespace chengnuo::pipeline {

/// Who can put a failure right, which decides what the runner does next.
enum class Remedy {
  retry,         ///< Nobody: a later attempt may succeed (network, full disk, locked file).
  fix_document,  ///< The sender: the file itself is at fault. Never retried.
  fix_setup,     ///< The administrator: configuration, key, language data. The stage pauses.
  report_bug,    ///< The developers: something that the code did not foresee.
};

/// A failure that stops one piece of work. The thrower says what happened and what to do; the
/// runner adds which submission and which stage, so modules never pass those around for messages.
/// Never holds keys, passwords or personal data: it is logged and shown.
class Error : public std::runtime_error {
 public:
  /// `what`: one sentence of what happened. `advice`: what the reader can do. `file`: the culprit.
  Error(Remedy remedy, Message what, Message advice, std::filesystem::path file = {})
      : std::runtime_error(what.zh + " / " + what.en),
        remedy_(remedy),
        message_(std::move(what)),
        advice_(std::move(advice)),
        file_(std::move(file)) {}

  Remedy remedy() const noexcept { return remedy_; }
  const Message& message() const noexcept { return message_; }
  const Message& advice() const noexcept { return advice_; }
  /// The file involved (key, language data, input); empty if none.
  const std::filesystem::path& file() const noexcept { return file_; }

 private:
  Remedy remedy_;
  Message message_;
  Message advice_;
  std::filesystem::path file_;
};

}  // namespace chengnuo::pipeline
