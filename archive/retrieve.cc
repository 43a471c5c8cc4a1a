#include "archive/retrieve.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <set>

#include "pipeline/digest.h"
#include "pipeline/error.h"
#include "pipeline/file.h"

namespace chengnuo::archive {

using pipeline::Error;
using pipeline::Remedy;

namespace {

constexpr int kNamesShown = 10;

bool is_copy(const RecordObject& object) {
  return object.role == kUnitCopyRole || object.role == kEnterpriseCopyRole;
}

/// A drop's name may hold "/" (a file from a zip) and may be what another's is.
std::string free_name(std::string name, std::set<std::string>& taken) {
  for (char& c : name) {
    if (c == '/' || c == '\\') c = '_';
  }
  std::string free = name;
  for (int number = 2; !taken.insert(free).second; ++number) {
    const std::filesystem::path path(name);
    free = path.stem().string() + " (" + std::to_string(number) + ")" + path.extension().string();
  }
  return free;
}

/// Looks at every object and name of all versions, from the latest back, each object once. What
/// comes before a version that is lost everywhere is known by nothing but that version.
template <typename Object, typename Name>
std::vector<LocationFault> over_versions(const ObjectStore& store, const Listed& record,
                                         const Object& look_at, const Name& look_at_name) {
  std::vector<LocationFault> faults;
  const auto add = [&](std::vector<LocationFault> more) {
    std::ranges::move(more, std::back_inserter(faults));
  };
  std::set<std::string> seen;
  std::string sha256 = record.record;
  for (int version = record.version; version > 0 && !sha256.empty(); --version) {
    add(look_at(sha256));
    add(look_at_name(record_name(record.code, version), sha256));
    const auto content = readable_record(store, sha256);
    if (!content) break;
    for (const RecordObject& object : content->objects) {
      if (seen.insert(object.bytes.sha256).second) add(look_at(object.bytes.sha256));
    }
    sha256 = content->previous;
  }
  return faults;
}

}  // namespace

Record read_record(const ObjectStore& store, const std::string& sha256) {
  return record_from_text(store.read(sha256), store.path_of(sha256));
}

std::optional<Record> readable_record(const ObjectStore& store, const std::string& sha256) {
  try {
    return read_record(store, sha256);
  } catch (const Error& error) {
    if (error.remedy() == Remedy::retry) throw;
    return {};
  }
}

Listed find_one(const Catalogue& catalogue, const std::string& what) {
  if (const auto found = catalogue.find(what)) return *found;
  Query query;
  query.enterprise = what;
  query.limit = kNamesShown;
  const auto found = catalogue.search(query);
  if (found.size() == 1) return found.front();
  if (found.empty()) {
    throw Error(Remedy::fix_document,
                {"档案库中没有找到：" + what, "Nothing in the archive answers to: " + what},
                {"请用档号、申报件编号或企业名称的一部分查找。",
                 "Search by archive code, submission id, or part of the enterprise's name."});
  }
  std::string names;
  for (const Listed& listed : found) names += "\n  " + listed.code + "  " + listed.enterprise;
  throw Error(Remedy::fix_document,
              {"有多份档案符合“" + what + "”：" + names,
               "Several records answer to \"" + what + "\":" + names},
              {"请改用档号。", "Please give the archive code."});
}

std::vector<HandedOut> hand_out(const ObjectStore& store, const Record& record, Extent extent,
                                const std::filesystem::path& folder) {
  std::vector<HandedOut> files;
  std::set<std::string> taken;
  for (const RecordObject& object : record.objects) {
    if (extent == Extent::copies && !is_copy(object)) continue;
    const auto to = folder / free_name(record.code + " " + object.name, taken);
    store.copy_out(object.bytes.sha256, to);
    files.push_back({to, object.role, object.bytes.sha256});
  }
  if (extent == Extent::everything) {
    const auto to = folder / free_name(record.code + " 档案记录.json", taken);
    const std::string text = record_text(record);
    pipeline::write_durably(to, text);
    files.push_back({to, "record", pipeline::sha256_hex(text)});
  }
  return files;
}

std::vector<Defect> verify(const ObjectStore& store, const Record& record) {
  std::vector<Defect> defects;
  for (const RecordObject& object : record.objects) {
    const Fixity fixity = store.verify(object.bytes.sha256);
    if (fixity != Fixity::whole) defects.push_back({object, fixity});
  }
  return defects;
}

std::vector<LocationFault> verify_versions(const ObjectStore& store, const Listed& record) {
  return over_versions(
      store, record, [&](const std::string& sha256) { return store.faults(sha256); },
      [&](const std::filesystem::path& name, const std::string& sha256) {
        return store.faults_named(name, sha256 + "\n");
      });
}

std::vector<LocationFault> repair(ObjectStore& store, const Listed& record) {
  return over_versions(
      store, record, [&](const std::string& sha256) { return store.repair(sha256); },
      [&](const std::filesystem::path& name, const std::string& sha256) {
        // Where not even the record is left, the disk is away rather than its names.
        const std::string line = sha256 + "\n";
        return store.whole_copy(sha256) ? store.repair_named(name, line)
                                        : store.faults_named(name, line);
      });
}

std::vector<LocationFault> repair_log(ObjectStore& store) {
  std::vector<LocationFault> faults;
  for (const std::string& head : store.names_in("log")) {
    const auto folder = std::filesystem::path("log") / head;
    for (const std::string& name : store.names_in(folder)) {
      auto more = store.repair_named(folder / name);
      std::ranges::move(more, std::back_inserter(faults));
    }
  }
  return faults;
}

}  // namespace chengnuo::archive
