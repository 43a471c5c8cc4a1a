#include "ocr/engines.h"

#include "ocr/tesseract_engine.h"
#include "pipeline/error.h"

namespace chengnuo::ocr {

Engines make_engines(const EngineSettings& settings) {
  const std::string& name = settings.engine;
  if (name != "auto" && name != "tesseract") {
    throw pipeline::Error(
        pipeline::Remedy::fix_setup,
        {"没有名为“" + name + "”的识别引擎",
         "There is no recognition engine named \"" + name + "\""},
        {"请把识别引擎设为 auto 或 tesseract", "Set the engine to auto or tesseract"});
  }
  Engines engines;
  engines.first = make_tesseract_engine(settings.tessdata);
  return engines;
}

}  // namespace chengnuo::ocr
