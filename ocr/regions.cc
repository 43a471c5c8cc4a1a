#include "ocr/regions.h"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "ocr/image.h"

namespace chengnuo::ocr {
namespace {

/// Something as large as a small character's part is there, not only specks.
bool bears_ink(const cv::Mat& text, int dpi) {
  if (text.empty()) return false;
  cv::Mat ink, labels, stats, centres;
  cv::threshold(text, ink, 128, 255, cv::THRESH_BINARY_INV);
  const int count = cv::connectedComponentsWithStats(ink, labels, stats, centres);
  const int least = static_cast<int>(std::lround(1.0 / 25.4 * dpi));
  for (int i = 1; i < count; ++i) {
    if (std::max(stats.at<int>(i, cv::CC_STAT_HEIGHT), stats.at<int>(i, cv::CC_STAT_WIDTH)) >=
        least) {
      return true;
    }
  }
  return false;
}

cv::Rect shrunk(const cv::Rect& rect, int by) {
  return {rect.x + by, rect.y + by, rect.width - 2 * by, rect.height - 2 * by};
}

}  // namespace

std::vector<Region> find_regions(const cv::Mat& text, int dpi,
                                 const std::vector<pipeline::Table>& tables) {
  const cv::Rect page({}, text.size());
  const int margin = static_cast<int>(std::lround(0.4 / 25.4 * dpi));
  const int least = static_cast<int>(std::lround(2.0 / 25.4 * dpi));
  const int beside = static_cast<int>(std::lround(25.0 / 25.4 * dpi));
  std::vector<Region> regions;
  const auto add = [&](cv::Rect rect, int table, int cell) {
    rect &= page;
    if (rect.width < least || rect.height < least || !bears_ink(text(rect), dpi)) return;
    regions.push_back({box_of(rect), table, cell});
  };
  int top = 0;
  for (std::size_t t = 0; t < tables.size(); ++t) {
    const cv::Rect box = rect_of(tables[t].box);
    const int bottom = box.y + box.height;
    add({0, top, page.width, box.y - top}, -1, -1);
    if (box.x > beside) add({0, box.y, box.x - margin, box.height}, -1, -1);
    for (std::size_t c = 0; c < tables[t].cells.size(); ++c) {
      add(shrunk(rect_of(tables[t].cells[c].box), margin), static_cast<int>(t),
          static_cast<int>(c));
    }
    const int right = box.x + box.width;
    if (page.width - right > beside) {
      add({right + margin, box.y, page.width - right - margin, box.height}, -1, -1);
    }
    top = std::max(top, bottom + margin);
  }
  add({0, top, page.width, page.height - top}, -1, -1);
  return regions;
}

}  // namespace chengnuo::ocr
