#pragma once

#include <filesystem>
#include <vector>

#include "pipeline/page.h"

namespace chengnuo::ocr {

/// Writes a PNG of a page image with red frames round `places`, for a person to look at. The image
/// is one that a reader made (WorkFolder::page_image), never a stranger's file.
/// Throws Error: retry if the image cannot be read or the PNG not written.
void mark_page(const std::filesystem::path& image, const std::vector<pipeline::Box>& places,
               const std::filesystem::path& png);

}  // namespace chengnuo::ocr
