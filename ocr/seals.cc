#include "ocr/seals.h"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <utility>

#include "ocr/frames.h"
#include "ocr/image.h"
#include "ocr/ink.h"
#include "ocr/paper.h"
#include "ocr/rings.h"

namespace chengnuo::ocr {
namespace {

constexpr int kSealDpi = 100;  // a rim of 1 mm is 4 pixels wide
constexpr double kMillimetre = kSealDpi / 25.4;

/// A five-pointed star repeats itself five times on a circle through its points: its fifth harmonic
/// outweighs the others.
bool bears_star(const cv::Mat& strength, const Outline& outline) {
  constexpr int kSamples = 100;
  const double radius = (outline.axes.width + outline.axes.height) / 2;
  // Points of the star reach 0.29 to 0.36 of the rim's radius, its notches 0.38 of that.
  for (const double part : {0.15, 0.18, 0.21, 0.25}) {
    cv::Mat samples(1, kSamples, CV_32F), spectrum;
    for (int i = 0; i < kSamples; ++i) {
      const double turn = 2 * CV_PI * i / kSamples;
      const cv::Point point(outline.at(turn, radius * (part - 1)));
      const bool inside = cv::Rect({}, strength.size()).contains(point);
      samples.at<float>(i) = inside ? strength.at<uchar>(point) : 0;
    }
    const double mean = cv::mean(samples)[0];
    cv::dft(samples, spectrum, cv::DFT_COMPLEX_OUTPUT);
    double all = 0, fifth = 0;
    for (int k = 1; k < kSamples / 2; ++k) {
      const cv::Vec2f value = spectrum.at<cv::Vec2f>(k);
      const double power = value[0] * value[0] + value[1] * value[1];
      all += power;
      if (k == 5) fifth = power;
    }
    if (fifth > 0.45 * all && std::sqrt(2 * fifth) / kSamples > 0.35 * mean && mean > 8) {
      return true;
    }
  }
  return false;
}

/// The pixels of a page that is shown at kSealDpi.
class SealSearch {
 public:
  SealSearch(double scale, cv::Size page) : scale_(scale), page_(page) {}

  void look(const cv::Mat& ink, const std::string& colour, const RingRule& rule) {
    cv::Mat strength;
    cv::GaussianBlur(ink, strength, {}, 0.8);
    // Only colour tells an oval or a square seal from print of the same shape.
    if (colour != "grey") {
      for (const Frame& frame : find_frames(strength, kMillimetre, 2 * rule.contrast)) {
        add(frame.outline, frame.shape, strength, colour);
        // What is taken out cannot be found as a ring once more.
        const cv::RotatedRect rim(frame.outline.centre, frame.outline.axes * 2.1F,
                                  frame.outline.angle);
        if (frame.shape == pipeline::SealShape::oval) {
          cv::ellipse(strength, rim, 0, cv::FILLED);
        } else {
          cv::rectangle(strength, rim.boundingRect(), 0, cv::FILLED);
        }
      }
    }
    for (const Outline& ring : find_rings(strength, kMillimetre, rule)) {
      add(ring, pipeline::SealShape::round, strength, colour);
    }
  }

  std::vector<FoundSeal> found() && { return std::move(seals_); }
  bool none() const { return seals_.empty(); }

 private:
  void add(const Outline& outline, pipeline::SealShape shape, const cv::Mat& strength,
           const std::string& colour) {
    const auto scale = static_cast<float>(scale_);
    const Outline rim{outline.centre * scale, outline.axes * scale, outline.angle};
    FoundSeal found{{}, rim.centre, rim.axes, rim.angle};
    found.seal.box = box_of(rim.bounds() & cv::Rect({}, page_));
    found.seal.shape = shape;
    found.seal.colour = colour;
    found.seal.star = bears_star(strength, outline);
    seals_.push_back(std::move(found));
  }

  double scale_;
  cv::Size page_;
  std::vector<FoundSeal> seals_;
};

}  // namespace

std::vector<FoundSeal> find_seals(const cv::Mat& upright, int dpi, pipeline::ColourMode colour) {
  const double scale = static_cast<double>(dpi) / kSealDpi;
  cv::Mat small;
  cv::resize(upright, small, {}, 1 / scale, 1 / scale,
             scale > 1 ? cv::INTER_AREA : cv::INTER_LINEAR);
  const cv::Mat even = even_out(small, kSealDpi);
  SealSearch search(scale, upright.size());
  if (colour == pipeline::ColourMode::colour) {
    const Inks inks = separate_inks(even);
    search.look(inks.red, "red", {});
    search.look(inks.blue, "blue", {});
  }
  if (search.none()) {
    // A copy's seals, among everything else that is black: only large and well kept ones are told
    // apart for certain.
    cv::Mat grey = even;
    if (grey.channels() == 3) cv::cvtColor(even, grey, cv::COLOR_BGR2GRAY);
    search.look(255 - grey, "grey", {15, 31, 30, 0.6});
  }
  return std::move(search).found();
}

}  // namespace chengnuo::ocr
