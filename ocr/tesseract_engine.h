#pragma once

#include <filesystem>
#include <memory>

#include "ocr/engine.h"

namespace chengnuo::ocr {

/// Tesseract 5 with simplified Chinese. `tessdata`: folder of chi_sim.traineddata; empty for
/// Tesseract's own. Throws Error: fix_setup if the language data cannot be loaded.
std::unique_ptr<Engine> make_tesseract_engine(const std::filesystem::path& tessdata);

}  // namespace chengnuo::ocr
