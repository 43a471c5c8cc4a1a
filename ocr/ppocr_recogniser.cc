#include "ocr/ppocr_recogniser.h"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <sstream>
#include <utility>

#include "pipeline/error.h"
#include "pipeline/text.h"

namespace chengnuo::ocr {
namespace {

constexpr int kHeight = 48;  // what the network was made for
// Widths are rounded up to these, with nothing behind, as the network was trained: OpenVINO
// prepares itself anew for each width that it has not met (30 ms) and keeps that (1 MB and more).
constexpr int kNarrowStep = 64, kWideStep = 128;
constexpr int kWide = 640;
constexpr int kNarrowest = 64;
constexpr int kWidest = 2400;  // a longer line is squeezed; full lines of a page have 1500

struct Best {
  std::size_t first = 0, second = 0;  // classes
  float first_probability = 0, second_probability = 0;
};

Best best_of(std::span<const float> step) {
  Best best;
  best.first_probability = best.second_probability = -1;
  for (std::size_t at = 0; at < step.size(); ++at) {
    if (step[at] <= best.second_probability) continue;
    if (step[at] > best.first_probability) {
      best.second = best.first;
      best.second_probability = best.first_probability;
      best.first = at;
      best.first_probability = step[at];
    } else {
      best.second = at;
      best.second_probability = step[at];
    }
  }
  return best;
}

/// The steps between two characters, in which the network saw none, and the one that it most nearly
/// saw there. Its doubt where one of the two begins or ends is none.
class Gap {
 public:
  explicit Gap(std::size_t before = 0) : before_(before) {}
  void add(const Best& best) {
    if (best.second != before_) seconds_.emplace_back(best.second, best.second_probability);
  }
  Overlooked overlooked(std::size_t after, const std::vector<std::u32string>& characters) const {
    Overlooked most;
    for (const auto& [character, probability] : seconds_) {
      if (character == after || probability <= most.probability) continue;
      if (characters[character] == U" ") continue;  // whether there is a blank says nothing
      most = {characters[character], probability};
    }
    return most;
  }

 private:
  std::size_t before_;
  std::vector<std::pair<std::size_t, float>> seconds_;
};

/// Gives each character the room up to half-way to its neighbours, but not more than a square.
void spread(std::vector<SeenCharacter>& line, float square) {
  std::vector<float> centres;
  for (const SeenCharacter& seen : line) centres.push_back((seen.from + seen.to) / 2);
  for (std::size_t at = 0; at < line.size(); ++at) {
    const float left = at == 0 ? 0 : (centres[at - 1] + centres[at]) / 2;
    const float right = at + 1 == line.size() ? 1 : (centres[at] + centres[at + 1]) / 2;
    line[at].from = std::max(left, centres[at] - square / 2);
    line[at].to = std::min(right, centres[at] + square / 2);
  }
}

/// Greedy decoding: at each step the likeliest class, repetitions once, "no character" left out.
/// `part`: of the image's width that a step takes.
SeenLine decode(std::span<const float> values, const std::vector<std::u32string>& characters,
                float part) {
  const std::size_t classes = characters.size();
  SeenLine seen_line;
  std::vector<SeenCharacter>& line = seen_line.characters;
  Gap gap;
  std::size_t before = 0;
  for (std::size_t at = 0; at * classes < values.size(); ++at) {
    const Best best = best_of(values.subspan(at * classes, classes));
    const float left = std::min(1.0F, static_cast<float>(at) * part);
    const float right = std::min(1.0F, static_cast<float>(at + 1) * part);
    if (best.first == 0) {
      gap.add(best);
    } else if (best.first != before) {
      seen_line.gaps.push_back(gap.overlooked(best.first, characters));
      gap = Gap(best.first);
    }
    if (best.first != 0 && best.first == before) {
      // The same character goes on; its surest step counts.
      SeenCharacter& seen = line.back();
      seen.to = right;
      if (best.first_probability > seen.probability) {
        seen.probability = best.first_probability;
        seen.second = characters[best.second];
        seen.second_probability = best.second_probability;
      }
    } else if (best.first != 0) {
      line.push_back({characters[best.first], best.first_probability, left, right,
                      characters[best.second], best.second_probability});
    }
    before = best.first;
  }
  seen_line.gaps.push_back(gap.overlooked(0, characters));
  return seen_line;
}

}  // namespace

PpocrRecogniser::PpocrRecogniser(const std::filesystem::path& onnx, Precision precision)
    : network_(onnx, Network::Sizes::varied, precision) {
  characters_.emplace_back();  // CTC's "no character"
  std::istringstream lines(network_.note("character"));
  for (std::string line; std::getline(lines, line);) {
    characters_.push_back(pipeline::code_points(line));
  }
  if (characters_.size() < 2) {
    throw pipeline::Error(
        pipeline::Remedy::fix_setup,
        {"识别模型不带字符表", "The recognition model carries no list of characters"},
        {"请重新运行 scripts/models", "Run scripts/models again"}, onnx);
  }
  characters_.push_back(U" ");
}

SeenLine PpocrRecogniser::read(const cv::Mat& image) {
  if (image.empty()) return {};
  const double scale = static_cast<double>(kHeight) / image.rows;
  const int wanted = std::clamp(cvCeil(image.cols * scale), kHeight / 4, kWidest);
  const int step = wanted > kWide ? kWideStep : kNarrowStep;
  const int width = std::max(kNarrowest, (wanted + step - 1) / step * step);
  cv::Mat fitted;
  cv::resize(image, fitted, {wanted, kHeight}, 0, 0,
             image.rows > kHeight ? cv::INTER_AREA : cv::INTER_CUBIC);
  input_.assign(3 * static_cast<std::size_t>(kHeight * width), 0);
  for (int channel = 0; channel < 3; ++channel) {
    cv::Mat plane(kHeight, width, CV_32FC1, input_.data() + channel * kHeight * width);
    fitted.convertTo(plane.colRange(0, wanted), CV_32F, 1 / 127.5, -1);
  }
  const Network::Output output =
      network_.run({1, 3, kHeight, static_cast<std::size_t>(width)}, input_);
  const std::size_t steps = output.shape.at(1);
  const std::size_t classes = output.shape.at(2);
  if (classes != characters_.size()) {
    throw pipeline::Error(
        pipeline::Remedy::fix_setup,
        {"识别模型与其字符表不符", "The recognition model does not fit its list of characters"},
        {"请重新运行 scripts/models", "Run scripts/models again"});
  }

  const float part =
      static_cast<float>(width) / static_cast<float>(wanted) / static_cast<float>(steps);
  SeenLine line = decode(output.values, characters_, part);
  spread(line.characters, static_cast<float>(kHeight) / static_cast<float>(wanted));
  return line;
}

}  // namespace chengnuo::ocr
