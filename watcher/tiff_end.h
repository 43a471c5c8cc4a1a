#pragma once

#include "watcher/end_check.h"

namespace chengnuo::watcher {

/// check_end for bytes that begin as TIFF 6.0 or BigTIFF do: every image directory of the chain,
/// the values it points to, and every strip and tile must lie within `size`.
End tiff_end(std::uint64_t size, const ReadAt& read);

}  // namespace chengnuo::watcher
