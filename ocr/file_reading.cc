#include "ocr/file_reading.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

#include "pipeline/crash_point.h"
#include "pipeline/file.h"
#include "pipeline/json.h"

namespace chengnuo::ocr {
namespace {

using nlohmann::json;
using pipeline::Error;
using pipeline::Message;
using pipeline::Page;
using pipeline::Remedy;

/// A page that ended a reader gets one more chance, in a fresh one: the first may have been worn
/// out by the pages before, or ended by the system for want of memory.
constexpr int kAttempts = 2;

Descriptor open_input(const std::filesystem::path& path) {
  Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (!file) {
    const std::string reason = std::strerror(errno);
    const Remedy remedy = errno == EACCES ? Remedy::fix_setup : Remedy::retry;
    throw Error(remedy, {"无法打开文件：" + reason, "The file cannot be opened: " + reason},
                {"请检查文件是否存在、权限是否正确", "Check that it is there and may be read"},
                path);
  }
  struct stat facts {};
  if (::fstat(file.get(), &facts) != 0 || !S_ISREG(facts.st_mode)) {
    throw Error(Remedy::fix_document, {"这不是普通文件", "This is not a regular file"},
                {"请提交扫描文件本身", "Hand in the scan itself"}, path);
  }
  return file;
}

/// What the reader wrote; read, not mapped, since the reader could still shorten it.
std::string bytes_of(const Descriptor& file) {
  std::string bytes;
  std::array<char, 1 << 16> piece{};
  for (;;) {
    const ssize_t got =
        ::pread(file.get(), piece.data(), piece.size(), static_cast<off_t>(bytes.size()));
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return bytes;
    bytes.append(piece.data(), static_cast<std::size_t>(got));
  }
}

Page unreadable(int number, Message why) {
  Page page;
  page.number = number;
  page.unreadable = true;
  page.notices.push_back(std::move(why));
  return page;
}

/// A reader never learns the file's name.
Error about(const std::filesystem::path& file, const Error& error) {
  return {error.remedy(), error.message(), error.advice(), file};
}

Message two_crashes(int number) {
  const std::string n = std::to_string(number);
  return {"第" + n + "页使阅读程序两次中断，已搁置；请人工查看，或重新扫描该页",
          "Page " + n + " ended the reader twice and was set aside: look at it, or scan it again"};
}

}  // namespace

FileReading::FileReading(std::filesystem::path file, std::filesystem::path out_folder,
                         int max_pages)
    : file_(std::move(file)), folder_(std::move(out_folder)), max_pages_(max_pages) {}

std::optional<std::vector<Page>> FileReading::finished_before() const {
  if (!std::filesystem::exists(folder_.done())) return std::nullopt;
  const json done = json::parse(pipeline::read_file(folder_.done()), nullptr, false);
  const int count = done.is_object() ? done.value("pages", 0) : 0;
  std::vector<Page> pages;
  for (int number = 1; number <= count; ++number) {
    auto page = page_in_folder(number);
    if (!page) return std::nullopt;
    pages.push_back(std::move(*page));
  }
  if (pages.empty()) return std::nullopt;
  return pages;
}

void FileReading::open(ReaderSlot& slot) {
  bytes_ = open_input(file_);
  const std::array<int, 1> files{bytes_.get()};
  std::optional<json> answer;
  try {
    for (int attempt = 0; !answer && attempt < kAttempts; ++attempt)
      answer = slot.ask({{"do", "open"}}, files);
  } catch (const Error& error) {
    throw error.file().empty() ? about(file_, error) : error;
  }
  const int count = answer ? answer->value("pages", 0) : 0;
  if (count <= 0) {
    throw Error(
        Remedy::fix_document,
        {"文件使阅读程序两次中断，没有打开", "The file ended the reader twice and was not opened"},
        {"请重新扫描后提交；如文件来历不明，请勿用其他软件打开",
         "Scan it again; if you do not know where it comes from, do not open it otherwise"},
        file_);
  }
  notices_ = answer->value("notices", std::vector<Message>());
  if (count > max_pages_) {
    throw Error(Remedy::fix_document,
                {"文件共 " + std::to_string(count) + " 页，超过每个文件 " +
                     std::to_string(max_pages_) + " 页的上限",
                 "The file has " + std::to_string(count) + " pages; at most " +
                     std::to_string(max_pages_) + " are read"},
                {"请把它拆分成几个文件后提交", "Split it into several files"}, file_);
  }
  results_.resize(static_cast<std::size_t>(count));
  for (int number = 1; number <= pages(); ++number)
    results_[static_cast<std::size_t>(number - 1)].page = page_in_folder(number);
}

std::vector<int> FileReading::missing_pages() const {
  std::vector<int> missing;
  for (int number = 1; number <= pages(); ++number)
    if (!results_[static_cast<std::size_t>(number - 1)].page) missing.push_back(number);
  return missing;
}

void FileReading::read_page(int number, ReaderSlot& slot) {
  Result& result = results_.at(static_cast<std::size_t>(number - 1));
  try {
    for (int attempt = 0; !result.page && attempt < kAttempts; ++attempt)
      result.page = try_page(number, slot);
    if (!result.page) result.page = unreadable(number, two_crashes(number));
  } catch (const Error& error) {
    if (error.remedy() == Remedy::retry || error.remedy() == Remedy::fix_setup) throw;
    const Message& what = error.message();
    const Message& advice = error.advice();
    result.error = error;
    result.page = unreadable(number, {what.zh + "；" + advice.zh, what.en + ": " + advice.en});
  }
}

std::optional<Page> FileReading::try_page(int number, ReaderSlot& slot) {
  const Descriptor image(::memfd_create("page", MFD_CLOEXEC));
  const std::array<int, 2> files{bytes_.get(), image.get()};
  const auto answer = slot.ask({{"do", "read"}, {"page", number}}, files);
  if (!answer) return std::nullopt;
  if (!answer->value("page", json()).is_object()) return std::nullopt;
  Page page;
  try {
    page = answer->at("page").get<Page>();
  } catch (const json::exception&) {
    return std::nullopt;  // a reader that was taken over may say anything
  }
  page.number = number;
  add_notices_of_file(page);
  pipeline::write_durably(folder_.page_image(number, page.colour), bytes_of(image));
  pipeline::crash_point("read: between page image and facts");
  pipeline::write_durably(folder_.page_facts(number), json(page).dump());
  return page;
}

void FileReading::add_notices_of_file(Page& page) const {
  if (page.number == 1) page.notices.insert(page.notices.begin(), notices_.begin(), notices_.end());
}

std::vector<Page> FileReading::finish() {
  const auto readable = [](const Result& result) { return !result.page->unreadable; };
  if (std::ranges::none_of(results_, readable)) {
    // Nothing was kept, so a second reading comes to the same end.
    for (const Result& result : results_)
      if (result.error) throw about(file_, *result.error);
  }
  std::vector<Page> pages;
  for (Result& result : results_) {
    Page& page = *result.page;
    if (page.unreadable) {
      add_notices_of_file(page);
      pipeline::write_durably(folder_.page_facts(page.number), json(page).dump());
    }
    pages.push_back(std::move(page));
  }
  pipeline::write_durably(folder_.done(), json{{"pages", pages.size()}}.dump());
  return pages;
}

std::optional<Page> FileReading::page_in_folder(int number) const {
  const auto path = folder_.page_facts(number);
  if (!std::filesystem::exists(path)) return std::nullopt;
  try {
    return json::parse(pipeline::read_file(path)).get<Page>();
  } catch (const json::exception&) {
    return std::nullopt;  // of an older version, or tampered with: read it again
  }
}

}  // namespace chengnuo::ocr
