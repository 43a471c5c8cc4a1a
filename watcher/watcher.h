#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <stop_token>
#include <string>
#include <vector>

#include "watcher/folder_events.h"
#include "watcher/inbox_scan.h"
#include "watcher/intake.h"

namespace chengnuo::watcher {

/// How changes are noticed.
enum class Noticing {
  automatic,  ///< by events where they can be trusted, else by looking again and again
  polling,    ///< only by looking
};

struct WatcherSettings {
  std::filesystem::path inbox;  ///< holds a folder for each unit
  std::set<std::string> units;  ///< their names; empty: every folder in the inbox is a unit's
  std::string default_unit;     ///< whose the other files and folders in `inbox` are
  std::chrono::milliseconds quiet{2000};  ///< a file is finished when unchanged for this long …
  /// … and whole by its structure. One that stays incomplete, or open in another program, for this
  /// long is taken in all the same, so that it is refused with a message and does not lie for ever.
  std::chrono::milliseconds patience = std::chrono::minutes(10);
  std::chrono::milliseconds drain_patience = std::chrono::seconds(10);  ///< the same in drain()
  std::chrono::milliseconds rescan = std::chrono::seconds(30);          ///< even if no event came
  std::chrono::milliseconds poll = std::chrono::seconds(2);  ///< where events are not trusted
  Noticing noticing = Noticing::automatic;
};

/// Told of each file that something became of; see Report.
using IntakeObserver = std::function<void(const Report&)>;
using Clock = std::function<SteadyTime()>;

/// Takes in the files of the inboxes as soon as each is finished. One thread; wake_up() and the
/// stop token may be used from others. Holds a catch of its own (README, "Errors"): a file that
/// fails is reported, left where it is and tried again after a growing delay; the others go on.
class Watcher {
 public:
  Watcher(WatcherSettings settings, Intake& intake, IntakeObserver observer = {},
          Clock clock = std::chrono::steady_clock::now);

  /// Watches until asked to stop. A missing inbox is reported once and waited for.
  void run(std::stop_token stop);

  /// `run --once`: returns when every file that lies there, or comes meanwhile, was taken in,
  /// refused, or has failed once.
  void drain(std::stop_token stop = {});

  /// Looks once and takes in what is finished. Returns when a file that waits is due; nothing if
  /// none waits.
  std::optional<SteadyTime> scan_once() { return look(Mode::watching, {}); }

  void wake_up() { events_.wake_up(); }

 private:
  struct Failure {
    Appearance appearance;
    SteadyTime next_attempt;
    int attempts = 0;
  };
  enum class Mode { watching, draining };

  std::optional<SteadyTime> look(Mode mode, const std::stop_token& stop);
  std::optional<SteadyTime> handle(const Sighting& file, Mode mode);
  std::optional<SteadyTime> unfinished_until(const Sighting& file, Mode mode) const;
  std::optional<SteadyTime> fail(const Sighting& file, Mode mode, const pipeline::Message& message);
  void tell_of_closed(const std::vector<std::filesystem::path>& folders);
  void wait_until(std::optional<SteadyTime> due);
  bool trusts_events(const std::vector<std::filesystem::path>& folders);
  void tell(const Report& report) const {
    if (observer_) observer_(report);
  }

  WatcherSettings settings_;
  Intake& intake_;
  IntakeObserver observer_;
  Clock clock_;
  InboxScanner scanner_;
  FolderEvents events_;
  std::map<std::filesystem::path, Failure> failures_;
  std::map<std::filesystem::path, bool> trusted_;  ///< folders: do events tell everything there?
  std::set<std::filesystem::path> told_closed_;
  bool trusts_events_ = false;
};

}  // namespace chengnuo::watcher
