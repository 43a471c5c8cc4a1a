#include "console/web/setup_token.h"

#include "pipeline/digest.h"
#include "pipeline/file.h"

namespace chengnuo::console {
namespace {

namespace fs = std::filesystem;

fs::path token_file(const fs::path& home) { return home / "keys" / "setup-token"; }

}  // namespace

std::string setup_token(const fs::path& home) {
  const fs::path file = token_file(home);
  if (!fs::exists(file)) {
    // The folder keys/ is its owner's alone (home.cc), so nobody reads it before the mode is set.
    pipeline::write_durably(file, pipeline::random_hex(12));
    fs::permissions(file, fs::perms::owner_read | fs::perms::owner_write);
  }
  return pipeline::read_file(file);
}

void forget_setup_token(const fs::path& home) {
  std::error_code gone;
  fs::remove(token_file(home), gone);
}

}  // namespace chengnuo::console
