#include "archive/recovery.h"

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>

#include "archive/retrieve.h"
#include "pipeline/error.h"
#include "pipeline/file.h"
#include "pipeline/json.h"

namespace chengnuo::archive {

namespace {

/// The SHA-256 that a record's name holds; nothing if there is no such version.
std::optional<std::string> named_record(const ObjectStore& store, const std::string& code,
                                        int version) {
  const auto name = store.root() / record_name(code, version);
  std::error_code ignored;
  if (!std::filesystem::exists(name, ignored)) return {};
  std::string sha256 = pipeline::read_file(name);
  while (sha256.ends_with('\n') || sha256.ends_with('\r')) sha256.pop_back();
  if (sha256.size() != 64) pipeline::throw_damaged("record name", name);
  return sha256;
}

}  // namespace

std::vector<PageText> page_texts(const ObjectStore& store, const Record& record) {
  std::vector<PageText> pages;
  for (const RecordObject& object : objects_of(record, kPageTextRole)) {
    pages = pipeline::from_stored<std::vector<PageText>>(store.read(object.bytes.sha256),
                                                         store.path_of(object.bytes.sha256));
  }
  return pages;
}

int adopt_records(const ObjectStore& store, ArchiveCodes& codes, Catalogue& catalogue,
                  const std::string& code) {
  int adopted = 0;
  for (int version = 1;; ++version) {
    const auto sha256 = named_record(store, code, version);
    if (!sha256) return adopted;
    const Record record = read_record(store, *sha256);
    if (version <= catalogue.latest_version(record.submission.id)) continue;
    codes.adopt(record.submission.id, record.code, record.at);
    catalogue.enter(record, *sha256, page_texts(store, record));
    ++adopted;
  }
}

std::vector<std::string> codes_in(const ObjectStore& store) {
  std::vector<std::string> codes;
  std::error_code ignored;
  for (const auto& entry : std::filesystem::directory_iterator(store.root() / "records", ignored)) {
    if (entry.is_directory(ignored)) codes.push_back(entry.path().filename().string());
  }
  std::ranges::sort(codes);
  return codes;
}

std::vector<std::string> unlisted_objects(const ObjectStore& store, const Catalogue& catalogue) {
  std::vector<std::string> unlisted = store.list();
  std::erase_if(unlisted, [&](const std::string& sha256) { return catalogue.lists(sha256); });
  return unlisted;
}

std::vector<Unreadable> rebuild_catalogue(const ObjectStore& store, ArchiveCodes& codes,
                                          Catalogue& catalogue) {
  std::vector<Unreadable> unreadable;
  for (const std::string& code : codes_in(store)) {
    try {
      adopt_records(store, codes, catalogue, code);
    } catch (const pipeline::Error& error) {
      if (error.remedy() == pipeline::Remedy::retry) throw;  // the database, not the record
      unreadable.push_back({code, error.message()});
    }
  }
  return unreadable;
}

}  // namespace chengnuo::archive
