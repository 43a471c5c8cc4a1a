#include "ocr/read_page.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <numeric>
#include <opencv2/imgproc.hpp>

#include "ocr/decode.h"
#include "pipeline/text.h"

// Pages of tests/files/ocr/pages: generated scans, each with what is on it in a JSON file of the
// same name (places in pixels of the upright page before it is straightened).

namespace chengnuo::ocr {
namespace {

using nlohmann::json;

struct Sample {
  ReadPage read;
  json truth;
};

std::string bytes_of(const std::string& name) {
  std::ifstream file(std::string(CHENGNUO_TEST_FILES) + "/ocr/pages/" + name, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

Sample read_sample(const std::string& name) {
  Engines engines = make_engines({.engine = "tesseract"});
  const Scan scan = decode_jpeg(bytes_of(name + ".jpg"));
  return {read_page(scan.image, engines), json::parse(bytes_of(name + ".json"))};
}

std::u32string plain(const std::string& text) {
  return pipeline::code_points(pipeline::nfkc(pipeline::without_blanks(text)));
}

/// Edits that make `line` a part of `text` (Sellers).
std::size_t edits(const std::u32string& line, const std::u32string& text) {
  std::vector<std::size_t> row(text.size() + 1, 0);
  for (std::size_t i = 1; i <= line.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= text.size(); ++j) {
      const std::size_t kept = diagonal + (line[i - 1] == text[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({kept, row[j] + 1, row[j - 1] + 1});
    }
  }
  return *std::min_element(row.begin(), row.end());
}

/// Share of the page's characters that were read wrong or not at all.
double error_rate(const Sample& sample) {
  std::u32string text;
  for (const pipeline::Line& line : sample.read.page.lines) text += plain(line.text);
  std::size_t wrong = 0, all = 0;
  for (const std::string line : sample.truth.at("lines")) {
    const std::u32string expected = plain(line);
    wrong += std::min(expected.size(), edits(expected, text));
    all += expected.size();
  }
  return static_cast<double>(wrong) / static_cast<double>(all);
}

/// Where a place of the truth lies once the page is straightened.
cv::Point2d straightened(const pipeline::Page& page, double x, double y) {
  const double turn = std::abs(page.skew) < 0.1 ? 0 : page.skew * CV_PI / 180;
  const double dx = x - page.width / 2.0, dy = y - page.height / 2.0;
  return {page.width / 2.0 + std::cos(turn) * dx + std::sin(turn) * dy,
          page.height / 2.0 - std::sin(turn) * dx + std::cos(turn) * dy};
}

void expect_the_seals(const Sample& sample, const std::string& colour) {
  const pipeline::Page& page = sample.read.page;
  EXPECT_EQ(page.seals.size(), sample.truth.at("seals").size());
  for (const json& expected : sample.truth.at("seals")) {
    const cv::Point2d centre =
        straightened(page, expected.at("centre").at(0), expected.at("centre").at(1));
    const double diameter = expected.at("diameter");
    const auto seal =
        std::find_if(page.seals.begin(), page.seals.end(), [&](const pipeline::Seal& each) {
          const cv::Point2d at(each.box.x + each.box.width / 2.0,
                               each.box.y + each.box.height / 2.0);
          return cv::norm(at - centre) < 0.03 * diameter;
        });
    ASSERT_NE(seal, page.seals.end()) << expected;
    EXPECT_EQ(seal->colour, colour);
    EXPECT_EQ(seal->shape, pipeline::SealShape::round);
    EXPECT_TRUE(seal->star);
    EXPECT_NEAR(seal->box.width, diameter, 0.04 * diameter);
  }
}

void expect_one_mark_where_it_is_signed(const Sample& sample) {
  const pipeline::Page& page = sample.read.page;
  ASSERT_EQ(page.marks.size(), 1U);
  const auto signature = sample.truth.at("signature").get<std::vector<int>>();
  const cv::Point2d middle =
      straightened(page, signature[0] + signature[2] / 2.0, signature[1] + signature[3] / 2.0);
  const pipeline::Box& box = page.marks[0].box;
  EXPECT_TRUE(cv::Rect(box.x, box.y, box.width, box.height).contains(cv::Point(middle)));
  EXPECT_GE(page.marks[0].strokes, 1);
}

TEST(ReadPage, FindsNothingOnAnEmptyPage) {
  Engines engines = make_engines({.engine = "tesseract"});
  const Image blank{cv::Mat(700, 500, CV_8UC1, cv::Scalar(255)), 100, pipeline::ColourMode::grey};

  const ReadPage read = read_page(blank, engines);

  EXPECT_TRUE(read.page.blank);
  EXPECT_TRUE(read.page.lines.empty());
  EXPECT_EQ(read.page.width, 500);
  EXPECT_EQ(read.page.height, 700);
}

TEST(ReadPage, ReadsASignedAndSealedLetter) {
  const Sample letter = read_sample("letter_signed");

  EXPECT_EQ(letter.read.page.rotation, 0);
  EXPECT_NEAR(letter.read.page.skew, letter.truth.at("skew").get<double>(), 0.15);
  EXPECT_EQ(letter.read.page.colour, pipeline::ColourMode::colour);
  EXPECT_LE(error_rate(letter), 0.03);
  EXPECT_TRUE(letter.read.page.tables.empty());
  expect_the_seals(letter, "red");
  expect_one_mark_where_it_is_signed(letter);
  EXPECT_TRUE(std::any_of(letter.read.page.lines.begin(), letter.read.page.lines.end(),
                          [](const pipeline::Line& line) { return line.under_seal; }));
}

TEST(ReadPage, FindsNoMarkOnAnUnsignedLetter) {
  const Sample letter = read_sample("letter_unsigned");

  EXPECT_LE(error_rate(letter), 0.03);
  expect_the_seals(letter, "red");
  EXPECT_TRUE(letter.read.page.marks.empty());
}

TEST(ReadPage, TurnsAPageThatLiesUpsideDown) {
  const Sample letter = read_sample("letter_upside_down");

  EXPECT_EQ(letter.read.page.rotation, 180);
  EXPECT_LE(error_rate(letter), 0.03);
  EXPECT_TRUE(letter.read.page.seals.empty());
  expect_one_mark_where_it_is_signed(letter);
}

TEST(ReadPage, SaysThatAGreyCopysSealHasNoColour) {
  const Sample letter = read_sample("letter_grey_copy");

  EXPECT_EQ(letter.read.page.colour, pipeline::ColourMode::grey);
  EXPECT_LE(error_rate(letter), 0.08);
  expect_the_seals(letter, "grey");
  EXPECT_EQ(letter.read.page.notices.size(), 1U);
}

TEST(ReadPage, ReadsTheCellsOfAFormThatLiesSideways) {
  const Sample form = read_sample("form_sideways");
  const pipeline::Page& page = form.read.page;

  EXPECT_EQ(page.rotation, 270);
  EXPECT_LE(error_rate(form), 0.04);
  expect_the_seals(form, "red");
  ASSERT_EQ(page.tables.size(), 1U);
  const auto text_of = [&](const pipeline::Cell& cell) {
    std::string text;
    for (const int line : cell.lines) text += page.lines[static_cast<std::size_t>(line)].text;
    return text;
  };
  const std::vector<pipeline::Cell>& cells = page.tables[0].cells;
  EXPECT_EQ(cells.size(), 32U);
  EXPECT_EQ(text_of(cells[0]), "企业名称");
  EXPECT_EQ(cells[1].column_span, 3);
}

TEST(ReadPage, ReadsAFormWithDustFoldAndShadow) {
  const Sample form = read_sample("form_dusty");

  EXPECT_LE(error_rate(form), 0.06);
  expect_the_seals(form, "red");
  ASSERT_EQ(form.read.page.tables.size(), 1U);
  EXPECT_EQ(form.read.page.tables[0].cells.size(), 32U);
}

}  // namespace
}  // namespace chengnuo::ocr
