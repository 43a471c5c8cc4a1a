#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "pipeline/error.h"
#include "pipeline/message.h"

namespace chengnuo::console {

/// Exit codes that scripts rely on.
enum Exit { kDone = 0, kPersonNeeded = 1, kBadSetup = 2, kProgramFailed = 3 };

/// What a person at a terminal reads and where: results on stdout, everything else on stderr.
struct Terminal {
  pipeline::Language language = pipeline::Language::chinese;
  bool json = false;  ///< one JSON document on stdout instead of text

  /// Chinese unless LC_ALL, LC_MESSAGES or LANG begins with "en".
  static pipeline::Language language_of_environment();

  const std::string& say(const pipeline::Message& message) const { return message.in(language); }
  void line(const pipeline::Message& message) const;  ///< to stdout
  void note(const pipeline::Message& message) const;  ///< to stderr
  void print(const nlohmann::json& document) const;   ///< to stdout
  /// What happened, where, what to do; returns the exit code that fits.
  int show(const pipeline::Error& error) const;
  /// Rows with columns lined up, Chinese characters counted as two columns wide.
  void table(const std::vector<pipeline::Message>& heads,
             const std::vector<std::vector<std::string>>& rows) const;
};

/// A progress bar on stderr, only where stderr is a terminal.
class Progress {
 public:
  explicit Progress(std::string label);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  void show(std::size_t done, std::size_t of);

 private:
  std::string label_;
  bool terminal_;
  bool shown_ = false;
};

}  // namespace chengnuo::console
