#pragma once

#include <filesystem>
#include <vector>

#include "console/command.h"
#include "ocr/reader_pool.h"
#include "pipeline/page.h"

namespace chengnuo::console {

// What the commands that only look at files share (read, check, template try): nothing is stored.

/// They work without a home too, with the defaults.
Config config_or_defaults(const Context& context);

/// The pages of one file, with a progress bar. Throws what the reader throws.
std::vector<pipeline::Page> read_file_pages(ocr::ReaderPool& readers,
                                            const std::filesystem::path& file);

}  // namespace chengnuo::console
