#include "console/file_pages.h"

#include <algorithm>
#include <exception>
#include <mutex>
#include <thread>

#include "console/assembly.h"
#include "pipeline/digest.h"

namespace chengnuo::console {
namespace {

namespace fs = std::filesystem;

/// A folder for pages that nobody keeps.
class ScratchFolder {
 public:
  ScratchFolder() : path_(fs::temp_directory_path() / ("chengnuo-" + pipeline::random_hex(8))) {
    fs::create_directories(path_);
    fs::permissions(path_, fs::perms::owner_all);
  }
  ~ScratchFolder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;
  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

}  // namespace

Config config_or_defaults(const Context& context) {
  if (fs::exists(context.home / "chengnuo.toml")) return context.config();
  Config config;
  config.templates = find_data_files().templates;
  return config;
}

std::vector<pipeline::Page> read_file_pages(ocr::ReaderPool& readers, const fs::path& file) {
  const ScratchFolder scratch;
  Progress progress(file.filename().string());
  return readers.read(file, scratch.path(), [&](int done, int of) {
    progress.show(static_cast<std::size_t>(done), static_cast<std::size_t>(of));
  });
}

std::vector<std::vector<pipeline::Page>> read_files(ocr::ReaderPool& readers,
                                                    const std::vector<fs::path>& files) {
  if (files.size() == 1) return {read_file_pages(readers, files.front())};
  std::vector<std::vector<pipeline::Page>> pages(files.size());
  Progress progress(files.front().filename().string() + " …");
  std::mutex mutex;
  std::size_t next = 0, done = 0;
  std::exception_ptr failure;
  const auto read_one_after_another = [&] {
    std::unique_lock lock(mutex);
    while (next < files.size() && !failure) {
      const std::size_t at = next++;
      lock.unlock();
      std::vector<pipeline::Page> read;
      std::exception_ptr failed;
      try {
        const ScratchFolder scratch;
        read = readers.read(files[at], scratch.path());
      } catch (...) {  // rethrown below, on the caller's thread
        failed = std::current_exception();
      }
      lock.lock();
      if (failed && !failure) failure = failed;
      pages[at] = std::move(read);
      progress.show(++done, files.size());
    }
  };
  {
    std::vector<std::jthread> threads;
    const auto most = static_cast<std::size_t>(readers.processes());
    for (std::size_t i = 0; i < std::min(most, files.size()); ++i)
      threads.emplace_back(read_one_after_another);
  }
  if (failure) std::rethrow_exception(failure);
  return pages;
}

}  // namespace chengnuo::console
