#pragma once

#include <opencv2/core.hpp>
#include <span>
#include <string_view>
#include <vector>

#include "pipeline/page.h"

namespace chengnuo::ocr {

/// Recognises text. One object serves one thread; loading a model is slow, so keep it.
class Engine {
 public:
  virtual ~Engine() = default;

  /// As it stands in Reading::engine: "ppocr", "tesseract".
  virtual std::string_view name() const = 0;

  /// The lines of text within `regions` of `page` (8UC1: dark ink on white, upright, about 300 dpi,
  /// seal ink and rules removed). None crosses a region's border. Order: the regions', within a
  /// region reading order. Boxes in pixels of `page`, with one for each code point where the engine
  /// can tell. Lines have one reading, this engine's. Throws Error: report_bug if the engine fails.
  virtual std::vector<pipeline::Line> read(const cv::Mat& page,
                                           std::span<const pipeline::Box> regions) = 0;

  /// The one line of text that fills `image` (8UC1 like `page`, any height): a second reading, a
  /// seal's unwrapped ring. Boxes in pixels of `image`. Empty text if there is none.
  virtual pipeline::Line read_line(const cv::Mat& image) = 0;
};

}  // namespace chengnuo::ocr
