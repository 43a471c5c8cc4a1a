#include "watcher/reconcile.h"

#include <algorithm>
#include <optional>
#include <set>

#include "pipeline/file.h"
#include "watcher/inbox_scan.h"
#include "watcher/name_rules.h"

namespace chengnuo::watcher {

using pipeline::Drop;
using pipeline::Message;

namespace {

constexpr int kPage = 1000;  // submissions looked at together

Message recovered_message() {
  return {"发现一份已安全保存但未登记的文件（接收时中断，收件夹中已无原件），已恢复登记。",
          "Bytes were found that had been saved but not entered (intake was interrupted, and the "
          "inbox no longer holds the file); they are entered now."};
}

bool is_digest(const std::string& name) {
  return name.size() == 64 && std::ranges::all_of(name, [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
         });
}

/// What the inboxes hold, as far as it can be the source of bytes in the work folder.
struct Waiting {
  std::set<std::int64_t> sizes;
  bool any_zip = false;  ///< whose files are not known by their size
};

Waiting waiting_in(const std::filesystem::path& inbox) {
  Waiting waiting;
  for (const Sighting& file : InboxScanner(inbox, {}, {}).scan({}).files) {
    waiting.sizes.insert(file.appearance.size);
    std::string ending = file.place.relative.extension().native();
    std::ranges::transform(ending, ending.begin(), [](char c) {
      return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    waiting.any_zip = waiting.any_zip || ending == ".zip";
  }
  return waiting;
}

std::vector<MissingBytes> missing_bytes(pipeline::Register& reg, const pipeline::WorkFolder& work) {
  std::vector<MissingBytes> missing;
  pipeline::Filter filter;
  filter.depth = pipeline::Filter::Depth::without_documents;
  filter.limit = kPage;
  while (true) {
    const auto submissions = reg.list(filter);
    for (const auto& submission : submissions) {
      if (!submission.archive_code.empty()) continue;  // the archive has them now
      for (const Drop& drop : submission.drops) {
        std::error_code ignored;
        if (std::filesystem::exists(work.drop(drop.sha256), ignored)) continue;
        missing.push_back({submission.id, drop});
      }
    }
    if (static_cast<int>(submissions.size()) < kPage) return missing;
    filter.offset += kPage;
  }
}

/// Clears what unpacking left; a folder in use is younger.
int clear_unpacking(const std::filesystem::path& folder, std::filesystem::file_time_type oldest) {
  int cleared = 0;
  std::error_code ignored;
  for (const auto& entry : std::filesystem::directory_iterator(folder, ignored)) {
    if (entry.last_write_time(ignored) >= oldest) continue;
    std::filesystem::remove_all(entry.path(), ignored);
    ++cleared;
  }
  return cleared;
}

}  // namespace

Reconciliation reconcile(pipeline::Register& reg, const pipeline::WorkFolder& work,
                         const ReconcileSettings& settings, std::filesystem::file_time_type now) {
  Reconciliation result;
  result.cleared = pipeline::remove_partials(work.root(), settings.leftovers) +
                   clear_unpacking(work.unpacking(), now - settings.leftovers);

  std::optional<Waiting> waiting;  // looked for only if there is a reason
  std::error_code ignored;
  for (const auto& entry : std::filesystem::directory_iterator(work.drops(), ignored)) {
    const std::string name = entry.path().filename().native();
    if (!is_digest(name) || !entry.is_regular_file(ignored)) continue;
    if (entry.last_write_time(ignored) > now - settings.grace || reg.knows(name)) continue;
    if (!waiting) waiting = waiting_in(settings.inbox);
    const auto size = static_cast<std::int64_t>(entry.file_size(ignored));
    if (waiting->any_zip || waiting->sizes.contains(size)) continue;

    const Drop drop{name, "(恢复) " + name.substr(0, 8), {}, size, reg.now()};
    const auto received = reg.receive(drop, settings.unit, {}, settings.first_stage);
    result.recovered.push_back({drop.name,
                                settings.unit,
                                {},
                                Outcome::taken,
                                received.submission,
                                name,
                                recovered_message()});
  }
  result.missing = missing_bytes(reg, work);
  return result;
}

}  // namespace chengnuo::watcher
