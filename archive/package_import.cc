#include <map>
#include <set>
#include <utility>

#include "archive/package.h"
#include "archive/record.h"
#include "archive/recovery.h"
#include "archive/retrieve.h"
#include "pipeline/error.h"

namespace chengnuo::archive {

namespace {

namespace fs = std::filesystem;
using pipeline::Message;

/// A version of a record in the package.
struct Version {
  std::string sha256;
  Record record;
};

/// A package whose files are what its manifest says, looked at as an archive.
class Content {
 public:
  Content(const fs::path& folder, const std::vector<BagEntry>& payload)
      : store_(folder / "data"), payload_(payload) {
    for (const BagEntry& entry : payload_) whole_.emplace(entry.path, &entry);
  }

  void check() {
    for (const std::string& code : codes_in(store_)) check_code(code);
    named_.insert(
        {"data/metadata.xml", "data/package.xsd", "data/移交清单.csv", "data/四性检测报告.csv"});
    for (const BagEntry& entry : payload_) {
      if (!named_.contains(entry.path))
        fault(entry.path, {"没有档案记录提到这个文件。", "No record names this file."});
      const bool object = entry.path.starts_with("data/objects/");
      if (object && entry.path != "data/" + ObjectStore::relative_path(entry.sha256).string())
        fault(entry.path, {"文件名不是它的摘要。", "It is not named by its digest."});
    }
  }

  /// What is here already must be the same.
  void check_against(const ObjectStore& ours, const Catalogue& catalogue) {
    for (const auto& [code, versions] : records_) {
      const auto place = [&](int version) { return record_name(code, version).string(); };
      for (const Version& each : versions) {
        const auto here = named_record(ours, code, each.record.version);
        if (here && *here != each.sha256)
          fault(place(each.record.version),
                {"本档案库中该档号已是另一份记录。", "Here this code is another record's."});
      }
      const std::string& submission = versions.back().record.submission.id;
      const auto known = catalogue.find(submission);
      if (known && known->code != code)
        fault(place(1), {"本档案库中编号 " + submission + " 已是另一份档案 " + known->code + "。",
                         "Here " + submission + " is another record, " + known->code + "."});
      const auto holder = catalogue.find(code);
      if (holder && holder->submission != submission)
        fault(place(1), {"本档案库中该档号已属于 " + holder->submission + "。",
                         "Here this code belongs to " + holder->submission + "."});
    }
  }

  int take(ObjectStore& ours, ArchiveCodes& codes, Catalogue& catalogue) const {
    int versions = 0;
    for (const auto& [code, of_code] : records_) {
      for (const Version& each : of_code) {
        for (const RecordObject& object : each.record.objects) take_object(ours, object);
        ours.put(store_.path_of(each.sha256));
        ours.put_named(record_name(code, each.record.version), each.sha256 + "\n");
      }
      versions += adopt_records(ours, codes, catalogue, code);
    }
    return versions;
  }

  std::vector<std::string> codes() const {
    std::vector<std::string> codes;
    for (const auto& [code, versions] : records_) codes.push_back(code);
    return codes;
  }
  std::vector<PackageFault>& faults() { return faults_; }

 private:
  void fault(const std::string& path, Message what) { faults_.push_back({path, std::move(what)}); }

  void take_object(ObjectStore& ours, const RecordObject& object) const {
    const fs::path file = store_.path_of(object.bytes.sha256);
    const StoredObject stored = ours.put(file);
    if (stored.sha256 == object.bytes.sha256 && stored.sm3 == object.bytes.sm3) return;
    throw pipeline::Error(
        pipeline::Remedy::fix_document,
        {"文件的摘要（SM3）与档案记录不符。", "A file does not have the record's digest (SM3)."},
        {"请移交单位重新导出。", "Ask the sender for a new package."}, file);
  }

  void check_code(const std::string& code) {
    std::vector<Version> versions;
    std::string previous;
    try {
      while (const auto sha256 =
                 named_record(store_, code, static_cast<int>(versions.size()) + 1)) {
        const int number = static_cast<int>(versions.size()) + 1;
        const std::string name = record_name(code, number).string();
        Version version{*sha256, read_record(store_, *sha256)};
        const Record& record = version.record;
        const bool first = versions.empty();
        if (record.code != code || record.version != number || record.previous != previous ||
            (!first && record.submission.id != versions.front().record.submission.id))
          fault(name, {"档案记录与它的档号、版本不符。",
                       "The record is not that of its code and version."});
        named_.insert("data/" + name);
        named_.insert("data/" + ObjectStore::relative_path(*sha256).string());
        for (const RecordObject& object : record.objects) check_object(code, object);
        previous = *sha256;
        versions.push_back(std::move(version));
      }
    } catch (const pipeline::Error& error) {
      return fault("data/records/" + code, error.message());
    }
    if (!versions.empty()) records_.emplace_back(code, std::move(versions));
  }

  void check_object(const std::string& code, const RecordObject& object) {
    const std::string path = "data/" + ObjectStore::relative_path(object.bytes.sha256).string();
    named_.insert(path);
    // By the manifest, and not by asking the disk: a record's digest is a stranger's word, and may
    // be a path that leads elsewhere.
    const auto entry = whole_.find(path);
    if (entry == whole_.end())
      fault(path, {"包中缺少档案 " + code + " 的文件：" + object.name,
                   "A file of " + code + " is missing: " + object.name});
    else if (entry->second->size != object.bytes.size)
      fault(path, {"文件大小与档案记录不符。", "Its size is not that of the record."});
  }

  ObjectStore store_;
  const std::vector<BagEntry>& payload_;
  std::map<std::string, const BagEntry*> whole_;  ///< by path
  std::vector<std::pair<std::string, std::vector<Version>>> records_;
  std::set<std::string> named_;
  std::vector<PackageFault> faults_;
};

}  // namespace

TakenOver import_package(const fs::path& folder, ObjectStore& store, ArchiveCodes& codes,
                         Catalogue& catalogue) {
  const BagCheck bag = check_bag(folder);
  if (!bag.faults.empty()) return {bag.faults, {}, 0};
  const fs::path metadata = folder / "data" / "metadata.xml";
  if (const std::string problem = problem_of_metadata(metadata); !problem.empty()) {
    return {{{"data/metadata.xml",
              {"元数据不符合结构文件：" + problem, "It is not as its schema asks: " + problem}}},
            {},
            0};
  }
  Content content(folder, bag.payload);
  content.check();
  content.check_against(store, catalogue);
  if (!content.faults().empty()) return {std::move(content.faults()), {}, 0};
  const int versions = content.take(store, codes, catalogue);
  return {{}, content.codes(), versions};
}

}  // namespace chengnuo::archive
