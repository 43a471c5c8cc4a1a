#pragma once

#include <filesystem>
#include <functional>

#include "console/web/call.h"

namespace chengnuo::console {

/// A file that is made for one answer, and gone when it was given: `write` makes it in `folder`;
/// the reader's browser keeps it as `name` (ASCII). Throws what `write` throws, and Error:
/// fix_setup if the folder cannot be written.
void answer_made_file(Call& call, const std::filesystem::path& folder, const std::string& name,
                      const char* type,
                      const std::function<void(const std::filesystem::path&)>& write);

}  // namespace chengnuo::console
