#include "tests/templates/papers.h"

#include <algorithm>
#include <stdexcept>

#include "pipeline/text.h"

namespace chengnuo::templates {
namespace {

using pipeline::Box;
using pipeline::Page;

constexpr int kWidth = 1654;  // A4 at 200 dpi
constexpr int kHeight = 2339;
constexpr int kText = 32;  // height of a character

Page blank_page(int number) {
  Page page;
  page.number = number;
  page.width = kWidth;
  page.height = kHeight;
  page.dpi = 200;
  return page;
}

int width_of(const std::string& text) {
  int width = 0;
  for (const char32_t c : pipeline::code_points(text)) width += c < 0x2000 ? kText / 2 : kText;
  return width;
}

/// Adds a line and gives its index.
int add_line(Page& page, int x, int y, const std::string& text, double confidence) {
  pipeline::Line line;
  line.text = text;
  line.box = {x, y, width_of(text), kText};
  line.confidence = confidence;
  page.lines.push_back(std::move(line));
  return static_cast<int>(page.lines.size()) - 1;
}

void add_seal(Page& page, int x, int y, const std::string& text, const std::string& lower,
              const std::string& colour) {
  if (text.empty()) return;
  pipeline::Seal seal;
  seal.box = {x - 160, y - 160, 320, 320};
  seal.shape = pipeline::SealShape::round;
  seal.colour = colour;
  seal.star = true;
  seal.text = text;
  seal.lower = lower;
  seal.confidence = 0.97;
  page.seals.push_back(std::move(seal));
}

void add_mark(Page& page, int x, int y) {
  page.marks.push_back({.box = {x, y - 10, 150, 50}, .colour = "black", .strokes = 4});
}

/// Draws the ruled cells of a form from the top down.
class Ruler {
 public:
  Ruler(Page& page, double confidence) : page_(page), confidence_(confidence) {
    page_.tables.emplace_back();
  }

  void pair(int x, int width, const std::string& label, const std::string& value) {
    const int split = x + 300;
    cell({x, y_, 300, kRow}, {{x + 10, y_ + 20, label}});
    cell({split, y_, width - 300, kRow}, {{split + 10, y_ + 20, value}});
  }
  void next_row(int height = kRow) { y_ += height; }

  struct Text {
    int x;
    int y;
    std::string text;
  };
  void cell(const Box& box, const std::vector<Text>& texts) {
    pipeline::Cell cell;
    cell.box = box;
    for (const Text& text : texts)
      if (!text.text.empty())
        cell.lines.push_back(add_line(page_, text.x, text.y, text.text, confidence_));
    page_.tables.back().cells.push_back(std::move(cell));
  }
  int y() const { return y_; }

 private:
  static constexpr int kRow = 72;
  Page& page_;
  double confidence_;
  int y_ = 260;
};

}  // namespace

std::string& FormPaper::operator[](const std::string& label) {
  for (auto& [name, value] : cells)
    if (name == label) return value;
  throw std::out_of_range(label);
}

Page FormPaper::draw(int number) const {
  Page page = blank_page(number);
  add_line(page, (kWidth - width_of(title)) / 2, 150, title, confidence);
  Ruler ruler(page, confidence);
  constexpr int kLeft = 140;
  constexpr int kWhole = kWidth - 2 * kLeft;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const bool two = i + 1 < cells.size() && width_of(cells[i].second) < 340 &&
                     width_of(cells[i + 1].second) < 340 && i >= 2;
    if (two) {
      ruler.pair(kLeft, kWhole / 2, cells[i].first, cells[i].second);
      ruler.pair(kLeft + kWhole / 2, kWhole / 2, cells[i + 1].first, cells[i + 1].second);
      ++i;
    } else {
      ruler.pair(kLeft, kWhole, cells[i].first, cells[i].second);
    }
    ruler.next_row();
  }
  constexpr int kFree = 360;
  int y = ruler.y();
  const int label_end = kLeft + 400 + width_of(signature_label);
  ruler.cell({kLeft, y, 300, kFree}, {{kLeft + 10, y + 150, "企业声明"}});
  ruler.cell({kLeft + 300, y, kWhole - 300, kFree}, {{kLeft + 320, y + 20, declaration},
                                                     {kLeft + 400, y + 220, signature_label},
                                                     {kLeft + 700, y + 290, applied_on}});
  if (signature) add_mark(page, label_end + 20, y + 215);
  add_seal(page, kLeft + 800, y + 200, seal, seal_lower, "red");
  ruler.next_row(kFree);
  y = ruler.y();
  ruler.cell({kLeft, y, 300, kFree}, {{kLeft + 10, y + 150, "推荐单位意见"}});
  ruler.cell({kLeft + 300, y, kWhole - 300, kFree}, {{kLeft + 320, y + 20, "同意推荐。"},
                                                     {kLeft + 600, y + 220, "（盖章）"},
                                                     {kLeft + 700, y + 290, recommended_on}});
  return page;
}

Page LetterPaper::draw(int number) const {
  Page page = blank_page(number);
  add_line(page, (kWidth - width_of(title)) / 2, 180, title, confidence);
  int y = 300;
  constexpr int kLeft = 200;
  constexpr int kBlock = 700;
  for (const std::string& paragraph : body) {
    add_line(page, kLeft + 2 * kText, y, paragraph, confidence);
    y += 56;
  }
  y += 60;
  const auto row = [&](const std::string& label, const std::string& value) {
    if (labels_apart && !label.empty() && !value.empty()) {
      add_line(page, kBlock, y, label, confidence);
      add_line(page, kBlock + width_of(label) + 6, y, value, confidence);
    } else if (!label.empty() || !value.empty()) {
      add_line(page, kBlock, y, label + value, confidence);
    }
    y += 70;
  };
  row(name_label, name);
  const int signed_at = y;
  row(representative_label, representative);
  row(date.empty() ? "" : date_label, date);
  if (signature)
    add_mark(page, kBlock + width_of(representative_label + representative) + 20, signed_at);
  add_seal(page, kBlock + 400, signed_at + 20, seal, seal_lower, seal_colour);
  return page;
}

}  // namespace chengnuo::templates
