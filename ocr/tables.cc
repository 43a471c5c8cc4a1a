#include "ocr/tables.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <opencv2/imgproc.hpp>

namespace chengnuo::ocr {
namespace {

constexpr int kRuleDpi = 150;  // enough for a hair line, and the masks are small

// A fold's shadow is paler than this, a printed hair line darker. Of 255 for paper.
constexpr int kPalestRule = 185;

int pixels(double millimetres) {
  return std::max(1, static_cast<int>(std::lround(millimetres / 25.4 * kRuleDpi)));
}

std::vector<cv::Rect> pieces(const cv::Mat& mask) {
  cv::Mat labels, stats, centres;
  const int count = cv::connectedComponentsWithStats(mask, labels, stats, centres);
  std::vector<cv::Rect> boxes;
  for (int i = 1; i < count; ++i) {
    boxes.emplace_back(stats.at<int>(i, cv::CC_STAT_LEFT), stats.at<int>(i, cv::CC_STAT_TOP),
                       stats.at<int>(i, cv::CC_STAT_WIDTH), stats.at<int>(i, cv::CC_STAT_HEIGHT));
  }
  return boxes;
}

/// Means of the groups into which sorted positions fall when neighbours up to `apart` belong
/// together.
std::vector<int> groups(std::vector<int> positions, int apart) {
  std::sort(positions.begin(), positions.end());
  std::vector<int> means;
  for (std::size_t begin = 0; begin < positions.size();) {
    std::size_t end = begin + 1;
    while (end < positions.size() && positions[end] - positions[end - 1] <= apart) ++end;
    const auto from = positions.begin() + static_cast<std::ptrdiff_t>(begin);
    const auto to = positions.begin() + static_cast<std::ptrdiff_t>(end);
    means.push_back(std::accumulate(from, to, 0) / static_cast<int>(end - begin));
    begin = end;
  }
  return means;
}

/// The share of `across`' columns (or, transposed, rows) that bear a rule in `band`.
double coverage(const cv::Mat& mask, cv::Rect band, int reduced_dimension) {
  band &= cv::Rect({}, mask.size());
  if (band.empty()) return 0;
  cv::Mat any;
  cv::reduce(mask(band), any, reduced_dimension, cv::REDUCE_MAX);
  return static_cast<double>(cv::countNonZero(any)) / static_cast<double>(any.total());
}

/// The lattice of all rules of one table; a wall of it stands where a rule really runs.
class Lattice {
 public:
  Lattice(const cv::Mat& across, const cv::Mat& down, std::vector<int> rows,
          std::vector<int> columns)
      : across_(across), down_(down), ys_(std::move(rows)), xs_(std::move(columns)) {}

  pipeline::Table table(double scale) const;

 private:
  int rows() const { return static_cast<int>(ys_.size()) - 1; }
  int columns() const { return static_cast<int>(xs_.size()) - 1; }
  int x(int column) const { return xs_[static_cast<std::size_t>(column)]; }
  int y(int row) const { return ys_[static_cast<std::size_t>(row)]; }
  bool wall_below(int row, int column) const {
    const int reach = pixels(1.2);
    return coverage(across_,
                    {x(column), y(row + 1) - reach, x(column + 1) - x(column), 2 * reach + 1},
                    0) >= 0.5;
  }
  bool wall_right(int row, int column) const {
    const int reach = pixels(1.2);
    return coverage(down_, {x(column + 1) - reach, y(row), 2 * reach + 1, y(row + 1) - y(row)},
                    1) >= 0.5;
  }

  cv::Mat across_, down_;
  std::vector<int> ys_, xs_;
};

/// Sets of fields that no wall parts (union-find).
class Merged {
 public:
  explicit Merged(int count) : parent_(static_cast<std::size_t>(count)) {
    std::iota(parent_.begin(), parent_.end(), 0);
  }
  int root(int field) const {
    while (parent_[static_cast<std::size_t>(field)] != field) {
      field = parent_[static_cast<std::size_t>(field)];
    }
    return field;
  }
  void join(int a, int b) {
    const int low = std::min(root(a), root(b)), high = std::max(root(a), root(b));
    parent_[static_cast<std::size_t>(high)] = low;
  }

 private:
  std::vector<int> parent_;
};

pipeline::Table Lattice::table(double scale) const {
  Merged merged(rows() * columns());
  for (int row = 0; row < rows(); ++row) {
    for (int column = 0; column < columns(); ++column) {
      const int field = row * columns() + column;
      if (column + 1 < columns() && !wall_right(row, column)) merged.join(field, field + 1);
      if (row + 1 < rows() && !wall_below(row, column)) merged.join(field, field + columns());
    }
  }
  const auto scaled = [scale](int left, int top, int right, int bottom) {
    const auto at = [scale](int position) {
      return static_cast<int>(std::lround(position * scale));
    };
    return pipeline::Box{at(left), at(top), at(right) - at(left), at(bottom) - at(top)};
  };
  pipeline::Table table;
  table.box = scaled(xs_.front(), ys_.front(), xs_.back(), ys_.back());
  for (int field = 0; field < rows() * columns(); ++field) {
    if (merged.root(field) != field) continue;
    // A cell that is no rectangle (a wall was lost) is given its bounding box.
    int top = rows(), left = columns(), bottom = 0, right = 0;
    for (int member = field; member < rows() * columns(); ++member) {
      if (merged.root(member) != field) continue;
      const int row = member / columns(), column = member % columns();
      top = std::min(top, row);
      left = std::min(left, column);
      bottom = std::max(bottom, row + 1);
      right = std::max(right, column + 1);
    }
    table.cells.push_back(
        {scaled(x(left), y(top), x(right), y(bottom)), top, left, bottom - top, right - left, {}});
  }
  std::sort(table.cells.begin(), table.cells.end(), [](const auto& a, const auto& b) {
    return a.row != b.row ? a.row < b.row : a.column < b.column;
  });
  return table;
}

}  // namespace

Rules find_rules(const cv::Mat& text, int dpi) {
  const double scale = static_cast<double>(dpi) / kRuleDpi;
  cv::Mat small, ink;
  cv::resize(text, small, {}, 1 / scale, 1 / scale, scale > 1 ? cv::INTER_AREA : cv::INTER_LINEAR);
  cv::adaptiveThreshold(small, ink, 255, cv::ADAPTIVE_THRESH_MEAN_C, cv::THRESH_BINARY_INV, 31, 20);
  ink &= small < kPalestRule;
  const auto rules = [&](cv::Size along, cv::Size aslant) {
    // A rule that is not quite level climbs by single pixels; thickened, it is of one piece.
    cv::Mat mask;
    cv::dilate(ink, mask, cv::Mat::ones(aslant, CV_8U));
    cv::morphologyEx(mask, mask, cv::MORPH_OPEN, cv::Mat::ones(along, CV_8U));
    return mask & ink;
  };
  const int length = pixels(8);
  return {rules({length, 1}, {1, 3}), rules({1, length}, {3, 1}), scale};
}

cv::Mat without_rules(const cv::Mat& text, const Rules& rules) {
  cv::Mat mask;
  cv::dilate(rules.across | rules.down, mask, cv::Mat::ones(3, 3, CV_8U));
  cv::resize(mask, mask, text.size(), 0, 0, cv::INTER_NEAREST);
  cv::Mat result = text.clone();
  result.setTo(255, mask);
  return result;
}

std::vector<pipeline::Table> find_tables(const Rules& rules) {
  cv::Mat joined;
  cv::dilate(rules.across | rules.down, joined, cv::Mat::ones(pixels(2), pixels(2), CV_8U));
  std::vector<pipeline::Table> tables;
  for (const cv::Rect& box : pieces(joined)) {
    if (box.width < pixels(30) || box.height < pixels(10)) continue;
    const cv::Mat across = rules.across(box), down = rules.down(box);
    std::vector<int> ys, xs, ends;
    for (const cv::Rect& rule : pieces(across)) {
      if (rule.width < pixels(8) || rule.height > pixels(3)) continue;
      ys.push_back(rule.y + rule.height / 2);
      ends.push_back(rule.x);
      ends.push_back(rule.x + rule.width - 1);
    }
    for (const cv::Rect& rule : pieces(down)) {
      if (rule.height < pixels(4) || rule.width > pixels(3)) continue;
      xs.push_back(rule.x + rule.width / 2);
    }
    if (ys.size() < 2 || xs.empty()) continue;
    // Tables may be open at the sides: then they end where their horizontal rules do.
    const auto [left, right] = std::minmax_element(ends.begin(), ends.end());
    const auto [first, last] = std::minmax_element(xs.begin(), xs.end());
    const int least_column = pixels(4), outermost_left = *first, outermost_right = *last;
    if (outermost_left - *left > least_column) xs.push_back(*left);
    if (*right - outermost_right > least_column) xs.push_back(*right);
    const std::vector<int> rows = groups(ys, pixels(1.5)), columns = groups(xs, pixels(1.5));
    if (rows.size() < 2 || columns.size() < 2) continue;
    pipeline::Table table = Lattice(across, down, rows, columns).table(rules.scale);
    if (table.cells.size() < 2) continue;
    const cv::Point corner(static_cast<int>(box.x * rules.scale),
                           static_cast<int>(box.y * rules.scale));
    table.box.x += corner.x;
    table.box.y += corner.y;
    for (pipeline::Cell& cell : table.cells) {
      cell.box.x += corner.x;
      cell.box.y += corner.y;
    }
    tables.push_back(std::move(table));
  }
  std::sort(tables.begin(), tables.end(),
            [](const auto& a, const auto& b) { return a.box.y < b.box.y; });
  return tables;
}

}  // namespace chengnuo::ocr
