#include "publication/complaint.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "pipeline/audit.h"
#include "pipeline/error.h"
#include "publication/complaint_register.h"
#include "tests/pipeline/each_database.h"

namespace chengnuo::publication {
namespace {

using pipeline::Error;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

Complaint about_pumps() {
  Complaint complaint;
  complaint.submission = "S20251103-000001";
  complaint.unit = "unit1";
  complaint.enterprise = "江苏恒润机械制造有限公司";
  complaint.content = "张三丰买的水泵三天就坏了，电话13912345678，厂家拒绝退换。另见13812345678。";
  complaint.complainant = {"张三丰", "13912345678"};
  return complaint;
}

class ComplaintTest : public tests::EachDatabase {
 protected:
  void SetUp() override {
    EachDatabase::SetUp();
    if (IsSkipped()) return;
    complaints_ = std::make_unique<ComplaintRegister>(database());
    id_ = complaints_->enter(about_pumps(), "王").id;
  }
  void hear() {
    complaints_->forward(id_, Investigator::organiser, "王");
    complaints_->hear(id_, "同批次产品已召回。", "王");
  }
  void find(bool exists, Nature nature, Influence influence) {
    complaints_->find_breach(id_, {exists, nature, influence, ""}, "王");
  }

  std::unique_ptr<ComplaintRegister> complaints_;
  WorkCalendar calendar_;
  std::string id_;
};
CHENGNUO_ON_EACH_DATABASE(ComplaintTest);

TEST_P(ComplaintTest, GetsANumberOfItsYear) {
  EXPECT_EQ(id_, "T2025-0001");
  EXPECT_EQ(complaints_->enter(about_pumps(), "王").id, "T2025-0002");
  pass(std::chrono::days(60));
  EXPECT_EQ(complaints_->enter(about_pumps(), "王").id, "T2026-0001");
}

TEST_P(ComplaintTest, ThatCameFromThePlatformTwiceIsEnteredOnce) {
  Complaint web = about_pumps();
  web.source_number = "J20251103-0001";
  EXPECT_EQ(complaints_->enter(web, "王").id, complaints_->enter(web, "李").id);
}

TEST_P(ComplaintTest, GoesItsWayStepByStepAndSaysWhatIsNextAndByWhen) {
  const auto next = [&] { return next_step(*complaints_->find(id_), {}, calendar_); };
  EXPECT_EQ(iso(*next()->by), "2025-11-12");  // seven working days after a Monday
  complaints_->forward(id_, Investigator::recommender, "王");
  EXPECT_THAT(next()->what.zh, HasSubstr("企业说明"));
  complaints_->hear(id_, "已召回。", "王");
  EXPECT_EQ(iso(*next()->by), "2025-11-24");
  find(true, Nature::serious, Influence::notable);
  complaints_->close(id_, Handling::talk, "限期整改", "李");
  EXPECT_THAT(next()->what.zh, HasSubstr("反馈"));
  complaints_->feed_back(id_, "已约谈企业", "李");
  EXPECT_FALSE(next());
  EXPECT_EQ(complaints_->find(id_)->steps.size(), 6U);
}

TEST_P(ComplaintTest, NothingIsFoundBeforeTheEnterpriseWasHeard) {
  complaints_->forward(id_, Investigator::organiser, "王");
  EXPECT_THROW(find(true, Nature::vile, Influence::grave), Error);
  complaints_->hear(id_, "", "王");  // asked, and declined
  EXPECT_NO_THROW(find(true, Nature::vile, Influence::grave));
}

TEST_P(ComplaintTest, AllowsADelistingOnlyWithBothConditions) {
  hear();
  const auto close = [&] { complaints_->close(id_, Handling::delisting, "除名", "李"); };
  find(true, Nature::vile, Influence::notable);
  EXPECT_THROW(close(), Error);
  find(true, Nature::serious, Influence::grave);
  EXPECT_THROW(close(), Error);
  find(false, Nature::vile, Influence::grave);
  EXPECT_THROW(close(), Error);
  find(true, Nature::vile, Influence::grave);
  EXPECT_NO_THROW(close());
  EXPECT_TRUE(hindrance_to_delisting(*complaints_->find(id_)).empty());
}

TEST_P(ComplaintTest, ShowsTheEnterpriseTheMatterAndNotThePerson) {
  const auto view =
      view_for_enterprise(*complaints_->find(id_), std::chrono::year(2025) / 11 / 3, {}, calendar_);
  EXPECT_THAT(view.content, AllOf(HasSubstr("水泵三天就坏了"), Not(HasSubstr("张三丰")),
                                  Not(HasSubstr("13912345678")), HasSubstr("138****5678")));
  EXPECT_EQ(iso(view.answer_by), "2025-11-10");
}

TEST_P(ComplaintTest, TheAuditLogKnowsTheStepsAndNotThePerson) {
  hear();
  const pipeline::AuditLog log(database());
  std::string all;
  for (const auto& entry : log.entries(1, 100)) all += entry.action + entry.subject + entry.detail;
  EXPECT_THAT(all, AllOf(HasSubstr("complaint hear"), HasSubstr(id_), Not(HasSubstr("张三丰")),
                         Not(HasSubstr("水泵"))));
  EXPECT_EQ(log.first_break(), 0);
}

TEST_P(ComplaintTest, ReadsBackAsItWas) {
  hear();
  find(true, Nature::vile, Influence::grave);
  const Complaint kept = *complaints_->find(id_);
  EXPECT_EQ(to_stored(complaint_from_stored(to_stored(kept))), to_stored(kept));
  EXPECT_EQ(complaints_->about("S20251103-000001").size(), 1U);
  EXPECT_TRUE(complaints_->about("S2").empty());
}

}  // namespace
}  // namespace chengnuo::publication
