#include "ocr/tables.h"

#include <gtest/gtest.h>

#include <opencv2/imgproc.hpp>

#include "ocr/regions.h"

namespace chengnuo::ocr {
namespace {

constexpr int kDpi = 150;

cv::Mat blank_page() { return cv::Mat(1754, 1240, CV_8UC1, cv::Scalar(255)); }

void across(cv::Mat& page, int y, int from, int to) { cv::line(page, {from, y}, {to, y}, 30, 2); }
void down(cv::Mat& page, int x, int from, int to) { cv::line(page, {x, from}, {x, to}, 30, 2); }

/// Three rows; the second has four cells, the others two.
cv::Mat form() {
  cv::Mat page = blank_page();
  for (const int y : {200, 280, 360, 440}) across(page, y, 100, 1140);
  for (const int x : {100, 300, 1140}) down(page, x, 200, 440);
  for (const int x : {700, 900}) down(page, x, 280, 360);
  return page;
}

pipeline::Cell cell(int row, int column, int column_span, const pipeline::Box& box) {
  return {box, row, column, 1, column_span, {}};
}

void expect_form(const std::vector<pipeline::Table>& tables) {
  ASSERT_EQ(tables.size(), 1U);
  const std::vector<pipeline::Cell> expected = {
      cell(0, 0, 1, {100, 200, 200, 80}), cell(0, 1, 3, {300, 200, 840, 80}),
      cell(1, 0, 1, {100, 280, 200, 80}), cell(1, 1, 1, {300, 280, 400, 80}),
      cell(1, 2, 1, {700, 280, 200, 80}), cell(1, 3, 1, {900, 280, 240, 80}),
      cell(2, 0, 1, {100, 360, 200, 80}), cell(2, 1, 3, {300, 360, 840, 80})};
  const std::vector<pipeline::Cell>& cells = tables[0].cells;
  ASSERT_EQ(cells.size(), expected.size());
  for (std::size_t i = 0; i < cells.size(); ++i) {
    EXPECT_EQ(cells[i].row, expected[i].row) << i;
    EXPECT_EQ(cells[i].column, expected[i].column) << i;
    EXPECT_EQ(cells[i].column_span, expected[i].column_span) << i;
    EXPECT_NEAR(cells[i].box.x, expected[i].box.x, 4) << i;
    EXPECT_NEAR(cells[i].box.y, expected[i].box.y, 4) << i;
    EXPECT_NEAR(cells[i].box.width, expected[i].box.width, 6) << i;
    EXPECT_NEAR(cells[i].box.height, expected[i].box.height, 6) << i;
  }
}

TEST(FindTables, KnowsMergedCells) { expect_form(find_tables(find_rules(form(), kDpi))); }

TEST(FindTables, StandsBrokenRules) {
  cv::Mat page = form();
  for (const int x : {180, 420, 640, 1000}) cv::rectangle(page, {x, 270, 30, 20}, 255, cv::FILLED);
  cv::rectangle(page, {290, 300, 20, 25}, 255, cv::FILLED);

  expect_form(find_tables(find_rules(page, kDpi)));
}

TEST(FindTables, StandsASlightSlant) {
  cv::Mat page;
  const cv::Mat slant = cv::getRotationMatrix2D(cv::Point2f(620, 320), 0.1, 1);
  cv::warpAffine(form(), page, slant, blank_page().size(), cv::INTER_LINEAR, cv::BORDER_CONSTANT,
                 255);

  expect_form(find_tables(find_rules(page, kDpi)));
}

TEST(FindTables, TablesMayBeOpenAtTheSides) {
  cv::Mat page = blank_page();
  for (const int y : {200, 280, 360}) across(page, y, 100, 1140);
  down(page, 600, 200, 360);

  const auto tables = find_tables(find_rules(page, kDpi));

  ASSERT_EQ(tables.size(), 1U);
  EXPECT_EQ(tables[0].cells.size(), 4U);
}

TEST(FindTables, AFrameIsNoTable) {
  cv::Mat page = blank_page();
  cv::rectangle(page, {100, 100, 1040, 1500}, 30, 3);

  EXPECT_TRUE(find_tables(find_rules(page, kDpi)).empty());
}

TEST(WithoutRules, LeavesCharactersAlone) {
  cv::Mat page = form();
  cv::rectangle(page, {320, 220, 20, 20}, 30, 2);

  const cv::Mat text = without_rules(page, find_rules(page, kDpi));

  EXPECT_EQ(text.at<uchar>(280, 500), 255);
  EXPECT_EQ(text.at<uchar>(220, 330), 30);
}

TEST(FindRegions, AreTheCellsThatBearInkAndWhatLiesAround) {
  cv::Mat page = form();
  const auto print = [&](int x, int y) { cv::rectangle(page, {x, y, 20, 20}, 30, 2); };
  print(600, 100);   // a title
  print(320, 220);   // row 0, column 1
  print(920, 310);   // row 1, column 3
  print(120, 1000);  // a note
  const Rules rules = find_rules(page, kDpi);
  const auto tables = find_tables(rules);

  const auto regions = find_regions(without_rules(page, rules), kDpi, tables);

  std::vector<std::pair<int, int>> found;
  for (const Region& region : regions) found.emplace_back(region.table, region.cell);
  EXPECT_EQ(found, (std::vector<std::pair<int, int>>{{-1, -1}, {0, 1}, {0, 5}, {-1, -1}}));
}

}  // namespace
}  // namespace chengnuo::ocr
