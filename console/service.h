#pragma once

#include <atomic>
#include <stop_token>
#include <thread>

#include "archive/inspection.h"
#include "console/assembly.h"
#include "console/home_lock.h"
#include "console/service_log.h"
#include "console/web/server.h"
#include "pipeline/audit.h"
#include "pipeline/worker.h"
#include "publication/sender.h"
#include "watcher/intake.h"
#include "watcher/watcher.h"

namespace chengnuo::console {

/// The service on one home: one thread watches the inboxes, some work on submissions, one sends
/// messages out. They share nothing but the register.
class Service {
 public:
  /// Takes the home, and brings folder, work folder and register into agreement.
  Service(const Config& config, const DataFiles& data, pipeline::Language language);

  /// Until asked to stop.
  void run(std::stop_token stop);
  /// Works off what is there, sends what is due, and ends.
  void run_once(std::stop_token stop);
  /// Only the pipeline's workers, for further hosts.
  void work(std::stop_token stop);

 private:
  void reconcile();
  /// Has the head of the archive's log signed when its time has come, until asked to stop.
  void keep_sealed(std::stop_token stop);
  /// Renews the time stamps of archived copies before they end, once a day.
  void keep_renewed(std::stop_token stop);
  /// Reads record after record of the archive again, at a bounded speed, until asked to stop.
  void keep_inspected(std::stop_token stop);
  /// One that is due. Returns how many bytes were read; 0 if none is due.
  std::int64_t inspect_one(archive::Inspections& inspections);
  void open_page();
  bool alive() const;
  void start_workers(std::vector<std::jthread>& threads, std::stop_token stop);
  void report(const watcher::Report& report);
  void observe(const pipeline::Submission& submission, const std::string& stage,
               const pipeline::Outcome* outcome, const pipeline::Error* error);
  void keep_problem_sheets(const pipeline::Submission& submission);

  Config config_;
  ServiceLog log_;
  HomeLock lock_;
  pipeline::Database database_;
  pipeline::Register register_;
  pipeline::Outbox outbox_;
  Machinery machinery_;
  publication::XmlSecurity xml_security_;
  publication::Schema schema_;
  publication::Sender sender_;
  watcher::Intake intake_;
  watcher::Watcher watcher_;
  DataFiles data_;
  std::unique_ptr<WebServer> page_;  ///< if it is served
};

}  // namespace chengnuo::console
