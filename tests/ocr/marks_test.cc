#include "ocr/marks.h"

#include <gtest/gtest.h>

#include <opencv2/imgproc.hpp>

namespace chengnuo::ocr {
namespace {

constexpr int kDpi = 150;

/// A page with lines of print, and the lines as an engine would give them.
class Written {
 public:
  void print(int x, int y, int count, int size = 22) {
    const int step = size * 6 / 5, stroke = std::max(2, size / 12);
    for (int i = 0; i < count; ++i) {
      const cv::Rect character(x + i * step, y, size, size);
      cv::rectangle(page_, character, {20, 20, 20}, stroke);
      cv::line(page_, {character.x, y + size / 2}, {character.x + size, y + size / 2}, {20, 20, 20},
               stroke);
    }
    read({x - 2, y - 2, count * step, size + 4}, 0.95);
  }

  /// What an engine made of a place.
  void read(const pipeline::Box& box, double confidence) {
    pipeline::Line line;
    line.text = "印";
    line.box = box;
    line.confidence = confidence;
    lines_.push_back(std::move(line));
  }

  /// Three loops of a pen, 150 pixels wide.
  void sign(int x, int y, const cv::Scalar& ink) {
    for (int i = 0; i < 3; ++i) {
      cv::ellipse(page_, {x + 20 + 50 * i, y}, {26, 12}, 60, 0, 300, ink, 3, cv::LINE_AA);
      cv::line(page_, {x + 50 * i, y + 16}, {x + 50 + 50 * i, y - 14}, ink, 3, cv::LINE_AA);
    }
  }

  std::vector<pipeline::Mark> marks() const {
    cv::Mat text;
    cv::cvtColor(page_, text, cv::COLOR_BGR2GRAY);
    return find_marks(page_, kDpi, text, lines_, {});
  }

  cv::Mat& page() { return page_; }

 private:
  cv::Mat page_ = cv::Mat(1754, 1240, CV_8UC3, cv::Scalar(255, 255, 255));
  std::vector<pipeline::Line> lines_;
};

Written letter() {
  Written letter;
  for (int y = 200; y < 900; y += 40) letter.print(150, y, 34);
  letter.print(600, 1000, 10);
  return letter;
}

TEST(FindMarks, PrintIsNoMark) { EXPECT_TRUE(letter().marks().empty()); }

TEST(FindMarks, ATitleIsNoMark) {
  Written page = letter();
  page.print(400, 80, 7, 50);

  EXPECT_TRUE(page.marks().empty());
}

TEST(FindMarks, ASignatureBesideALineIsOne) {
  Written page = letter();
  page.sign(880, 1010, {25, 25, 25});

  const auto marks = page.marks();

  ASSERT_EQ(marks.size(), 1U);
  EXPECT_EQ(marks[0].colour, "black");
  EXPECT_NEAR(marks[0].box.x, 880, 20);
  EXPECT_GE(marks[0].box.width, 120);
}

TEST(FindMarks, KnowsABluePen) {
  Written page = letter();
  page.sign(880, 1010, {150, 60, 40});

  const auto marks = page.marks();

  ASSERT_EQ(marks.size(), 1U);
  EXPECT_EQ(marks[0].colour, "blue");
}

TEST(FindMarks, ASignatureThatAnEngineTookForTextIsOne) {
  Written page = letter();
  page.sign(880, 1010, {25, 25, 25});
  page.read({870, 985, 180, 50}, 0.3);

  EXPECT_EQ(page.marks().size(), 1U);
}

TEST(FindMarks, TheEdgeOfTheGlassIsNone) {
  Written page = letter();
  cv::line(page.page(), {6, 0}, {12, 1753}, {0, 0, 0}, 8);

  EXPECT_TRUE(page.marks().empty());
}

}  // namespace
}  // namespace chengnuo::ocr
