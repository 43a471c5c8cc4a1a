#include "ocr/engines.h"

#include "ocr/ppocr_engine.h"
#include "ocr/tesseract_engine.h"
#include "pipeline/error.h"

namespace chengnuo::ocr {
namespace {

Precision precision_named(const std::string& name) {
  if (name == "native") return Precision::native;
  if (name == "exact") return Precision::exact;
  throw pipeline::Error(
      pipeline::Remedy::fix_setup,
      {"没有名为“" + name + "”的计算精度", "There is no precision named \"" + name + "\""},
      {"请把识别精度设为 native 或 exact", "Set the precision to native or exact"});
}

}  // namespace

Engines make_engines(const EngineSettings& settings) {
  const std::string& name = settings.engine;
  if (name != "auto" && name != "ppocr" && name != "tesseract") {
    throw pipeline::Error(pipeline::Remedy::fix_setup,
                          {"没有名为“" + name + "”的识别引擎",
                           "There is no recognition engine named \"" + name + "\""},
                          {"请把识别引擎设为 auto、ppocr 或 tesseract",
                           "Set the engine to auto, ppocr or tesseract"});
  }
  const auto precision = precision_named(settings.precision);
  Engines engines;
  if (name == "ppocr") {
    engines.first = make_ppocr_engine(settings.models, precision);
  } else if (name == "auto" && ppocr_is_installed(settings.models)) {
    engines.first = make_ppocr_engine(settings.models, precision);
    engines.second = make_tesseract_engine(settings.tessdata);
  } else {
    engines.first = make_tesseract_engine(settings.tessdata);
  }
  return engines;
}

}  // namespace chengnuo::ocr
