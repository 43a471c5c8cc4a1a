#pragma once

#include <optional>
#include <string>

#include "watcher/unpack.h"

namespace chengnuo::watcher {

/// A name from a zip as UTF-8, with "/" between its parts. Unmarked names are UTF-8 where they can
/// only be that (macOS and Linux do not mark them), else GB 18030 (Chinese Windows), else escaped.
std::string name_in_utf8(const PackedName& name);

/// The name of a file within a zip, relative to it: "." and empty parts dropped. Nothing if it
/// tries to leave the zip: "..", an absolute path, a drive letter.
std::optional<std::string> safe_inner_name(const std::string& utf8);

}  // namespace chengnuo::watcher
