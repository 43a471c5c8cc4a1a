#include "console/problem_sheet.h"

#include <algorithm>
#include <vector>

#include "console/words.h"
#include "ocr/mark_page.h"
#include "pipeline/file.h"
#include "pipeline/text.h"
#include "pipeline/work_folder.h"
#include "watcher/inbox_file.h"
#include "watcher/name_rules.h"

namespace chengnuo::console {
namespace {

namespace fs = std::filesystem;
using pipeline::Submission;

constexpr std::size_t kLongestName = 40;  // characters, of which each may take four bytes

/// A stranger's text as part of a file name that Windows can show too.
std::string safe_name(const std::string& text) {
  std::u32string name = pipeline::code_points(text).substr(0, kLongestName);
  for (char32_t& c : name)
    if (c < U' ' || std::u32string_view(U"/\\:*?\"<>|").find(c) != std::u32string_view::npos)
      c = U'_';
  while (!name.empty() && (name.front() == U'.' || name.front() == U' ')) name.erase(0, 1);
  return pipeline::utf8(name);
}

/// How a paper is known in the name of its sheet, also after it was joined to another.
std::string mark_of(const pipeline::Drop& drop) { return "-" + drop.sha256.substr(0, 8); }

std::string stem_of(const Submission& submission) {
  const pipeline::Drop& first = submission.drops.front();
  const std::string& named = submission.enterprise.empty() ? first.name : submission.enterprise;
  return safe_name(named) + "-" + submission.id + mark_of(first);
}

/// Chinese first, then English; CRLF and BOM, as Notepad wants it.
std::string text_of(const Submission& submission) {
  std::string zh =
      word_for(submission).zh + "：" + submission.enterprise + "（" + submission.id + "）\r\n";
  std::string en = submission.id + ": " + word_for(submission).en + "\r\n";
  for (const pipeline::Hold& hold : submission.holds) {
    const std::string page = std::to_string(hold.page);
    zh += "● " + hold.reason.zh + (hold.page > 0 ? "（第 " + page + " 页）" : "") +
          "\r\n   处理：" + hold.advice.zh + "\r\n";
    en += "* " + hold.reason.en + (hold.page > 0 ? " (page " + page + ")" : "") +
          "\r\n   To do: " + hold.advice.en + "\r\n";
  }
  zh += "改正后的扫描件请重新放入收件文件夹，系统会自动处理。\r\n";
  en += "Drop the corrected scan into the inbox folder again; it is taken in by itself.\r\n";
  for (const auto& drop : submission.drops) zh += "收件：" + drop.name + "\r\n";
  return "\xEF\xBB\xBF" + zh + "\r\n" + en;
}

}  // namespace

std::map<int, fs::path> marked_pages(const Config& config, const Submission& submission) {
  std::map<int, std::vector<pipeline::Box>> places;
  for (const pipeline::Hold& hold : submission.holds)
    if (hold.page > 0) places[hold.page].push_back(hold.box);
  const pipeline::WorkFolder work(config.work);
  std::map<int, fs::path> files;
  for (const auto& [page, boxes] : places) {
    if (page > static_cast<int>(submission.pages.size())) continue;
    const pipeline::PageRef& ref = submission.pages[static_cast<std::size_t>(page - 1)];
    const fs::path image = work.page_image(ref.drop, ref.number);
    if (!fs::exists(image)) continue;
    files[page] = work.marked_page(submission.id, page);
    ocr::mark_page(image, boxes, files[page]);
  }
  return files;
}

void write_problem_sheets(const Config& config, const Submission& submission) {
  if (submission.drops.empty()) return;
  remove_problem_sheets(config, submission);
  const fs::path unit_folder = config.inbox / submission.unit;
  const fs::path stem = fs::path(watcher::kPendingFolder) / stem_of(submission);
  for (const auto& [page, file] : marked_pages(config, submission))
    watcher::write_in_inbox(unit_folder, stem.string() + "-第" + std::to_string(page) + "页.png",
                            pipeline::read_file(file));
  watcher::write_in_inbox(unit_folder, stem.string() + ".txt", text_of(submission));
}

void remove_problem_sheets(const Config& config, const Submission& submission) {
  const fs::path folder = config.inbox / submission.unit / watcher::kPendingFolder;
  std::error_code none;
  if (!fs::is_directory(fs::symlink_status(folder, none))) return;
  std::vector<fs::path> ours;
  for (const auto& entry : fs::directory_iterator(folder, none)) {
    const std::string name = entry.path().filename().string();
    if (std::ranges::any_of(submission.drops, [&](const pipeline::Drop& drop) {
          return name.find(mark_of(drop)) != std::string::npos;
        }))
      ours.push_back(entry.path());
  }
  for (const fs::path& file : ours) fs::remove(file, none);
}

}  // namespace chengnuo::console
