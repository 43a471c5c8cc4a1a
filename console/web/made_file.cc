#include "console/web/made_file.h"

#include "pipeline/digest.h"
#include "pipeline/file.h"

namespace chengnuo::console {
namespace {

namespace fs = std::filesystem;

/// Gone with this object, whether it was written or not.
struct Scratch {
  explicit Scratch(fs::path f) : file(std::move(f)) {}
  ~Scratch() {
    std::error_code ignored;
    fs::remove(file, ignored);
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  const fs::path file;
};

}  // namespace

void answer_made_file(Call& call, const fs::path& folder, const std::string& name, const char* type,
                      const std::function<void(const fs::path&)>& write) {
  fs::create_directories(folder);
  const Scratch made(folder / (pipeline::random_hex(16) + fs::path(name).extension().string()));
  write(made.file);
  call.response.set_header("Cache-Control", "no-store");
  call.response.set_header("Content-Disposition", "attachment; filename=\"" + name + "\"");
  call.response.set_content(pipeline::read_file(made.file), type);
}

}  // namespace chengnuo::console
