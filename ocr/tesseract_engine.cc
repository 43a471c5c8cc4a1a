#include "ocr/tesseract_engine.h"

#include <tesseract/baseapi.h>

#include <cctype>
#include <memory>
#include <string>

#include "ocr/calibration.h"
#include "ocr/image.h"
#include "ocr/text_lines.h"
#include "pipeline/error.h"
#include "pipeline/text.h"

namespace chengnuo::ocr {
namespace {

constexpr int kDpi = 300;

/// Tesseract parts Chinese characters into words; a blank means something between Latin ones only.
bool between_latin(const std::string& before, const std::string& after) {
  const auto latin = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0; };
  return !before.empty() && latin(before.back()) && latin(after.front());
}

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
    // What it is shown is always dark on white: a line that it doubts need not be tried as a
    // negative, too.
    api_.SetVariable("tessedit_do_invert", "0");
  }
  ~TesseractEngine() override { api_.End(); }

  std::string_view name() const override { return "tesseract"; }

  std::vector<pipeline::Line> read(const cv::Mat& page,
                                   std::span<const pipeline::Box> regions) override {
    std::vector<pipeline::Line> lines;
    if (page.empty() || regions.empty()) return lines;
    set_image(page);
    // Tesseract's own layout analysis loses short cells and the first strokes of lines.
    api_.SetPageSegMode(tesseract::PSM_RAW_LINE);
    for (const pipeline::Box& region : regions) {
      for (const cv::Rect& line : find_text_lines(page, rect_of(region), kDpi)) {
        const int margin = line.height / 8;
        const cv::Rect around = cv::Rect(line.x - margin, line.y - margin, line.width + 2 * margin,
                                         line.height + 2 * margin) &
                                rect_of(region);
        api_.SetRectangle(around.x, around.y, around.width, around.height);
        recognise(box_of(line), lines);
      }
    }
    return lines;
  }

  pipeline::Line read_line(const cv::Mat& image) override {
    if (image.empty()) return {};
    set_image(image);
    api_.SetPageSegMode(tesseract::PSM_RAW_LINE);
    std::vector<pipeline::Line> lines;
    recognise({0, 0, image.cols, image.rows}, lines);
    return lines.empty() ? pipeline::Line{} : lines.front();
  }

 private:
  void set_image(const cv::Mat& image) {
    api_.SetImage(image.data, image.cols, image.rows, 1, static_cast<int>(image.step));
    api_.SetSourceResolution(kDpi);
  }

  /// Adds what Tesseract reads in the rectangle that was set before, where the line `box` is.
  void recognise(const pipeline::Box& box, std::vector<pipeline::Line>& lines) {
    if (api_.Recognize(nullptr) != 0) {
      throw pipeline::Error(pipeline::Remedy::report_bug,
                            {"Tesseract 识别失败", "Tesseract failed to recognise a page"},
                            {"请把该页报告给开发者", "Report this page to the developers"});
    }
    const std::unique_ptr<tesseract::ResultIterator> at(api_.GetIterator());
    if (!at) return;
    pipeline::Line line;
    line.box = box;
    double sum = 0;
    int symbols = 0;
    do {
      const std::unique_ptr<const char[]> symbol(at->GetUTF8Text(tesseract::RIL_SYMBOL));
      if (!symbol) continue;
      if (at->IsAtBeginningOf(tesseract::RIL_WORD) && between_latin(line.text, symbol.get())) {
        line.text += ' ';
        line.characters.emplace_back();
      }
      line.text += symbol.get();
      int left = 0, top = 0, right = 0, bottom = 0;
      at->BoundingBox(tesseract::RIL_SYMBOL, &left, &top, &right, &bottom);
      line.characters.insert(line.characters.end(), pipeline::code_points(symbol.get()).size(),
                             {left, top, right - left, bottom - top});
      sum += at->Confidence(tesseract::RIL_SYMBOL);
      ++symbols;
    } while (at->Next(tesseract::RIL_SYMBOL));
    if (symbols == 0) return;
    line.confidence = calibrated_tesseract(sum / symbols / 100);
    line.readings = {{std::string(name()), line.text, line.confidence}};
    lines.push_back(std::move(line));
  }

  tesseract::TessBaseAPI api_;
};

}  // namespace

std::unique_ptr<Engine> make_tesseract_engine(const std::filesystem::path& tessdata) {
  return std::make_unique<TesseractEngine>(tessdata);
}

}  // namespace chengnuo::ocr
