#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "pipeline/message.h"
#include "watcher/unpack.h"

namespace chengnuo::watcher {

// What a clerk is told. Each says what is wrong and what to do.

pipeline::Message empty_file();
/// Why a whole file's first bytes rule it out: archives other than zip. Nothing if they do not.
std::optional<pipeline::Message> unwelcome_format(std::string_view head);
pipeline::Message unsafe_name();
pipeline::Message empty_zip();
pipeline::Message spoiled_message(Spoiled why, const UnpackLimits& limits);

/// The text that lies beside a refused file: for Windows' editor, so UTF-8 with BOM and CRLF.
class Explanation {
 public:
  explicit Explanation(const std::string& file_name);
  /// `name`: the file within a zip that it is about, or empty.
  void add(const std::string& name, const pipeline::Message& reason);
  std::string text() const;

 private:
  std::string chinese_;
  std::string english_;
};

}  // namespace chengnuo::watcher
