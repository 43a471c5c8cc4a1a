#include "ocr/read_page.h"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "ocr/flatten.h"
#include "ocr/ink.h"
#include "ocr/marks.h"
#include "ocr/notices.h"
#include "ocr/paper.h"
#include "ocr/regions.h"
#include "ocr/seal_text.h"
#include "ocr/seals.h"
#include "ocr/second_reading.h"
#include "ocr/tables.h"
#include "ocr/upright.h"

namespace chengnuo::ocr {
namespace {

// What engines are trained for; more only costs time.
constexpr int kReadDpi = 300;

cv::Mat resized(const cv::Mat& image, double scale) {
  if (scale == 1) return image;
  cv::Mat result;
  cv::resize(image, result, {}, scale, scale, scale < 1 ? cv::INTER_AREA : cv::INTER_CUBIC);
  return result;
}

bool holds_centre(const pipeline::Box& outer, const pipeline::Box& inner) {
  const int x = inner.x + inner.width / 2, y = inner.y + inner.height / 2;
  return x >= outer.x && x < outer.x + outer.width && y >= outer.y && y < outer.y + outer.height;
}

/// Turns the scan upright and says how in the page's facts; returns its text at kReadDpi, without
/// red ink.
cv::Mat make_upright(const Image& scan, Engine& engine, ReadPage& result) {
  pipeline::Page& page = result.page;
  // Nothing is gained by more than kReadDpi; only `upright` keeps all.
  const double shrink = std::min(1.0, static_cast<double>(kReadDpi) / page.dpi);
  const int dpi = static_cast<int>(std::lround(page.dpi * shrink));
  const Inks inks = separate_inks(even_out(resized(scan.pixels, shrink), dpi));
  const cv::Mat text = without_specks(inks.text);
  const Turn turn = find_turn(text, dpi, engine);
  page.rotation = turn.rotation;
  page.skew = turn.skew;
  result.upright = turned(scan.pixels, turn, paper_of(scan.pixels));
  page.width = result.upright.cols;
  page.height = result.upright.rows;
  return resized(turned(text, turn, 255), static_cast<double>(kReadDpi) / dpi);
}

void read_lines(const cv::Mat& print, Engine& engine, pipeline::Page& page) {
  const std::vector<Region> regions = find_regions(print, kReadDpi, page.tables);
  std::vector<pipeline::Box> boxes;
  for (const Region& region : regions) boxes.push_back(region.box);
  page.lines = engine.read(print, boxes);
  for (std::size_t i = 0; i < page.lines.size(); ++i) {
    const auto region = std::find_if(regions.begin(), regions.end(), [&](const Region& each) {
      return holds_centre(each.box, page.lines[i].box);
    });
    if (region == regions.end() || region->table < 0) continue;
    page.tables[static_cast<std::size_t>(region->table)]
        .cells[static_cast<std::size_t>(region->cell)]
        .lines.push_back(static_cast<int>(i));
  }
}

/// Lines and tables were found at kReadDpi.
void to_page_pixels(pipeline::Page& page) {
  const double scale = static_cast<double>(page.dpi) / kReadDpi;
  const auto convert = [scale](pipeline::Box& box) {
    const auto at = [scale](int position) { return cvRound(position * scale); };
    const int right = at(box.x + box.width), bottom = at(box.y + box.height);
    box = {at(box.x), at(box.y), right - at(box.x), bottom - at(box.y)};
  };
  for (pipeline::Line& line : page.lines) {
    convert(line.box);
    for (pipeline::Box& character : line.characters) convert(character);
  }
  for (pipeline::Table& table : page.tables) {
    convert(table.box);
    for (pipeline::Cell& cell : table.cells) convert(cell.box);
  }
}

/// Whether some of the box lies within the seal's rim.
bool touches(const FoundSeal& seal, const pipeline::Box& box) {
  const double tilt = seal.angle * CV_PI / 180;
  const auto inside = [&](double x, double y) {
    const double dx = x - seal.centre.x, dy = y - seal.centre.y;
    const double along = (dx * std::cos(tilt) + dy * std::sin(tilt)) / seal.axes.width;
    const double across = (dy * std::cos(tilt) - dx * std::sin(tilt)) / seal.axes.height;
    if (seal.seal.shape == pipeline::SealShape::square) {
      return std::abs(along) <= 1 && std::abs(across) <= 1;
    }
    return along * along + across * across <= 1;
  };
  const int step = std::max(1, box.height / 4);
  for (int y = box.y; y <= box.y + box.height; y += step) {
    for (int x = box.x; x <= box.x + box.width; x += step) {
      if (inside(x, y)) return true;
    }
  }
  return false;
}

}  // namespace

ReadPage read_page(const Image& handed_in, Engines& engines) {
  const Image scan = flattened(handed_in);
  ReadPage result;
  pipeline::Page& page = result.page;
  page.colour = colour_of(scan.pixels);
  page.dpi = trusted_dpi(scan.pixels, scan.dpi);
  const cv::Mat text = make_upright(scan, *engines.first, result);

  const Rules rules = find_rules(text, kReadDpi);
  page.tables = find_tables(rules);
  const cv::Mat print = darkened(without_rules(text, rules));
  read_lines(print, *engines.first, page);
  if (engines.second) read_again(page.lines, print, *engines.second);
  to_page_pixels(page);

  std::vector<FoundSeal> seals = find_seals(result.upright, page.dpi, page.colour);
  const Image upright{result.upright, page.dpi, page.colour};
  for (FoundSeal& found : seals) {
    read_seal_text(found, upright, *engines.first);
    page.seals.push_back(found.seal);
  }
  for (pipeline::Line& line : page.lines) {
    line.under_seal = std::any_of(seals.begin(), seals.end(),
                                  [&](const FoundSeal& seal) { return touches(seal, line.box); });
  }
  page.marks = find_marks(result.upright, page.dpi, print, page.lines, seals);
  page.notices = notices_on(handed_in, page);
  page.blank = page.lines.empty() && page.seals.empty() && page.marks.empty();
  return result;
}

}  // namespace chengnuo::ocr
