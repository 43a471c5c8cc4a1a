#include <set>
#include <utility>

#include "archive/package.h"
#include "archive/package_schema.h"
#include "archive/record.h"
#include "archive/recovery.h"
#include "archive/retrieve.h"
#include "pipeline/csv.h"
#include "pipeline/digest.h"
#include "pipeline/error.h"
#include "pipeline/file.h"
#include "pipeline/json.h"

namespace chengnuo::archive {

namespace {

namespace fs = std::filesystem;

void require_empty(const fs::path& folder) {
  std::error_code ignored;
  if (!fs::exists(folder, ignored) || fs::is_empty(folder, ignored)) return;
  throw pipeline::Error(
      pipeline::Remedy::fix_setup,
      {"导出的文件夹不是空的，未写入任何内容。", "The folder is not empty; nothing was written."},
      {"请指定一个新的文件夹。", "Name a new folder."}, folder);
}

/// 移交清单: what the receiver ticks off. The last line holds the sums.
class HandOverList {
 public:
  void add(const Record& record, std::int64_t bytes) {
    bytes_ += bytes;
    files_ += record.objects.size();
    rows_.push_back({std::to_string(rows_.size()), record.code, metadata_value(record, "题名"),
                     metadata_value(record, "责任者"), metadata_value(record, "日期"),
                     metadata_value(record, "保管期限"), metadata_value(record, "页数"),
                     std::to_string(record.objects.size()), std::to_string(bytes)});
  }
  std::string text() {
    const std::string records = std::to_string(rows_.size() - 1);
    rows_.push_back({"合计", records + " 件", "", "", "", "", "", std::to_string(files_),
                     std::to_string(bytes_)});
    return pipeline::csv_text(rows_);
  }

 private:
  std::vector<std::vector<std::string>> rows_{
      {"序号", "档号", "题名", "责任者", "日期", "保管期限", "页数", "文件数", "字节数"}};
  std::size_t files_ = 0;
  std::int64_t bytes_ = 0;
};

class Packing {
 public:
  Packing(const ObjectStore& store, const fs::path& folder) : store_(store), folder_(folder) {}

  /// One record with its earlier versions. Returns the latest.
  Record pack(const Listed& listed) {
    Record latest;
    for (int version = 1; version <= listed.version; ++version) {
      const auto sha256 = named_record(store_, listed.code, version);
      if (!sha256) {
        throw pipeline::Error(
            pipeline::Remedy::fix_setup,
            {"档案库中缺少档案记录：" + listed.code, "A record is missing: " + listed.code},
            {"请执行 chengnuo archive verify --repair。", "Run chengnuo archive verify --repair"},
            store_.root() / record_name(listed.code, version));
      }
      latest = read_record(store_, *sha256);
      add_bytes(record_name(listed.code, version), *sha256 + "\n");
      add_object(*sha256);
      for (const RecordObject& object : latest.objects) add_object(object.bytes.sha256);
    }
    return latest;
  }

  void add_bytes(const fs::path& name, const std::string& bytes) {
    const fs::path path = "data" / name;
    pipeline::write_durably(folder_ / path, bytes);
    payload_.push_back(
        {path.string(), pipeline::sha256_hex(bytes), static_cast<std::int64_t>(bytes.size())});
  }
  /// A file that lies in its place already.
  void add_written(const fs::path& name) {
    const fs::path file = folder_ / "data" / name;
    payload_.push_back({("data" / name).string(), pipeline::sha256_of_file(file),
                        static_cast<std::int64_t>(fs::file_size(file))});
  }

  const std::vector<BagEntry>& payload() const { return payload_; }

 private:
  void add_object(const std::string& sha256) {
    if (!packed_.insert(sha256).second) return;
    const fs::path path = "data" / ObjectStore::relative_path(sha256);
    store_.copy_out(sha256, folder_ / path);
    payload_.push_back(
        {path.string(), sha256, static_cast<std::int64_t>(fs::file_size(folder_ / path))});
  }

  const ObjectStore& store_;
  const fs::path& folder_;
  std::set<std::string> packed_;
  std::vector<BagEntry> payload_;
};

std::int64_t bytes_of(const Record& record) {
  std::int64_t bytes = 0;
  for (const RecordObject& object : record.objects) bytes += object.bytes.size;
  return bytes;
}

}  // namespace

Packed export_package(const ObjectStore& store, const std::vector<Listed>& records,
                      const HandOver& hand_over, const OutsideChecks& outside,
                      const fs::path& folder) {
  require_empty(folder);
  const std::string occasion = hand_over.to.empty() ? "导出" : "移交接收";
  std::vector<std::vector<std::string>> report{report_head()};
  Packed packed;
  Packing packing(store, folder);
  HandOverList list;
  PackageMetadata metadata(folder / "data" / "metadata.xml", hand_over, records.size());
  for (const Listed& listed : records) {
    const Record record = packing.pack(listed);
    metadata.add(record);
    list.add(record, bytes_of(record));
    const auto items = examine(store, record, outside);
    if (!all_passed(items)) ++packed.failed;
    for (auto& row : report_rows(occasion, record.code, hand_over.at, items))
      report.push_back(std::move(row));
  }
  metadata.close();
  packing.add_written("metadata.xml");
  packing.add_bytes("package.xsd", kPackageSchema);
  packing.add_bytes("移交清单.csv", list.text());
  packing.add_bytes("四性检测报告.csv", pipeline::csv_text(report));

  packed.records = records.size();
  packed.files = packing.payload().size();
  for (const BagEntry& entry : packing.payload()) packed.bytes += entry.size;
  BagInfo info{
      {"Source-Organization", hand_over.from},
      {"Bagging-Date", pipeline::rfc3339(hand_over.at).substr(0, 10)},
      {"External-Description", "质量信誉承诺书电子档案 " + std::to_string(records.size()) + " 件"},
      {"Chengnuo-Package", "1"}};
  if (!hand_over.to.empty()) info.emplace_back("Chengnuo-Receiver", hand_over.to);
  packed.digest = close_bag(folder, packing.payload(), std::move(info));
  return packed;
}

}  // namespace chengnuo::archive
