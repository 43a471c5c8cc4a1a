#include "ocr/ppocr_engine.h"
#include "pipeline/error.h"

namespace chengnuo::ocr {

std::unique_ptr<Engine> make_ppocr_engine(const std::filesystem::path& models, Precision) {
  throw pipeline::Error(pipeline::Remedy::fix_setup,
                        {"本程序编译时没有 OpenVINO，不能使用 PP-OCR",
                         "This program was built without OpenVINO, so PP-OCR cannot be used"},
                        {"请运行 scripts/models 后重新编译，或把识别引擎设为 tesseract",
                         "Run scripts/models and build again, or set the engine to tesseract"},
                        models);
}

bool ppocr_is_installed(const std::filesystem::path&) { return false; }

}  // namespace chengnuo::ocr
