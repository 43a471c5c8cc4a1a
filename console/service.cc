#include "console/service.h"

#include <unistd.h>

#include <algorithm>
#include <iostream>
#include <thread>

#include "archive/retrieve.h"
#include "console/notify.h"
#include "console/problem_sheet.h"
#include "console/renewal.h"
#include "console/words.h"
#include "pipeline/pause.h"
#include "watcher/reconcile.h"

namespace chengnuo::console {
namespace {

using namespace std::chrono_literals;
using pipeline::Message;

// Each record is read again within a month, as long as there is less than 50 TB; a disk that does
// ten times that still serves everybody else.
constexpr auto kInspectEvery = std::chrono::days(30);
constexpr std::int64_t kInspectedPerSecond = 20'000'000;  // bytes

watcher::WatcherSettings watcher_settings(const Config& config) {
  watcher::WatcherSettings settings;
  settings.inbox = config.inbox;
  settings.default_unit = config.units.front().id;
  for (const UnitConfig& unit : config.units) settings.units.insert(unit.id);
  settings.quiet = config.quiet;
  settings.patience = config.give_up;
  settings.rescan = config.rescan;
  settings.noticing =
      config.notice == "polling" ? watcher::Noticing::polling : watcher::Noticing::automatic;
  return settings;
}

/// Unique among the hosts that share a register.
std::string worker_name(int number) {
  char host[256] = "host";
  gethostname(host, sizeof host - 1);
  return std::string(host) + ":" + std::to_string(getpid()) + ":" + std::to_string(number);
}

}  // namespace

Service::Service(const Config& config, const DataFiles& data, pipeline::Language language)
    : config_(config),
      log_(language, config.log),
      lock_(config.home),
      database_(config.database),
      register_(database_),
      outbox_(database_),
      machinery_(config, data, database_),
      schema_(data.message_xsd),
      sender_(register_, outbox_, schema_, publishers(config),
              sender_settings(config, machinery_.templates)),
      intake_(register_, machinery_.work, first_stage()),
      watcher_(watcher_settings(config), intake_,
               [this](const watcher::Report& each) { report(each); }),
      data_(data) {
  for (const UnitConfig& unit : config.units)
    std::filesystem::create_directories(config.inbox / unit.id);
  reconcile();
  register_.retry_all();  // whoever mends the set-up starts the service again, and looks at it
}

void Service::reconcile() {
  watcher::ReconcileSettings settings;
  settings.inbox = config_.inbox;
  settings.unit = config_.units.front().id;
  settings.first_stage = first_stage();
  const auto found = watcher::reconcile(register_, machinery_.work, settings,
                                        std::filesystem::file_time_type::clock::now());
  for (const watcher::Report& each : found.recovered) report(each);
  for (const watcher::MissingBytes& each : found.missing)
    log_.error({each.submission + " 的收件 " + each.drop.name + " 的文件丢失，请从备份恢复。",
                each.submission + ": the bytes of " + each.drop.name +
                    " are missing; restore them from a backup."});
}

void Service::start_workers(std::vector<std::jthread>& threads, std::stop_token stop) {
  for (int i = 0; i < config_.workers; ++i)
    threads.emplace_back([this, i, stop] {
      pipeline::Worker worker(
          register_, machinery_.stages, worker_name(i),
          [this](const auto& submission, const auto& stage, const auto* outcome,
                 const auto* error) { observe(submission, stage, outcome, error); },
          config_.lease);
      worker.run(stop);
    });
}

void Service::open_page() {
  if (config_.listen == "off") return;
  try {
    page_ = std::make_unique<WebServer>(config_, data_, database_, machinery_, intake_, log_);
    log_.info({"网页：" + page_->address(), "Page: " + page_->address()});
  } catch (const pipeline::Error& error) {
    // Papers are worked on without a page too; a taken port must not stop them.
    log_.error({"网页未能打开", "The page is not served"}, error);
  }
}

/// While the register answers, the service is of use.
bool Service::alive() const {
  try {
    register_.now();
    return true;
  } catch (const pipeline::Error&) {
    return false;
  }
}

void Service::run(std::stop_token stop) {
  open_page();
  log_.info({"服务已启动，收件文件夹：" + config_.inbox.string(),
             "The service runs. Inbox: " + config_.inbox.string()});
  std::vector<std::jthread> threads;
  threads.emplace_back([this, stop] { watcher_.run(stop); });
  threads.emplace_back([this, stop] { sender_.run(stop); });
  threads.emplace_back([this, stop] { keep_sealed(stop); });
  if (!config_.time_stamps.empty()) threads.emplace_back([this, stop] { keep_renewed(stop); });
  threads.emplace_back([this, stop] { keep_inspected(stop); });
  if (page_) threads.emplace_back([this, stop] { page_->run(stop); });
  threads.emplace_back([this, stop] { keep_watchdog([this] { return alive(); }, stop); });
  start_workers(threads, stop);
  notify_supervisor("READY=1");
}

void Service::keep_sealed(std::stop_token stop) {
  archive::LogHeads& heads = machinery_.archive.heads;
  while (!stop.stop_requested()) {
    try {
      const auto last = heads.last_time();
      const bool due = !last || register_.now() - *last >= config_.archive_seal ||
                       (!config_.time_stamps.empty() && heads.lacks_stamp());
      if (due && !machinery_.archive.records.empty()) {
        machinery_.archive.store.require_mounted();
        heads.seal(notary(config_));
      }
    } catch (const pipeline::Error& error) {
      log_.error({"签署日志头", "sealing the log"}, error);
    }
    pipeline::pause(stop, 60s);
  }
}

void Service::keep_renewed(std::stop_token stop) {
  while (!stop.stop_requested()) {
    try {
      const pipeline::Time now = register_.now();
      const RenewalParts parts{register_, machinery_.archive, machinery_.filing, machinery_.work,
                               machinery_.levels};
      const Renewals done = renew_archive(parts, now, now + config_.renew_before, stop);
      for (const Renewals::Failure& each : done.failures)
        log_.error({"签名续期 " + each.code, "renewing " + each.code}, each.error);
    } catch (const pipeline::Error& error) {
      log_.error({"签名续期", "renewing signatures"}, error);
    }
    pipeline::pause(stop, 24h);
  }
}

void Service::keep_inspected(std::stop_token stop) {
  archive::Inspections inspections(database_);
  while (!stop.stop_requested()) {
    std::int64_t read = 0;
    try {
      read = inspect_one(inspections);
    } catch (const pipeline::Error& error) {
      log_.error({"档案检测", "inspecting the archive"}, error);
    }
    const std::chrono::milliseconds rest(read * 1000 / kInspectedPerSecond);
    pipeline::pause(stop, read == 0 ? std::chrono::milliseconds(60s) : rest);
  }
}

std::int64_t Service::inspect_one(archive::Inspections& inspections) {
  const auto due = inspections.due(kInspectEvery);
  if (!due) return 0;
  ArchiveParts& parts = machinery_.archive;
  parts.store.require_mounted();
  auto listed = parts.records.find(*due);
  if (!listed) return 0;
  const auto now = register_.find(*due);
  const auto record = archive::readable_record(parts.store, listed->record);
  if (now && record && pipeline::is_filed(now->state) && archive::is_behind(*record, *now)) {
    refile(config_, parts, *now);
    listed = parts.records.find(*due);
  }
  const auto done = archive::inspect(parts.store, *listed, outside_checks(config_, parts));
  inspections.note(done);
  for (const auto& fault : done.faults) {
    const std::string file = fault.file.string();
    if (fault.repaired)
      log_.warning({"档案 " + listed->code + "：已修复 " + file,
                    "record " + listed->code + ": repaired " + file});
    else
      log_.error({"档案 " + listed->code + "：已损坏或缺失 " + file,
                  "record " + listed->code + ": damaged or missing " + file});
  }
  const std::string failed = archive::failed_codes(done.items);
  if (!failed.empty())
    log_.error({"档案 " + listed->code + " 四性检测未通过：" + failed,
                "record " + listed->code + " failed its examination: " + failed});
  return std::max<std::int64_t>(done.bytes, 1);
}

void Service::work(std::stop_token stop) {
  std::vector<std::jthread> threads;
  start_workers(threads, stop);
}

void Service::run_once(std::stop_token stop) {
  std::vector<std::jthread> threads;
  std::stop_source done;
  const std::stop_callback forward(stop, [&] { done.request_stop(); });
  start_workers(threads, done.get_token());
  watcher_.drain(stop);

  while (!stop.stop_requested() && !register_.idle())
    pipeline::pause(stop, 100ms);  // idleness has no bell to wait on
  done.request_stop();
  threads.clear();
  while (!stop.stop_requested() && sender_.send_one()) {
  }
}

void Service::report(const watcher::Report& report) {
  using enum watcher::Outcome;
  switch (report.outcome) {
    case taken:
      if (report.submission.empty()) break;  // a zip: what became of its files was said one by one
      return log_.info({"收件 " + report.name + " → " + report.submission,
                        "received " + report.name + " → " + report.submission});
    case waiting:
      return;
    default:
      break;
  }
  log_.warning({"收件 " + report.name + "：" + report.message.zh,
                "inbox " + report.name + ": " + report.message.en});
}

/// Of help, but nothing that the work depends on: a full inbox must not stop it.
void Service::keep_problem_sheets(const pipeline::Submission& submission) {
  try {
    if (submission.state == pipeline::State::held)
      write_problem_sheets(config_, submission);
    else if (!submission.decisions.empty() || submission.drops.size() > 1)
      remove_problem_sheets(config_, submission);
  } catch (const std::exception& error) {
    log_.warning({submission.id + "：问题说明未能写入待处理文件夹：" + error.what(),
                  submission.id + ": the problem sheet could not be written: " + error.what()});
  }
}

void Service::observe(const pipeline::Submission& submission, const std::string& stage,
                      const pipeline::Outcome* outcome, const pipeline::Error* error) {
  const std::string head = submission.id + " " + stage;
  if (error != nullptr) return log_.error({head, head}, *error);
  if (submission.state == pipeline::State::held || stage == stage_after_approval())
    keep_problem_sheets(submission);
  if (outcome == nullptr || outcome->holds.empty()) return log_.info({head + " ✓", head + " ✓"});
  if (submission.state != pipeline::State::held)
    return log_.info(
        {head + "：找到了同一企业的另一份文件", head + ": the enterprise's other paper was there"});
  const pipeline::Hold& hold = outcome->holds.front();
  log_.info({head + "：待" + word_for(hold.for_whom).zh + "处理，" + hold.reason.zh,
             head + ": waits for the " + word_for(hold.for_whom).en + ": " + hold.reason.en});
}

}  // namespace chengnuo::console
