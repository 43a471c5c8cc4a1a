#pragma once

#include <string>
#include <vector>

#include "tests/archive/archived_home.h"
#include "tests/pipeline/each_database.h"

namespace chengnuo::tests {

/// An archive that a test fills, on each database.
class ArchiveOnEachDatabase : public EachDatabase {
 protected:
  /// The enterprises that a search finds, in its order.
  std::vector<std::string> names(const archive::Query& query);
  /// By a disk, or by someone who may write the archive.
  void damage(const std::filesystem::path& file);

  Papers papers_;
};

}  // namespace chengnuo::tests
