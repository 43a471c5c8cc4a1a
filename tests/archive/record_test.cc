#include "archive/record.h"

#include <gtest/gtest.h>

#include "archive/metadata.h"
#include "pipeline/error.h"
#include "pipeline/json.h"
#include "tests/archive/archived_home.h"

namespace chengnuo::archive {
namespace {

Record sample() {
  tests::Papers papers;
  Record record;
  record.code = "J001-WS·2025-D30-KJS-0001";
  record.version = 2;
  record.previous = std::string(64, 'a');
  record.at = pipeline::from_rfc3339("2025-11-03T02:00:00Z");
  record.submission = papers.submission("S1", "甲公司");
  record.metadata = metadata_of(record.submission, {}, record.code, 2025);
  record.objects = {{kFormPageRole,
                     "申请表-002.jpg",
                     "image/jpeg",
                     {"ab12", "cd34", 5},
                     2,
                     2480,
                     3508,
                     300,
                     "colour"}};
  return record;
}

TEST(Record, ComesBackFromItsText) {
  const std::string text = record_text(sample());

  EXPECT_EQ(record_text(record_from_text(text)), text);
  EXPECT_EQ(record_from_text(text).submission.documents.at(0).requirements.at("meaning").verdict,
            pipeline::Verdict::met);
}

TEST(Record, SaysTheSameInEachVersionThatSaysTheSame) {
  Record first = sample();
  Record second = sample();
  second.version = 3;
  second.at += std::chrono::hours(1);
  EXPECT_EQ(content_digest(first), content_digest(second));

  second.submission.enterprise = "乙公司";
  EXPECT_NE(content_digest(first), content_digest(second));
}

TEST(Record, IsRefusedWhereItIsDamagedOrNewer) {
  const std::string text = record_text(sample());
  std::string newer = text;
  newer.replace(newer.find("\"format_version\": 1"), 19, "\"format_version\": 9");

  EXPECT_THROW(record_from_text(newer), pipeline::Error);
  EXPECT_THROW(record_from_text(text.substr(0, text.size() / 2)), pipeline::Error);
  EXPECT_THROW(record_from_text("{}"), pipeline::Error);
}

TEST(Metadata, HasWhatAnArchivistAsksFor) {
  const Record record = sample();

  EXPECT_EQ(metadata_value(record, "题名"), "甲公司质量信誉承诺书");
  EXPECT_EQ(metadata_value(record, "责任者"), "甲公司");
  EXPECT_EQ(metadata_value(record, "年度"), "2025");
  EXPECT_EQ(metadata_value(record, "日期"), "2025-11-01");
  EXPECT_EQ(metadata_value(record, "页数"), "2");
  EXPECT_EQ(metadata_value(record, "保管期满"), "2055-12-31");
}

TEST(Metadata, ComputesWhenTheRetentionEnds) {
  EXPECT_EQ(expires_on("D10", 2025), "2035-12-31");
  EXPECT_EQ(expires_on("Y", 2025), "");
  for (const char* wrong : {"", "D", "30", "Dx", "D-1", "D0"}) {
    EXPECT_THROW(expires_on(wrong, 2025), pipeline::Error) << wrong;
  }
}

}  // namespace
}  // namespace chengnuo::archive
