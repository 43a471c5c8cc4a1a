// chengnuo-reader: opens strangers' files for the service, in a process that can do nothing else.
// Started by the service (reader_process.h), never by hand; reader_start.h has what they say.

#include <dlfcn.h>
#include <link.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdlib>
#include <iostream>
#include <opencv2/core/utility.hpp>
#include <set>

#include "ocr/channel.h"
#include "ocr/decode.h"
#include "ocr/engines.h"
#include "ocr/error_json.h"
#include "ocr/pdf_tools.h"
#include "ocr/read_page.h"
#include "ocr/reader_start.h"
#include "ocr/source.h"
#include "pipeline/json.h"
#include "pipeline/sandbox.h"

namespace chengnuo::ocr {
namespace {

using nlohmann::json;
using pipeline::Allowance;
using pipeline::Error;
using pipeline::Remedy;

/// The largest file that a page's image or a tool's output may become.
constexpr long kFileMegabytes = 512;

/// Folders that our own libraries were loaded from: OpenVINO loads more from there later.
std::vector<Allowance> library_folders() {
  std::set<std::filesystem::path> folders;
  ::dl_iterate_phdr(
      [](dl_phdr_info* library, std::size_t, void* found) {
        const std::filesystem::path path = library->dlpi_name;
        if (path.has_parent_path())
          static_cast<std::set<std::filesystem::path>*>(found)->insert(path.parent_path());
        return 0;
      },
      &folders);
  std::vector<Allowance> allowances;
  for (const auto& folder : folders) allowances.push_back({folder});
  return allowances;
}

void close_all_but_the_line() { ::close_range(3, ~0U, 0); }

void write_all(int file, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(file, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) {
      throw Error(Remedy::retry,
                  {"页面图像无法写入磁盘", "The page's image cannot be written to the disk"},
                  {"磁盘可能已满；清理后会自动重试", "The disk may be full; it is tried again"});
    }
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
}

json open(const Parcel& order, PdfTools& tools) {
  const SourceFacts facts = open_source(order.files.at(0).get(), tools);
  return {{"pages", facts.pages}, {"notices", facts.notices}};
}

json read(const Parcel& order, PdfTools& tools, Engines& engines) {
  const int number = order.content.at("page");
  Scan scan = scan_of(order.files.at(0).get(), number, tools);
  ReadPage read = read_page(scan.image, engines);
  pipeline::Page& page = read.page;
  page.number = number;
  page.notices.insert(page.notices.begin(), scan.notices.begin(), scan.notices.end());

  const bool bilevel = page.colour == pipeline::ColourMode::bilevel && read.upright.channels() == 1;
  if (!bilevel && page.colour == pipeline::ColourMode::bilevel)
    page.colour = pipeline::ColourMode::grey;
  write_all(order.files.at(1).get(),
            bilevel ? encode_bilevel_png(read.upright) : encode_jpeg(read.upright, page.dpi));
  return {{"page", page}};
}

json answer(const Parcel& order, PdfTools& tools, Engines& engines) {
  try {
    if (order.content.at("do") == "open") return open(order, tools);
    return read(order, tools, engines);
  } catch (const Error& error) {
    return {{"error", to_json(error)}};
  } catch (const std::bad_alloc&) {
    return {{"error", to_json(Error(Remedy::fix_document,
                                    {"页面过大，超出阅读程序的内存限额",
                                     "The page needs more memory than a reader may have"},
                                    {"请以 300 dpi 重新扫描该页", "Scan it again at 300 dpi"}))}};
  } catch (const std::exception& error) {
    return {{"error", to_json(Error(Remedy::report_bug,
                                    {std::string("阅读程序内部错误：") + error.what(),
                                     std::string("The reader failed: ") + error.what()},
                                    {"请联系开发人员", "Tell the developers"}))}};
  }
}

/// Models are loaded in the sandbox but for the filter, which knows nothing of loading libraries.
Engines lock_up_and_load(const ReaderStart& start) {
  auto places = pipeline::system_allowances();
  for (const auto& folder : library_folders()) places.push_back(folder);
  for (const auto& folder : {start.models, start.tessdata})
    if (!folder.empty()) places.push_back({folder});
  restrict_files(places);
  pipeline::limit_resources({start.memory_mb, start.cpu_seconds, kFileMegabytes});
  cv::setNumThreads(1);
  Engines engines = make_engines({.engine = start.engine,
                                  .precision = start.precision,
                                  .models = start.models,
                                  .tessdata = start.tessdata});
  pipeline::filter_system_calls(pipeline::Profile::decoder);
  return engines;
}

ReaderStart start_of(const json& order) {
  try {
    return order.get<ReaderStart>();
  } catch (const json::exception&) {
    throw Error(Remedy::fix_setup,
                {"chengnuo-reader 与 chengnuo 的版本不一致",
                 "chengnuo-reader and chengnuo are not of the same version"},
                {"请重新安装，使两者版本相同", "Install both again, from one release"});
  }
}

void serve(Channel line) {
  const auto first = line.receive();
  if (!first) return;
  try {
    const ReaderStart start = start_of(first->content);
    pipeline::offer_for_sacrifice();
    PdfTools tools(start.scratch, {start.memory_mb, start.page_seconds, kFileMegabytes},
                   start.clock_seconds);
    Engines engines = lock_up_and_load(start);
    line.send({{"ready", true}});
    while (const auto order = line.receive()) {
      // If the service is gone nobody ends a page that hangs; then the alarm does.
      ::alarm(2 * static_cast<unsigned>(start.clock_seconds));
      line.send(answer(*order, tools, engines));
      ::alarm(0);
    }
  } catch (const Error& error) {
    line.send({{"error", to_json(error)}});
  }
}

}  // namespace
}  // namespace chengnuo::ocr

int main() {
  int domain = 0;
  socklen_t size = sizeof domain;
  if (::getsockopt(STDIN_FILENO, SOL_SOCKET, SO_DOMAIN, &domain, &size) != 0) {
    std::cerr << "chengnuo-reader 由 chengnuo 启动，不单独运行。\n"
                 "chengnuo-reader is started by chengnuo, not by hand.\n";
    return 2;
  }
  chengnuo::ocr::close_all_but_the_line();
  chengnuo::ocr::serve(chengnuo::ocr::Channel(chengnuo::ocr::Descriptor(STDIN_FILENO)));
  std::_Exit(0);  // libraries that end their threads would ask for what is forbidden by now
}
