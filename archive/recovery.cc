#include "archive/recovery.h"

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <sstream>

#include "archive/audit_lines.h"
#include "archive/retrieve.h"
#include "pipeline/error.h"
#include "pipeline/file.h"
#include "pipeline/json.h"

namespace chengnuo::archive {

std::optional<std::string> named_record(const ObjectStore& store, const std::string& code,
                                        int version) {
  const auto name = record_name(code, version);
  auto sha256 = store.read_named(name);
  if (!sha256) return {};
  while (sha256->ends_with('\n') || sha256->ends_with('\r')) sha256->pop_back();
  if (sha256->size() != 64) pipeline::throw_damaged("record name", store.root() / name);
  return sha256;
}

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
    catalogue.enter(record, *sha256, page_texts(store, record), Entering::adopted);
    ++adopted;
  }
}

void for_each_record(const ObjectStore& store, const Catalogue& catalogue,
                     const std::function<void(const Record& record)>& use) {
  for (const Listed& listed : catalogue.list()) use(read_record(store, listed.record));
}

std::vector<std::string> codes_in(const ObjectStore& store) { return store.names_in("records"); }

RestoredLog restore_log(const ObjectStore& store, RecordLog& log, LogHeads& heads,
                        pipeline::AuditLog& audit) {
  RestoredLog restored;
  for (int number = 1;; ++number) {
    const HeadFiles files(number);
    const auto text = store.read_named(files.text);
    if (!text) return restored;
    const LogHead head = head_from_text(*text, store.root() / files.text);
    const auto entries =
        audit_entries(store.read_named(files.audit).value_or(""), store.root() / files.audit);
    audit.restore(entries);
    std::istringstream in(store.read_named(files.leaves).value_or(""));
    std::vector<std::string> lines;
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    log.append(lines);
    if (log.size() < head.size || log.root(head.size) != head.root) {
      pipeline::throw_damaged("log", store.root() / files.leaves);
    }
    heads.adopt(head);
    ++restored.heads;
    restored.leaves = head.size;
    restored.audit_entries += static_cast<std::int64_t>(entries.size());
  }
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
