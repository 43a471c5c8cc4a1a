#pragma once

#include <filesystem>
#include <memory>

#include "ocr/engine.h"

namespace chengnuo::ocr {

/// What a network counts with: the numbers that this processor is quickest with (bf16 where it has
/// instructions for them, else f32), or f32 everywhere, so that a page reads the same on every
/// host.
enum class Precision { native, exact };

/// PP-OCRv6 on OpenVINO. `models`: the folder that scripts/models made, with detect.onnx and
/// recognise.onnx. Throws Error: fix_setup if a model is missing, or if this program was built
/// without OpenVINO.
std::unique_ptr<Engine> make_ppocr_engine(const std::filesystem::path& models,
                                          Precision precision = Precision::native);

/// Whether make_ppocr_engine would find what it needs: OpenVINO in this build, the models' files.
bool ppocr_is_installed(const std::filesystem::path& models);

}  // namespace chengnuo::ocr
