#include "ocr/tesseract_engine.h"

#include <tesseract/baseapi.h>

#include <algorithm>
#include <string>

#include "pipeline/error.h"

namespace chengnuo::ocr {
namespace {

class TesseractEngine : public Engine {
 public:
  explicit TesseractEngine(const std::filesystem::path& tessdata) {
    const char* folder = tessdata.empty() ? nullptr : tessdata.c_str();
    if (api_.Init(folder, "chi_sim", tesseract::OEM_LSTM_ONLY) != 0) {
      throw pipeline::Error(
          pipeline::Remedy::fix_setup,
          {"Tesseract 的中文语言数据 chi_sim 无法加载",
           "Tesseract's language data chi_sim could not be loaded"},
          {"请安装 tesseract-ocr-chi-sim，或改正配置中的 tessdata 文件夹",
           "Install tesseract-ocr-chi-sim, or correct the tessdata folder in the configuration"},
          tessdata);
    }
  }
  ~TesseractEngine() override { api_.End(); }

  std::string_view name() const override { return "tesseract"; }

  std::vector<pipeline::Line> read(const cv::Mat& page,
                                   std::span<const pipeline::Box> regions) override {
    std::vector<pipeline::Line> lines;
    if (page.empty() || regions.empty()) return lines;
    set_image(page);
    for (const pipeline::Box& region : regions) {
      api_.SetPageSegMode(tesseract::PSM_SINGLE_BLOCK);
      api_.SetRectangle(region.x, region.y, region.width, region.height);
      recognise(lines);
    }
    return lines;
  }

  pipeline::Line read_line(const cv::Mat& image) override {
    if (image.empty()) return {};
    set_image(image);
    api_.SetPageSegMode(tesseract::PSM_SINGLE_LINE);
    std::vector<pipeline::Line> lines;
    recognise(lines);
    return lines.empty() ? pipeline::Line{} : lines.front();
  }

 private:
  void set_image(const cv::Mat& image) {
    api_.SetImage(image.data, image.cols, image.rows, 1, static_cast<int>(image.step));
    api_.SetSourceResolution(300);
  }

  /// Adds the lines that Tesseract finds in the rectangle set before.
  void recognise(std::vector<pipeline::Line>& lines) {
    if (api_.Recognize(nullptr) != 0) {
      throw pipeline::Error(pipeline::Remedy::report_bug,
                            {"Tesseract 识别失败", "Tesseract failed to recognise a page"},
                            {"请把该页报告给开发者", "Report this page to the developers"});
    }
    std::unique_ptr<tesseract::ResultIterator> at(api_.GetIterator());
    if (!at) return;
    pipeline::Line line;
    double sum = 0;
    int symbols = 0;
    const auto finish = [&] {
      if (symbols > 0) {
        line.confidence = sum / symbols / 100;
        line.readings = {{std::string(name()), line.text, line.confidence}};
        lines.push_back(std::move(line));
      }
      line = {};
      sum = 0;
      symbols = 0;
    };
    do {
      if (at->Empty(tesseract::RIL_SYMBOL)) continue;
      if (at->IsAtBeginningOf(tesseract::RIL_TEXTLINE)) {
        finish();
        int left = 0, top = 0, right = 0, bottom = 0;
        at->BoundingBox(tesseract::RIL_TEXTLINE, &left, &top, &right, &bottom);
        line.box = {left, top, right - left, bottom - top};
      }
      const std::unique_ptr<const char[]> symbol(at->GetUTF8Text(tesseract::RIL_SYMBOL));
      if (!symbol) continue;
      line.text += symbol.get();
      sum += at->Confidence(tesseract::RIL_SYMBOL);
      ++symbols;
    } while (at->Next(tesseract::RIL_SYMBOL));
    finish();
  }

  tesseract::TessBaseAPI api_;
};

}  // namespace

std::unique_ptr<Engine> make_tesseract_engine(const std::filesystem::path& tessdata) {
  return std::make_unique<TesseractEngine>(tessdata);
}

}  // namespace chengnuo::ocr
