#include "tests/archive/archive_on_each_database.h"

#include "pipeline/file.h"

namespace chengnuo::tests {

std::vector<std::string> ArchiveOnEachDatabase::names(const archive::Query& query) {
  std::vector<std::string> names;
  for (const archive::Listed& listed : OpenArchive(papers_, database()).catalogue.search(query))
    names.push_back(listed.enterprise);
  return names;
}

void ArchiveOnEachDatabase::damage(const std::filesystem::path& file) {
  std::filesystem::permissions(file, std::filesystem::perms(0640));
  std::string bytes = pipeline::read_file(file);
  bytes.back() = static_cast<char>(bytes.back() ^ 1);
  pipeline::write_durably(file, bytes);
}

}  // namespace chengnuo::tests
