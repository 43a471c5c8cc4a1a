#include "ocr/seal_votes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace chengnuo::ocr {
namespace {

pipeline::Line strip(const std::string& text, std::vector<pipeline::Doubt> doubts = {}) {
  pipeline::Line line;
  line.text = text;
  line.doubts = std::move(doubts);
  return line;
}

TEST(SealVotes, TakeEachCharacterFromMostStrips) {
  SealVotes votes;
  votes.add(strip("四州昆仑化工有限公司"), 0.9);
  votes.add(strip("四川昆仑化土有限公司"), 0.9);
  votes.add(strip("四川昆仓化工有限公司"), 0.9);

  EXPECT_EQ(votes.winner(), U"四川昆仑化工有限公司");
}

TEST(SealVotes, LetOneSureStripOutvoteTwoThatHesitate) {
  SealVotes votes;
  votes.add(strip("汽阳机械有限公司", {{0, false, "沈", 0.3}}), 0.3);
  votes.add(strip("汽阳机械有限公司", {{0, false, "沈", 0.3}}), 0.3);
  votes.add(strip("沈阳机械有限公司"), 0.99);

  EXPECT_EQ(votes.winner(), U"沈阳机械有限公司");
}

TEST(SealVotes, DropWhatOnlyOneStripCaughtBesideTheName) {
  SealVotes votes;
  votes.add(strip("上海亚星建材有限公司"), 0.9);
  votes.add(strip("重上海亚星建材有限公司回"), 0.9);
  votes.add(strip("上海亚星建材有限公司"), 0.9);

  EXPECT_EQ(votes.winner(), U"上海亚星建材有限公司");
  EXPECT_THAT(votes.others(), testing::ElementsAre("重上海亚星建材有限公司回"));
}

TEST(SealVotes, TrustANameThatNoStripGaveAsAWholeByHalfAtMost) {
  SealVotes votes;
  votes.add(strip("四州昆仑化工有限公司"), 0.99);
  votes.add(strip("四川昆仑化土有限公司"), 0.99);
  votes.add(strip("四川昆仓化工有限公司"), 0.99);

  EXPECT_LE(votes.confidence(), 0.5);
}

TEST(SealVotes, AreAgreedOnlyWhenAllStripsSayTheSame) {
  SealVotes votes;
  for (int i = 0; i < 3; ++i) votes.add(strip("四川昆仑化工有限公司"), 0.99);
  EXPECT_TRUE(votes.agreed());

  votes.add(strip("四州昆仑化工有限公司"), 0.99);

  EXPECT_FALSE(votes.agreed());
}

TEST(SealVotes, GiveNoNameForSmudges) {
  SealVotes votes;
  votes.add(strip("检"), 0.9);
  votes.add(strip(""), 0);

  EXPECT_EQ(votes.winner(), U"");
  EXPECT_EQ(votes.confidence(), 0);
}

}  // namespace
}  // namespace chengnuo::ocr
