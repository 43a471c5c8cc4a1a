#include "console/file_pages.h"

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

}  // namespace chengnuo::console
