#include "ocr/engines.h"

#include "ocr/ppocr_engine.h"
#include "ocr/tesseract_engine.h"
#include "pipeline/error.h"

namespace chengnuo::ocr {

Engines make_engines(const EngineSettings& settings) {
  const std::string& name = settings.engine;
  if (name != "auto" && name != "ppocr" && name != "tesseract") {
    throw pipeline::Error(pipeline::Remedy::fix_setup,
                          {"没有名为“" + name + "”的识别引擎",
                           "There is no recognition engine named \"" + name + "\""},
                          {"请把识别引擎设为 auto、ppocr 或 tesseract",
                           "Set the engine to auto, ppocr or tesseract"});
  }
  Engines engines;
  if (name == "ppocr") {
    engines.first = make_ppocr_engine(settings.models);
  } else if (name == "auto" && ppocr_is_installed(settings.models)) {
    engines.first = make_ppocr_engine(settings.models);
    engines.second = make_tesseract_engine(settings.tessdata);
  } else {
    engines.first = make_tesseract_engine(settings.tessdata);
  }
  return engines;
}

}  // namespace chengnuo::ocr
