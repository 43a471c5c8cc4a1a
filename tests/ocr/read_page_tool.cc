// Reads image files and shows what was found, for whoever works on the reading of pages:
//
//     read_page_tool [--engine NAME] [--exact] [--no-text] [--overlay] OUT FILE…
//
// writes OUT/<name>.json (pipeline::Page) and, with --overlay, OUT/<name>.png: lines blue (orange
// under a seal), cells green, seals red, marks magenta.

#include <ctime>
#include <fstream>
#include <iostream>
#include <opencv2/imgproc.hpp>

#include "ocr/read_page.h"
#include "pipeline/json.h"
#include "tests/ocr/leptonica_image.h"

namespace {

using namespace chengnuo;

void draw(cv::Mat& picture, const pipeline::Box& box, const cv::Scalar& colour, int thickness) {
  cv::rectangle(picture, ocr::rect_of(box), colour, thickness);
}

cv::Mat overlay(const ocr::ReadPage& read) {
  cv::Mat picture;
  if (read.upright.channels() == 1) {
    cv::cvtColor(read.upright, picture, cv::COLOR_GRAY2BGR);
  } else {
    picture = read.upright.clone();
  }
  for (const auto& table : read.page.tables) {
    for (const auto& cell : table.cells) draw(picture, cell.box, {0, 160, 0}, 4);
  }
  for (const auto& line : read.page.lines) {
    draw(picture, line.box, line.under_seal ? cv::Scalar(0, 140, 255) : cv::Scalar(255, 80, 0), 2);
  }
  for (const auto& seal : read.page.seals) draw(picture, seal.box, {0, 0, 255}, 5);
  for (const auto& mark : read.page.marks) draw(picture, mark.box, {255, 0, 255}, 5);
  return picture;
}

/// Tells which end of a page is up, but reads nothing: for work on the rest.
class EngineOfLines : public ocr::Engine {
 public:
  explicit EngineOfLines(std::unique_ptr<ocr::Engine> engine) : engine_(std::move(engine)) {}
  std::string_view name() const override { return engine_->name(); }
  std::vector<pipeline::Line> read(const cv::Mat&, std::span<const pipeline::Box>) override {
    return {};
  }
  pipeline::Line read_line(const cv::Mat& image) override { return engine_->read_line(image); }

 private:
  std::unique_ptr<ocr::Engine> engine_;
};

}  // namespace

int main(int count, char** words) {
  std::vector<std::string> arguments(words + 1, words + count);
  ocr::EngineSettings settings{.engine = "tesseract"};
  bool with_overlay = false, with_text = true;
  while (!arguments.empty() && arguments.front().starts_with("--")) {
    if (arguments.front() == "--overlay") {
      with_overlay = true;
    } else if (arguments.front() == "--no-text") {
      with_text = false;
    } else if (arguments.front() == "--exact") {
      settings.precision = "exact";
    } else {
      arguments.erase(arguments.begin());
      settings.engine = arguments.front();
      settings.models = CHENGNUO_TEST_MODELS;
    }
    arguments.erase(arguments.begin());
  }
  if (arguments.size() < 2) {
    std::cerr << "read_page_tool [--engine NAME] [--exact] [--no-text] [--overlay] OUT FILE…\n";
    return 2;
  }
  const std::filesystem::path out = arguments.front();
  std::filesystem::create_directories(out);
  ocr::Engines engines = ocr::make_engines(settings);
  if (!with_text) engines.first = std::make_unique<EngineOfLines>(std::move(engines.first));
  cv::setNumThreads(1);
  for (std::size_t i = 1; i < arguments.size(); ++i) {
    const std::filesystem::path file = arguments[i];
    const ocr::Image image = ocr::load_image(file);
    const std::clock_t begin = std::clock();  // of this process, whatever else runs
    const ocr::ReadPage read = ocr::read_page(image, engines);
    const double seconds = static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
    nlohmann::json json = read.page;
    json["seconds"] = seconds;
    std::ofstream((out / file.stem()) += ".json") << json.dump(1);
    if (with_overlay) ocr::save_png((out / file.stem()) += ".png", overlay(read));
    std::cout << file.filename().string() << ' ' << seconds << " s\n" << std::flush;
  }
}
