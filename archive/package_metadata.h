#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "archive/record.h"

namespace chengnuo::archive {

/// Who gives a package to whom.
struct HandOver {
  std::string from;  ///< 移交单位
  std::string to;    ///< 接收单位; empty for an export that hands nothing over
  pipeline::Time at;
};

/// Writes metadata.xml (archive/package.xsd: the groups of DA/T 46-2009) record by record, so that
/// a million records need no more memory than one. Throws Error: retry if it cannot be written.
class PackageMetadata {
 public:
  PackageMetadata(const std::filesystem::path& file, const HandOver& hand_over,
                  std::size_t records);
  ~PackageMetadata();

  void add(const Record& record);
  /// Ends the document; without it the file is cut off.
  void close();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// Empty if the file is valid by package.xsd, otherwise the first fault with its line. DTDs and
/// entities are refused.
std::string problem_of_metadata(const std::filesystem::path& file);

}  // namespace chengnuo::archive
