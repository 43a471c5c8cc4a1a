#include "console/doctor.h"

#include <unistd.h>

#include <functional>

#include "archive/inspection.h"
#include "console/assembly.h"
#include "console/doctor_looks.h"
#include "console/time_now.h"
#include "pipeline/audit.h"
#include "pipeline/kernel.h"
#include "publication/work_calendar.h"

namespace chengnuo::console {
namespace {

namespace fs = std::filesystem;
using enum Diagnosis::Grade;
using pipeline::Error;

/// Runs one look; an Error is a diagnosis too.
void look_at_all(Diagnoses& found, const std::function<Diagnoses()>& examine) {
  try {
    for (const Diagnosis& each : examine()) found.push_back(each);
  } catch (const Error& error) {
    found.push_back({fault, error.message(), error.advice()});
  }
}

void look(Diagnoses& found, const std::function<Diagnosis()>& examine) {
  look_at_all(found, [&] { return Diagnoses{examine()}; });
}

Diagnosis look_at_folder(const fs::path& folder) {
  if (!fs::exists(folder) || access(folder.c_str(), W_OK) != 0)
    return {fault,
            {"文件夹不存在或不可写：" + folder.string(),
             "A folder is missing or not writable: " + folder.string()},
            {"请检查路径和权限。", "Check the path and its permissions."}};
  const auto space = fs::space(folder);
  const std::string free = std::to_string(space.available >> 30);
  if (space.available < (std::uintmax_t{2} << 30))
    return {
        warning,
        {folder.string() + " 剩余空间不足 2 GB。", folder.string() + " has less than 2 GB left."},
        {"请清理磁盘或换一个磁盘。", "Free some space."}};
  return {good,
          {folder.string() + " 可写，剩余 " + free + " GB",
           folder.string() + " is writable, " + free + " GB free"},
          {}};
}

Diagnosis look_at_database(const Config& config) {
  pipeline::Database database(config.database);
  const std::int64_t broken = pipeline::AuditLog(database).first_break();
  if (broken != 0)
    return {fault,
            {"审计链在第 " + std::to_string(broken) + " 条处断开。",
             "The audit chain breaks at entry " + std::to_string(broken) + "."},
            {"登记库被改动过：请停止服务并从备份核对。",
             "The register was changed: stop the service and compare with a backup."}};
  return {good, {"登记库可用，审计链完整", "The register is usable, its audit chain whole"}, {}};
}

Diagnosis look_at_archive(const Config& config) {
  pipeline::Database database(config.database);
  const ArchiveParts parts(config, database);
  const auto summary = archive::Inspections(database).summary();
  const std::string records = std::to_string(summary.records);
  const std::string inspected = std::to_string(summary.inspected);
  if (summary.faulty != 0)
    return {fault,
            {"有 " + std::to_string(summary.faulty) + " 件档案检测未通过。",
             std::to_string(summary.faulty) + " records of the archive failed their examination."},
            {"请执行 chengnuo archive report 查看，chengnuo archive verify --repair 修复。",
             "See chengnuo archive report; repair with chengnuo archive verify --repair"}};
  return {good,
          {"档案 " + records + " 件，已检测 " + inspected + " 件，未发现问题",
           records + " records in the archive, " + inspected + " inspected, no faults"},
          {}};
}

Diagnosis look_at_engines(const Config& config) {
  const ocr::ReaderSettings settings = reader_settings(config, find_data_files());
  if (!fs::exists(settings.reader))
    return {fault,
            {"找不到识读程序：" + settings.reader.string(),
             "The reader program is missing: " + settings.reader.string()},
            {"请重新安装本程序。", "Install the program again."}};
  if (settings.models.empty() || !fs::exists(settings.models))
    return {warning,
            {"只有 Tesseract 识别引擎。", "Tesseract is the only recognition engine."},
            {"运行 scripts/models 并重新编译后，中文识别会准确得多。",
             "Run scripts/models and build again: Chinese is read far better then."}};
  return {good, {"识别引擎：PP-OCR 和 Tesseract", "Recognition engines: PP-OCR and Tesseract"}, {}};
}

Diagnosis look_at_templates(const Config& config) {
  const auto templates = catalogue(config, find_data_files());
  return {good,
          {"模板 " + std::to_string(templates.entries().size()) + " 个",
           std::to_string(templates.entries().size()) + " templates"},
          {}};
}

Diagnosis look_at_holidays(const Config& config, pipeline::Time now) {
  const publication::WorkCalendar calendar(config.holidays);
  // Terms that begin now end within two months.
  const auto today = publication::day_in_china(now);
  for (const auto day : {today, today + std::chrono::days(60)}) {
    if (calendar.knows_year_of(day)) continue;
    const std::string year = publication::iso(day).substr(0, 4);
    return {warning,
            {"节假日表中没有 " + year + " 年的安排，公示期和期限只按周末计算。",
             "The table of holidays lacks " + year + ": terms know only week-ends."},
            {"请按国务院办公厅的通知补充节假日表（[publication] holidays）。",
             "Add what the State Council announced ([publication] holidays)."}};
  }
  return {
      good,
      {"节假日表包含当前期限所在的年份", "The table of holidays knows the years that terms end in"},
      {}};
}

/// One location holds until its disk dies.
Diagnosis look_at_second_location(const Config& config) {
  if (config.archive_copies.empty())
    return {warning,
            {"档案只有一处存放。", "The archive has one location only."},
            {"建议在另一块磁盘上设 [archive] second_folder，并定期 chengnuo backup。",
             "Set [archive] second_folder on another disk, and run chengnuo backup regularly."}};
  for (const fs::path& folder : config.archive_copies) {
    const Diagnosis found = look_at_folder(folder);
    if (found.grade != good) return found;
  }
  return {good, {"档案有第二存放处", "The archive has a second location"}, {}};
}

/// What strangers' files are kept from (docs/sandbox.md).
Diagnosis look_at_kernel() {
  if (pipeline::landlock_version() >= 1)
    return {good, {"识读进程在沙箱中运行", "Readers are kept apart from the machine"}, {}};
  return {warning,
          {"内核没有 Landlock，识读进程少一层文件隔离。",
           "This kernel has no Landlock: readers lack one of their fences."},
          {"可用 5.13 以上并启用 landlock 的内核（Debian 12 默认如此）。",
           "Use a kernel of 5.13 or later with Landlock on, as Debian 12's is."}};
}

Diagnosis look_at_time_stamps(const Config& config, pipeline::Time now) {
  if (config.time_stamps.empty())
    return {warning,
            {"没有配置时间戳服务：签名只到 B-B，不能证明签署时间。",
             "No time stamp authority is configured: signatures stay at B-B and prove no time."},
            {"请在 [signing] time_stamps 中填写服务地址，并把其根证书放入 keys/trust。",
             "Name some in [signing] time_stamps, and put their roots into keys/trust."}};
  for (const std::string& url : config.time_stamps) {
    signing::TimeStampSettings settings = time_stamp_settings(config);
    settings.urls = {url};
    signing::TimeStampClient client(settings, anchors_below({config.trust}));
    signing::stamp_bytes(client, "chengnuo doctor", now);
  }
  return {good, {"时间戳服务可用", "The time stamp authorities answer"}, {}};
}

Diagnosis look_at_level(const UnitConfig& unit, const Config& config) {
  const auto key = signing_key(unit);
  const signing::Level level = level_for(unit, config, *key);
  const std::string name(signing::name_of(level));
  if (level >= signing::Level::b_lt && signing::highest_level(*key) < level)
    return {fault,
            {"单位 " + unit.id + " 的证书没有写明吊销查询地址，达不到 " + name + "。",
             "Unit " + unit.id + "'s certificate names no revocation service: " + name +
                 " is out of reach."},
            {"请把 [signing] level 设为 B-T，或换一张证书。",
             "Set [signing] level to B-T, or use another certificate."}};
  return {good,
          {"单位 " + unit.id + " 的签名等级：" + name, "Unit " + unit.id + " signs at " + name},
          {}};
}

}  // namespace

std::vector<Diagnosis> diagnose(const fs::path& home) {
  std::vector<Diagnosis> found;
  Config config;
  look(found, [&]() -> Diagnosis {
    config = read_config(home);
    return {good, {"设置文件正确", "The configuration is right"}, {}};
  });
  if (found.front().grade == fault) return found;
  for (const fs::path& folder : {config.inbox, config.work, config.archive})
    look(found, [&] { return look_at_folder(folder); });
  look(found, [&] { return look_at_second_location(config); });
  look(found, [&] { return look_at_database(config); });
  look(found, [&] { return look_at_archive(config); });
  look_at_all(found, [&] { return look_at_queues(config); });
  look_at_all(found, [&] { return look_at_people(config); });
  look(found, [&] { return look_at_kernel(); });
  look(found, [&] { return look_at_engines(config); });
  look(found, [&] { return look_at_templates(config); });
  const auto now = time_now();
  look(found, [&] { return look_at_holidays(config, now); });
  for (const UnitConfig& unit : config.units)
    look_at_all(found, [&] { return look_at_unit_key(unit, now); });
  look_at_all(found, [&] { return look_at_page_certificate(config, now); });
  look_at_all(found, [&] { return look_at_receiver("platform", config.platform, now); });
  look_at_all(found,
              [&] { return look_at_receiver("activity_office", config.activity_office, now); });
  look(found, [&] { return look_at_time_stamps(config, now); });
  for (const UnitConfig& unit : config.units)
    look(found, [&] { return look_at_level(unit, config); });
  return found;
}

}  // namespace chengnuo::console
