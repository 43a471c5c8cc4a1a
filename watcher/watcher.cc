#include "watcher/watcher.h"

#include <algorithm>
#include <exception>
#include <utility>

#include "pipeline/error.h"
#include "watcher/end_check.h"
#include "watcher/inbox_file.h"
#include "watcher/name_rules.h"

namespace chengnuo::watcher {

using pipeline::Error;
using pipeline::Message;
using std::chrono::milliseconds;

namespace {

constexpr int kRound =
    200;  // files between two looks: some seconds, so that newcomers get their turn
constexpr milliseconds kBreath(200);  // between two looks, while a copy rings without end
constexpr milliseconds kFirstDelay = std::chrono::seconds(5);
constexpr milliseconds kLongestDelay = std::chrono::minutes(5);

/// The earlier of two times, of which either may be "never".
std::optional<SteadyTime> earlier(std::optional<SteadyTime> a, std::optional<SteadyTime> b) {
  if (!a || !b) return a ? a : b;
  return std::min(*a, *b);
}

/// Units and batches take turns: a batch of thousands does not keep a single letter waiting.
std::vector<Sighting> in_turn(std::vector<Sighting> files) {
  std::map<std::pair<std::string, std::string>, std::size_t> served;
  std::vector<std::pair<std::size_t, Sighting>> queue;
  queue.reserve(files.size());
  for (Sighting& file : files) {
    const std::size_t turn = served[{file.place.unit, file.place.batch}]++;
    queue.emplace_back(turn, std::move(file));
  }
  std::ranges::stable_sort(queue, {}, [](const auto& waiting) { return waiting.first; });
  std::vector<Sighting> ordered;
  ordered.reserve(queue.size());
  for (auto& waiting : queue) ordered.push_back(std::move(waiting.second));
  return ordered;
}

std::filesystem::path path_of(const InboxPlace& place) {
  return place.unit_folder / place.relative;
}

Report failed_report(const InboxPlace& place, const Message& message) {
  return {name_in_utf8(place.relative.filename().native()),
          place.unit,
          place.batch,
          Outcome::failed,
          {},
          {},
          message};
}

Message with_advice(const Error& error) {
  return {error.message().zh + error.advice().zh, error.message().en + " " + error.advice().en};
}

Message unforeseen(const char* what) {
  return {"程序内部错误，文件留在原处：" + std::string(what),
          "An internal error; the file stays where it is: " + std::string(what)};
}

Message closed_folder() {
  return {
      "无法打开该文件夹（没有权限，或层数过多），其中的文件没有接收。请管理员检查。",
      "This folder cannot be opened (no permission, or nested too deeply); what it holds was not "
      "taken in. Please ask the administrator."};
}

}  // namespace

Watcher::Watcher(WatcherSettings settings, Intake& intake, IntakeObserver observer, Clock clock)
    : settings_(std::move(settings)),
      intake_(intake),
      observer_(std::move(observer)),
      clock_(std::move(clock)),
      scanner_(settings_.inbox, settings_.units, settings_.default_unit) {}

void Watcher::run(std::stop_token stop) {
  const std::stop_callback wake(stop, [this] { events_.wake_up(); });
  while (!stop.stop_requested()) {
    std::optional<SteadyTime> due;
    try {
      due = look(Mode::watching, stop);
      told_closed_.erase(settings_.inbox);
    } catch (const Error& error) {  // the inbox itself is away: a share that was not mounted
      if (told_closed_.insert(settings_.inbox).second) {
        tell({name_in_utf8(settings_.inbox.native()),
              {},
              {},
              Outcome::failed,
              {},
              {},
              with_advice(error)});
      }
      due = clock_() + settings_.poll;
    }
    if (!stop.stop_requested()) wait_until(due);
  }
}

void Watcher::drain(std::stop_token stop) {
  const std::stop_callback wake(stop, [this] { events_.wake_up(); });
  while (!stop.stop_requested()) {
    const auto due = look(Mode::draining, stop);
    if (!due) return;
    wait_until(due);
  }
}

std::optional<SteadyTime> Watcher::look(Mode mode, const std::stop_token& stop) {
  Scan scan = scanner_.scan(clock_());
  if (settings_.noticing == Noticing::automatic && events_.watch(scan.folders)) {
    trusts_events_ = trusts_events(scan.folders);
    scan = scanner_.scan(clock_());  // what came before the folder was watched
  }
  tell_of_closed(scan.closed);

  std::optional<SteadyTime> next;
  int taken = 0;
  for (const Sighting& file : in_turn(std::move(scan.files))) {
    if (stop.stop_requested()) return next;
    if (taken == kRound) return clock_();
    const auto due = handle(file, mode);
    if (!due) ++taken;
    next = earlier(next, due);
  }
  return next;
}

/// Takes the file in if it is finished. Returns when it is due if it is still to be taken.
std::optional<SteadyTime> Watcher::handle(const Sighting& file, Mode mode) {
  const auto failure = failures_.find(path_of(file.place));
  if (failure != failures_.end()) {
    if (failure->second.appearance != file.appearance) {
      failures_.erase(failure);
    } else if (mode == Mode::draining) {
      return {};
    } else if (clock_() < failure->second.next_attempt) {
      return failure->second.next_attempt;
    }
  }
  try {
    if (const auto due = unfinished_until(file, mode)) return due;
    const std::vector<Report> reports = intake_.take_in(file.place);
    failures_.erase(path_of(file.place));
    if (reports.size() == 1 && reports.front().outcome == Outcome::waiting) {
      return clock_() + settings_.quiet;
    }
    for (const Report& report : reports) tell(report);
    return {};
  } catch (const Error& error) {
    return fail(file, mode, with_advice(error));
  } catch (const std::exception& error) {
    return fail(file, mode, unforeseen(error.what()));
  }
}

/// When it is worth looking at this file again; nothing if it is finished.
std::optional<SteadyTime> Watcher::unfinished_until(const Sighting& file, Mode mode) const {
  const SteadyTime now = clock_();
  const SteadyTime quiet_at = file.unchanged_since + settings_.quiet;
  if (now < quiet_at) return quiet_at;
  const SteadyTime given_up_at =
      file.unchanged_since + std::max(settings_.quiet, mode == Mode::draining
                                                           ? settings_.drain_patience
                                                           : settings_.patience);
  if (now >= given_up_at) return {};
  const InboxFile found = open_inbox_file(file.place.unit_folder, file.place.relative);
  if (!found.file) return {};  // refused, or gone: for the intake to say
  const bool finished =
      check_end(found.file.get()) != End::incomplete && !is_being_written(found.file.get());
  if (finished) return {};
  return std::min(now + settings_.quiet, given_up_at);
}

std::optional<SteadyTime> Watcher::fail(const Sighting& file, Mode mode, const Message& message) {
  Failure& failure = failures_[path_of(file.place)];
  const int doublings = std::min(failure.attempts++, 10);
  failure.appearance = file.appearance;
  failure.next_attempt = clock_() + std::min(kFirstDelay * (1 << doublings), kLongestDelay);
  tell(failed_report(file.place, message));
  return mode == Mode::draining ? std::nullopt : std::optional(failure.next_attempt);
}

void Watcher::tell_of_closed(const std::vector<std::filesystem::path>& folders) {
  for (const auto& folder : folders) {
    if (!told_closed_.insert(folder).second) continue;
    tell({name_in_utf8(folder.native()), {}, {}, Outcome::failed, {}, {}, closed_folder()});
  }
}

bool Watcher::trusts_events(const std::vector<std::filesystem::path>& folders) {
  for (const auto& folder : folders) {
    // Asked of the inbox and of the units' folders, where shares are mounted; not of every batch.
    if (folder != settings_.inbox && folder.parent_path() != settings_.inbox) continue;
    if (!trusted_.contains(folder)) trusted_[folder] = events_.can_be_trusted_in(folder);
  }
  return std::ranges::all_of(trusted_, [](const auto& known) { return known.second; });
}

void Watcher::wait_until(std::optional<SteadyTime> due) {
  const SteadyTime now = clock_();
  milliseconds most = trusts_events_ ? settings_.rescan : settings_.poll;
  if (due) {
    const auto left = std::chrono::ceil<milliseconds>(*due - now);
    most = std::clamp(left, milliseconds(0), most);
  }
  events_.wait(std::min(kBreath, settings_.quiet), most);
}

}  // namespace chengnuo::watcher
