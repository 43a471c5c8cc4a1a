#include "pipeline/json.h"

#include <gtest/gtest.h>

namespace chengnuo::pipeline {
namespace {

using nlohmann::json;

Time at(std::int64_t milliseconds) { return Time(std::chrono::milliseconds(milliseconds)); }

/// Every member different from its default, so that one that is forgotten is seen.
Submission full_submission() {
  Document document;
  document.kind = DocumentKind::letter;
  document.template_id = "letter-2011";
  document.template_version = "3";
  document.template_digest = "d1";
  document.pages = {1, 2};
  document.text = "我单位自愿承诺";
  document.fields["credit_code"] = {"91110000600037341L",
                                    "９111",
                                    0.75,
                                    2,
                                    {1, 2, 3, 4},
                                    FieldState::inconsistent,
                                    {"核对", "compare"},
                                    {{"ppocr", "9111", 0.5}}};
  document.requirements["meaning"] = {Verdict::partial, {{"句", 1, {5, 6, 7, 8}}}, {"补", "add"}};
  document.wording = {
      {WordingPart::altered, "承担", "不承担", 2, {2, 3, 4, 5}, true, {"改动", "altered"}}};
  document.seals = {
      {2,
       {{9, 8, 7, 6}, SealShape::oval, "red", true, "某公司", "专用章", true, "37", 0.5, {"甲"}}}};
  document.signatures = {{"legal_representative", 2, {1, 1, 2, 2}, true}};
  document.objections = {{{"理由", "reason"}, {"办法", "advice"}, 2, {3, 3, 3, 3}, true}};
  document.verdict = DocumentVerdict::needs_review;

  Submission submission;
  submission.id = "S20251103-000017";
  submission.unit = "jiangsu";
  submission.batch = "2025-11";
  submission.drops = {{"aa", "扫描.pdf", "十一月", 123, at(1762156800123)}};
  submission.pages = {{"aa", 1}, {"aa", 2}};
  submission.documents = {document};
  submission.enterprise = "某某有限公司";
  submission.credit_code = "91110000600037341L";
  submission.holds = {
      {HoldFor::enterprise, "check", {"缺", "lacks"}, {"补", "add"}, 1, {1, 2, 3, 4}}};
  submission.decisions = {{"wang", at(5), "correct", "phone", "1", "2", "看不清"}};
  submission.copies = {{Holder::enterprise, "2025/x.pdf", "bb", "B-T", "cc"}};
  submission.archive_code = "档-1";
  submission.receipts = {{"platform", at(7), "N1", "M1"}};
  submission.merged_into = "S20251103-000001";
  submission.state = State::signed_;
  submission.stage = "archive";
  return submission;
}

TEST(Json, ASubmissionComesBackWithEveryMember) {
  const std::string text = stored_text(json(full_submission()));
  const auto back = from_stored<Submission>(text);

  EXPECT_EQ(stored_text(json(back)), text);
  EXPECT_EQ(back.state, State::signed_);
  EXPECT_EQ(back.drops.at(0).received_at, at(1762156800123));
  EXPECT_EQ(back.holds.at(0).for_whom, HoldFor::enterprise);
  const Document& document = back.documents.at(0);
  EXPECT_EQ(document.fields.at("credit_code").state, FieldState::inconsistent);
  EXPECT_EQ(document.fields.at("credit_code").candidates.at(0).engine, "ppocr");
  EXPECT_EQ(document.requirements.at("meaning").evidence.at(0).box, (Box{5, 6, 7, 8}));
  EXPECT_EQ(document.seals.at(0).seal.shape, SealShape::oval);
}

TEST(Json, NoMemberIsStoredAsItsDefault) {
  // Guards the test above: a member added to a struct must be set there.
  const json filled = full_submission();
  const json empty = Submission();
  for (const auto& [key, value] : filled.items()) EXPECT_NE(value, empty.at(key)) << key;
}

TEST(Json, APageComesBackWithEveryMember) {
  Page page;
  page.number = 2;
  page.width = 2480;
  page.height = 3508;
  page.dpi = 300;
  page.rotation = 90;
  page.skew = -0.25;
  page.colour = ColourMode::bilevel;
  page.blank = true;
  page.unreadable = true;
  page.lines = {{"承诺",
                 {1, 2, 3, 4},
                 0.99,
                 {{1, 2, 1, 4}, {2, 2, 1, 4}},
                 {{"t", "承", 0.5}},
                 {{1, true, "若", 0.5}},
                 true}};
  page.tables = {{{0, 0, 9, 9}, {{{1, 1, 2, 2}, 1, 2, 3, 4, {0}}}}};
  page.seals = {{{9, 9, 9, 9}, SealShape::round, "grey", true, "a", "b", true, "c", 0.5, {"d"}}};
  page.marks = {{{1, 1, 1, 1}, "blue", 12}};
  page.notices = {{"低", "low"}};

  const std::string text = stored_text(json(page));
  const auto back = from_stored<Page>(text);

  EXPECT_EQ(stored_text(json(back)), text);
  EXPECT_EQ(back.lines.at(0).characters.size(), 2U);
  EXPECT_EQ(back.tables.at(0).cells.at(0).column_span, 4);
  EXPECT_EQ(back.colour, ColourMode::bilevel);
  const json filled = page;
  const json empty = Page();
  for (const auto& [key, value] : filled.items()) EXPECT_NE(value, empty.at(key)) << key;
}

TEST(Json, OlderFactsWithoutAKeyGetItsDefault) {
  const auto submission = from_stored<Submission>(R"({"id":"S1","a_newer_key":5})");
  EXPECT_EQ(submission.id, "S1");
  EXPECT_EQ(submission.state, State::received);
}

TEST(Json, DamagedFactsAreAnErrorThatNamesTheFile) {
  for (const char* text : {"", "{\"id\":", R"({"id":5})", R"({"holds":[{"box":[1]}]})",
                           R"({"state":"a word of a later version"})"}) {
    try {
      from_stored<Submission>(text, "/somewhere");
      FAIL() << text;
    } catch (const Error& error) {
      EXPECT_EQ(error.remedy(), Remedy::fix_setup) << text;
    }
  }
}

TEST(Json, BytesThatAreNotUtf8AreReplacedRatherThanRefused) {
  EXPECT_EQ(stored_text(json("a\xFF")), "\"a\uFFFD\"");
}

TEST(Words, EveryStateHasItsOwnWordAndComesBack) {
  for (int i = 0; i <= static_cast<int>(State::merged); ++i) {
    const auto state = static_cast<State>(i);
    EXPECT_EQ(state_named(name_of(state)), state);
  }
  EXPECT_EQ(name_of(State::signed_), "signed");
  EXPECT_THROW(state_named("sgined"), Error);
}

TEST(Rfc3339, WritesUtcSeconds) {
  EXPECT_EQ(rfc3339(at(1762156800999)), "2025-11-03T08:00:00Z");
  EXPECT_EQ(rfc3339(at(-1)), "1969-12-31T23:59:59Z");
}

TEST(Rfc3339, ReadsOffsetsAndFractions) {
  EXPECT_EQ(from_rfc3339("2025-11-03T08:00:00Z"), at(1762156800000));
  EXPECT_EQ(from_rfc3339("2025-11-03t16:00:00.5+08:00"), at(1762156800500));
  EXPECT_EQ(from_rfc3339("2025-11-03T00:30:00.123456-07:30"), at(1762156800123));
  EXPECT_EQ(from_rfc3339("2016-12-31T23:59:60Z"), from_rfc3339("2017-01-01T00:00:00Z"));
}

TEST(Rfc3339, RefusesWhatIsNoTime) {
  for (const char* text : {"", "2025-11-03", "2025-11-03T08:00:00", "2025-02-29T00:00:00Z",
                           "2025-11-03T24:00:00Z", "2025-11-03T08:00:00Z ", "x"})
    EXPECT_THROW(from_rfc3339(text), Error) << text;
}

}  // namespace
}  // namespace chengnuo::pipeline
