#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "pipeline/message.h"

namespace chengnuo::archive {

// Packages that any archive's tools can check: BagIt 1.0 (RFC 8493) with SHA-256. What is packed
// lies below data/; manifests beside it list every file with its digest.

/// A file below data/.
struct BagEntry {
  std::string path;  ///< within the package: "data/…", "/" between folders
  std::string sha256;
  std::int64_t size = 0;
};

/// Something about a package that does not hold.
struct PackageFault {
  std::string path;  ///< within the package
  pipeline::Message what;
};

/// The lines of bag-info.txt: a label and its value, without line ends.
using BagInfo = std::vector<std::pair<std::string, std::string>>;

/// Writes the manifests and tag files around the files that lie in `folder` already. bagit.txt
/// comes last: a folder without it was not finished. Returns the SHA-256 of the tag manifest, which
/// stands for the whole package. Throws Error: retry, fix_setup.
std::string close_bag(const std::filesystem::path& folder, std::vector<BagEntry> payload,
                      BagInfo info);

struct BagCheck {
  std::vector<BagEntry> payload;  ///< as far as they are whole
  std::vector<PackageFault> faults;
};

/// Reads a stranger's package without trusting it: every file there is listed, every file listed is
/// there with its digest, no path leads out of the package, nothing is a link or fetched from
/// elsewhere. Throws Error: retry if the folder cannot be read.
BagCheck check_bag(const std::filesystem::path& folder);

}  // namespace chengnuo::archive
