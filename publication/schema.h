#pragma once

#include <filesystem>
#include <memory>
#include <string>

namespace chengnuo::publication {

/// message.xsd, loaded once. `complaint` may be called from one thread at a time.
class Schema {
 public:
  /// Throws Error: fix_setup if the file is missing or no schema.
  explicit Schema(const std::filesystem::path& xsd);
  ~Schema();
  Schema(const Schema&) = delete;
  Schema& operator=(const Schema&) = delete;

  /// Empty if `xml` is well-formed and valid, otherwise the first fault with its line.
  std::string complaint(const std::string& xml) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace chengnuo::publication
