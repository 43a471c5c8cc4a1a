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

/// The same of several files, in their order. As many are read at once as there are reader
/// processes, since most are scans of one page; the first failure ends all and is thrown.
std::vector<std::vector<pipeline::Page>> read_files(
    ocr::ReaderPool& readers, const std::vector<std::filesystem::path>& files);

}  // namespace chengnuo::console
