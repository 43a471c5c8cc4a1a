#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "ocr/engine.h"

namespace chengnuo::ocr {

struct EngineSettings {
  std::string engine = "auto";  ///< "auto", "ppocr", "tesseract"
  /// "native": PP-OCR counts with the numbers that this processor is quickest with (bf16 where it
  /// has them); "exact": with 32 bits, so that a page reads the same on every host.
  std::string precision = "native";
  std::filesystem::path models{};    ///< folder of the PP-OCR models; empty: none installed
  std::filesystem::path tessdata{};  ///< folder of chi_sim.traineddata; empty: Tesseract's own
};

/// `first` reads every page; `second`, if there is one, reads again what has to be certain.
struct Engines {
  std::unique_ptr<Engine> first;
  std::unique_ptr<Engine> second;
};

/// The engines that this build and these settings offer; "auto" means PP-OCR with Tesseract as the
/// second where PP-OCR is compiled in and its models are there, else Tesseract alone.
/// Throws Error: fix_setup if an engine that was asked for by name, or the last one left, is not
/// there, or a setting is none of those named above.
Engines make_engines(const EngineSettings& settings);

}  // namespace chengnuo::ocr
