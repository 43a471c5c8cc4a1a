#include "archive/bag.h"

#include <algorithm>

#include "pipeline/digest.h"
#include "pipeline/file.h"

namespace chengnuo::archive {

namespace {

constexpr const char* kDeclaration = "bagit.txt";
constexpr const char* kInfo = "bag-info.txt";
constexpr const char* kManifest = "manifest-sha256.txt";
constexpr const char* kTagManifest = "tagmanifest-sha256.txt";

/// RFC 8493, 2.1.3: line ends and the percent sign itself are written as %0A, %0D, %25.
std::string on_one_line(const std::string& path) {
  std::string line;
  for (const char c : path) {
    switch (c) {
      case '\n':
        line += "%0A";
        break;
      case '\r':
        line += "%0D";
        break;
      case '%':
        line += "%25";
        break;
      default:
        line += c;
    }
  }
  return line;
}

/// A blank line in a value would end the labels.
std::string without_line_ends(std::string value) {
  std::ranges::replace_if(
      value, [](char c) { return c == '\n' || c == '\r'; }, ' ');
  return value;
}

}  // namespace

std::string close_bag(const std::filesystem::path& folder, std::vector<BagEntry> payload,
                      BagInfo info) {
  std::ranges::sort(payload, {}, &BagEntry::path);
  std::string manifest;
  std::int64_t bytes = 0;
  for (const BagEntry& entry : payload) {
    manifest += entry.sha256 + "  " + on_one_line(entry.path) + "\n";
    bytes += entry.size;
  }
  info.emplace_back("Payload-Oxum", std::to_string(bytes) + "." + std::to_string(payload.size()));
  std::string labels;
  for (const auto& [label, value] : info) labels += label + ": " + without_line_ends(value) + "\n";
  const std::string declaration = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n";
  std::string tags;
  for (const auto& [name, text] :
       {std::pair(kInfo, labels), {kDeclaration, declaration}, {kManifest, manifest}}) {
    tags += pipeline::sha256_hex(text) + "  " + name + "\n";
  }
  pipeline::write_durably(folder / kManifest, manifest);
  pipeline::write_durably(folder / kInfo, labels);
  pipeline::write_durably(folder / kTagManifest, tags);
  pipeline::write_durably(folder / kDeclaration, declaration);
  return pipeline::sha256_hex(tags);
}

}  // namespace chengnuo::archive
