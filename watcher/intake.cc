#include "watcher/intake.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

#include "pipeline/crash_point.h"
#include "watcher/drop_store.h"
#include "watcher/inbox_file.h"
#include "watcher/name_rules.h"
#include "watcher/refusals.h"
#include "watcher/system_error.h"
#include "watcher/unpack_apart.h"
#include "watcher/zip_names.h"

namespace chengnuo::watcher {

using pipeline::crash_point;
using pipeline::Message;

namespace {

std::string head_of(int file) {
  std::array<char, 16> head{};
  const ssize_t count = ::pread(file, head.data(), head.size(), 0);
  return {head.data(), static_cast<std::size_t>(std::max<ssize_t>(count, 0))};
}

bool is_zip(std::string_view head) {
  return head.starts_with("PK\x03\x04") || head.starts_with("PK\x05\x06");
}

std::string without_extension(const std::string& name) {
  const std::size_t dot = name.rfind('.');
  return dot == std::string::npos || dot == 0 ? name : name.substr(0, dot);
}

Message duplicate_message(const std::string& submission) {
  return {"重复收件：与 " + submission + " 相同，未重复登记。",
          "Received before: the same as " + submission + ", not entered again."};
}

Message still_changing() {
  return {"文件仍在写入，稍后再接收。", "The file is still being written; it is taken later."};
}

}  // namespace

/// A file that is about to be taken in.
struct Intake::Source {
  const InboxPlace* place = nullptr;  ///< null for a file of someone's own
  std::filesystem::path path;
  std::string name;    ///< UTF-8
  std::string folder;  ///< UTF-8, beneath the unit's folder
  std::string unit;
  std::string batch;
  InboxFile found;

  Report report(const std::string& named, Outcome outcome, Message message = {}) const {
    return {named, unit, batch, outcome, {}, {}, std::move(message)};
  }

  /// Moves it within its inbox; a name that was taken meanwhile gets a number.
  void move_to(const char* folder_name) const {
    if (place == nullptr) return;
    constexpr int kAttempts = 100;
    for (int attempt = 0; attempt < kAttempts; ++attempt) {
      const auto to = free_place(place->unit_folder, folder_name, place->relative);
      if (move_in_inbox(place->unit_folder, place->relative, found.facts, to)) return;
      std::error_code ignored;
      if (!std::filesystem::exists(place->unit_folder / to, ignored))
        return;  // it is another's now
    }
  }

  /// Keeps a text for the clerk in 待处理/, beside where the file would lie there.
  void explain(const Explanation& explanation) const {
    if (place == nullptr) return;
    std::filesystem::path to = free_place(place->unit_folder, kPendingFolder, place->relative);
    to.replace_filename(explanation_name(to.filename().native()));
    write_in_inbox(place->unit_folder, to, explanation.text());
  }

  /// Lies a file of this name in 已接收/ already?
  bool was_received_before() const {
    if (place == nullptr) return true;
    std::error_code ignored;
    return std::filesystem::exists(place->unit_folder / kReceivedFolder / place->relative, ignored);
  }
};

std::vector<Report> Intake::take_in(const InboxPlace& place) {
  Source source{&place,
                place.unit_folder / place.relative,
                name_in_utf8(place.relative.filename().native()),
                name_in_utf8(place.relative.parent_path().native()),
                place.unit,
                place.batch,
                open_inbox_file(place.unit_folder, place.relative)};
  if (source.found.gone()) return {source.report(source.name, Outcome::waiting)};
  require_movable(source.found, source.path);
  return take(std::move(source));
}

std::vector<Report> Intake::take_copy(const std::filesystem::path& file, const std::string& unit,
                                      const std::string& batch) {
  return take_copy(file, name_in_utf8(file.filename().native()), unit, batch);
}

std::vector<Report> Intake::take_copy(const std::filesystem::path& file, const std::string& name,
                                      const std::string& unit, const std::string& batch) {
  Source source{nullptr, file, name, {}, unit, batch, open_own_file(file)};
  if (source.found.gone()) {
    throw system_error(ENOENT, {"打开文件", "Opening the file"}, file);
  }
  return take(std::move(source));
}

std::vector<Report> Intake::take(Source source) {
  std::optional<Message> refusal = source.found.refusal;
  if (!refusal && source.found.facts.st_size == 0) refusal = empty_file();
  const std::string head = refusal ? std::string() : head_of(source.found.file.get());
  if (!refusal) refusal = unwelcome_format(head);
  if (refusal) return {refuse(source, *refusal)};
  if (is_zip(head)) return take_zip(std::move(source));

  Report report = enter(source, source.found.file.get(), source.name);
  if (report.outcome != Outcome::waiting) source.move_to(kReceivedFolder);
  crash_point("intake-moved");
  return {report};
}

Report Intake::refuse(const Source& source, const Message& reason) {
  register_.refuse(source.unit, source.name, reason);
  crash_point("intake-refused");
  // The explanation comes first: after a crash here the same name is still free for the file, and
  // the text is written over itself.
  Explanation explanation(source.name);
  explanation.add({}, reason);
  source.explain(explanation);
  crash_point("intake-explained");
  source.move_to(kPendingFolder);
  return source.report(source.name, Outcome::refused, reason);
}

Report Intake::enter(const Source& source, int file, const std::string& name) {
  const auto stored = store_drop(file, source.path, work_);
  if (!stored) return source.report(name, Outcome::waiting, still_changing());
  crash_point("intake-stored");

  const pipeline::Drop drop{stored->sha256, name, source.folder, stored->size, register_.now()};
  const auto received = register_.receive(drop, source.unit, source.batch, first_stage_);
  crash_point("intake-registered");

  Report report = source.report(name, Outcome::taken);
  report.submission = received.submission;
  report.sha256 = stored->sha256;
  if (received.known && !was_interrupted(source, drop, received.submission)) {
    report.outcome = Outcome::duplicate;
    report.message = duplicate_message(received.submission);
  }
  return report;
}

/// Known bytes are no duplicate if they are this very file, whose intake stopped before it moved.
bool Intake::was_interrupted(const Source& source, const pipeline::Drop& drop,
                             const std::string& submission) const {
  if (source.was_received_before()) return false;
  const auto found = register_.find(submission);
  return found && std::ranges::any_of(found->drops, [&](const pipeline::Drop& known) {
           return known.sha256 == drop.sha256 && known.name == drop.name &&
                  known.folder == drop.folder;
         });
}

std::vector<Report> Intake::take_zip(Source zip) {
  const ScratchFolder scratch(work_);
  const Unpacking unpacking = unpack_apart(zip.found.file.get(), scratch.path(), limits_);
  if (!is_unchanged(zip.found.file.get(), zip.found.facts)) {
    return {zip.report(zip.name, Outcome::waiting, still_changing())};
  }
  if (unpacking.is_document) {
    Report report = enter(zip, zip.found.file.get(), zip.name);
    if (report.outcome != Outcome::waiting) zip.move_to(kReceivedFolder);
    return {report};
  }
  if (unpacking.spoiled != Spoiled::none) {
    return {refuse(zip, spoiled_message(unpacking.spoiled, limits_))};
  }

  if (zip.batch.empty()) zip.batch = without_extension(zip.name);
  std::vector<Report> reports;
  for (const UnpackedFile& file : unpacking.files) {
    reports.push_back(take_unpacked(zip, scratch.path(), file));
    crash_point("intake-unpacked");
  }
  return finish_zip(zip, std::move(reports));
}

Report Intake::take_unpacked(const Source& zip, const std::filesystem::path& folder,
                             const UnpackedFile& unpacked) {
  std::string name = zip.name;
  std::optional<Message> refusal;
  if (unpacked.spoiled != Spoiled::none) refusal = spoiled_message(unpacked.spoiled, limits_);
  for (const PackedName& part : unpacked.path) {
    const std::string utf8 = name_in_utf8(part);
    const auto safe = safe_inner_name(utf8);
    name += "/" + safe.value_or(utf8);
    if (!safe) refusal = unsafe_name();
  }

  Descriptor file;
  if (!refusal) {
    const auto path = folder / std::to_string(unpacked.number);
    file = Descriptor(::open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC));
    if (!file) throw system_error(errno, {"打开", "Opening"}, path);
    const std::string head = head_of(file.get());
    refusal = head.empty() ? empty_file() : unwelcome_format(head);
  }
  if (refusal) {
    register_.refuse(zip.unit, name, *refusal);
    return zip.report(name, Outcome::refused, *refusal);
  }
  return enter(zip, file.get(), name);
}

std::vector<Report> Intake::finish_zip(const Source& zip, std::vector<Report> reports) {
  const auto count = [&](Outcome outcome) {
    return std::to_string(std::ranges::count(reports, outcome, &Report::outcome));
  };
  Explanation explanation(zip.name);
  bool any_refused = false;
  for (const Report& report : reports) {
    if (report.outcome != Outcome::refused) continue;
    explanation.add(report.name, report.message);
    any_refused = true;
  }
  const bool all_refused = std::ranges::all_of(
      reports, [](const Report& report) { return report.outcome == Outcome::refused; });
  if (reports.empty()) return {refuse(zip, empty_zip())};

  if (any_refused) zip.explain(explanation);
  zip.move_to(all_refused ? kPendingFolder : kReceivedFolder);
  crash_point("intake-moved");
  reports.push_back(zip.report(
      zip.name, all_refused ? Outcome::refused : Outcome::taken,
      {"压缩包：接收 " + count(Outcome::taken) + " 个，重复 " + count(Outcome::duplicate) +
           " 个，未接收 " + count(Outcome::refused) + " 个。",
       "Zip: " + count(Outcome::taken) + " taken, " + count(Outcome::duplicate) +
           " received before, " + count(Outcome::refused) + " refused."}));
  return reports;
}

}  // namespace chengnuo::watcher
