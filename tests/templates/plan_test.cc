#include "templates/plan.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "pipeline/error.h"
#include "templates/catalogue.h"
#include "templates/check.h"
#include "tests/templates/papers.h"

namespace chengnuo::templates {
namespace {

using pipeline::DocumentKind;
using testing::Contains;
using testing::HasSubstr;
using testing::SizeIs;

/// The templates that come with the program, and what Dalian adds.
class Dalian : public testing::Test {
 protected:
  Dalian() {
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder / "dalian");
  }
  ~Dalian() override { std::filesystem::remove_all(folder); }

  void write(const std::string& name, const std::string& text) const {
    std::ofstream(folder / "dalian" / name) << text;
  }
  void letter(const std::string& id, const std::string& version, const std::string& validity,
              const std::string& requirements = "<requirements base='requirements.xml'/>") const {
    write(id + ".xml",
          "<template xmlns='urn:chengnuo:template' id='" + id + "' kind='letter' version='" +
              version + "' activity='质量信誉承诺活动' subtitle='大连第二批' " + validity +
              "><titles><title>质量信誉承诺书</title></titles><fields>"
              "<field id='enterprise_name' type='enterprise_name' need='required'>"
              "<label>承诺企业</label></field>"
              "<field id='legal_representative' type='person'><label>法定代表人</label></field>"
              "<field id='signed_on' type='date' need='required'><label>日期</label></field>"
              "</fields>" +
              requirements +
              "<seals><seal of='enterprise'/></seals><signatures>"
              "<signature role='legal_representative'><label>法定代表人</label></signature>"
              "</signatures></template>");
  }
  void plan(const std::string& binds, const std::string& validity = "") const {
    write("plan.xml",
          "<plan xmlns='urn:chengnuo:template' id='dalian-2012' name='大连市工作方案' "
          "number='大经信〔2012〕8号' registered-on='2012-01-05' " +
              validity + ">" + binds + "</plan>");
  }
  Catalogue catalogue() const {
    Catalogue all(std::filesystem::path(CHENGNUO_SOURCE_DIR) / "templates/xml");
    all.add(folder);
    return all;
  }
  std::vector<std::string> letters(const std::string& day) const {
    std::vector<std::string> ids;
    const Catalogue all = catalogue();
    for (const Template* of : all.of_unit("dalian", day))
      if (of->kind == DocumentKind::letter) ids.push_back(of->id);
    return ids;
  }

  std::filesystem::path folder =
      std::filesystem::path(testing::TempDir()) /
      (std::string("plan-") + testing::UnitTest::GetInstance()->current_test_info()->name());
};

TEST_F(Dalian, ATemplateKeepsItsActivitysSubtitleAndItsValidity) {
  letter("dalian-letter", "2", "valid-from='2012-01-01' valid-until='2012-12-31'");

  const Catalogue all = catalogue();
  const Template* of = all.find("dalian-letter", "dalian");

  ASSERT_NE(of, nullptr);
  EXPECT_EQ(of->subtitle, "大连第二批");
  EXPECT_EQ(of->valid_from, "2012-01-01");
  EXPECT_EQ(of->valid_until, "2012-12-31");
}

TEST_F(Dalian, OfTwoVersionsTheOneInForceOnTheDayServes) {
  letter("letter-2011", "1", "valid-until='2011-12-31'");
  letter("letter-2012", "2", "valid-from='2012-01-01'");

  EXPECT_EQ(letters("2011-12-31"), std::vector<std::string>{"letter-2011"});
  EXPECT_EQ(letters("2012-01-01"), std::vector<std::string>{"letter-2012"});
}

TEST_F(Dalian, ALetterAfterTheOnlyTemplatesLastDayIsKnownButGoesToAPerson) {
  letter("dalian-letter", "1", "valid-until='2011-12-31'");
  const std::vector<pipeline::Page> pages{LetterPaper{}.draw()};

  const auto document =
      check_pages(catalogue(), "dalian", pages, CheckSettings{.day = "2012-03-01"}).at(0);

  EXPECT_EQ(document.template_id, "dalian-letter");
  ASSERT_THAT(document.objections, SizeIs(1));
  EXPECT_THAT(document.objections.front().reason.zh, HasSubstr("不在有效期内"));
}

TEST_F(Dalian, AWorkingPlanBindsTheTemplatesThatItNames) {
  letter("letter-a", "1", "");
  letter("letter-b", "1", "");
  plan("<binds template='letter-b' version='1'/><binds template='form'/>",
       "valid-from='2012-01-01' valid-until='2012-12-31'");

  EXPECT_EQ(letters("2012-06-01"), std::vector<std::string>{"letter-b"});
  EXPECT_THAT(letters("2013-06-01"), SizeIs(2)) << "no plan of that day";
  const Catalogue all = catalogue();
  ASSERT_THAT(all.plans(), SizeIs(1));
  EXPECT_EQ(all.plans().front().unit, "dalian");
  EXPECT_EQ(all.plans().front().number, "大经信〔2012〕8号");
  EXPECT_EQ(all.plans().front().digest.size(), 64u);
}

TEST_F(Dalian, APlanThatBindsWhatIsNotThereIsRefused) {
  letter("letter-a", "1", "");
  plan("<binds template='letter-a' version='2'/>");

  try {
    catalogue();
    FAIL() << "the plan was taken";
  } catch (const pipeline::Error& error) {
    EXPECT_EQ(error.remedy(), pipeline::Remedy::fix_setup);
    EXPECT_THAT(error.message().zh, HasSubstr("letter-a 2"));
  }
}

TEST_F(Dalian, AUnitAddsARequirementWithoutAWordOfCpp) {
  letter("dalian-letter", "1", "", R"(<requirements base='requirements.xml'>
    <requirement id="green">
      <name zh="绿色生产" en="clean production"/>
      <wording>我公司坚持绿色生产，节能减排。</wording>
      <say>
        (坚持|推行|实行)…6(绿色生产|清洁生产|节能减排)
      </say>
    </requirement>
  </requirements>)");
  const auto checked = [&](const std::string& sentence) {
    LetterPaper paper;
    paper.body.insert(paper.body.end() - 1, sentence);
    const std::vector<pipeline::Page> pages{paper.draw()};
    return check_pages(catalogue(), "dalian", pages).at(0);
  };

  const auto met = checked("六、坚持绿色生产，推行节能减排。");
  const auto denied = checked("六、目前不推行清洁生产。");

  EXPECT_EQ(met.requirements.at("green").verdict, pipeline::Verdict::met);
  EXPECT_THAT(met.objections, SizeIs(0));
  EXPECT_EQ(met.requirements.at("lifecycle").verdict, pipeline::Verdict::met);
  EXPECT_EQ(denied.requirements.at("green").verdict, pipeline::Verdict::contradicted);
  ASSERT_THAT(denied.objections, SizeIs(1));
  EXPECT_THAT(denied.objections.front().reason.zh, HasSubstr("绿色生产"));
  EXPECT_THAT(denied.objections.front().advice.zh, HasSubstr("节能减排"));
}

TEST_F(Dalian, APhraseWithManyGapsThatFitsNowhereIsGivenUpSoon) {
  // Tried one after the other, the ways to place these words are more than there are atoms.
  letter("dalian-letter", "1", "", R"(<requirements base='requirements.xml'>
    <requirement id="green"><name zh="绿" en="green"/><wording>绿</wording>
      <say>绿…40绿…40绿…40绿…40绿…40绿…40绿…40绿…40绿…40绿…40绿…40红</say>
    </requirement></requirements>)");
  LetterPaper paper;
  std::string green;
  for (int i = 0; i < 2000; ++i) green += "绿";
  paper.body.push_back(green);
  const std::vector<pipeline::Page> pages{paper.draw()};

  const auto document = check_pages(catalogue(), "dalian", pages).at(0);

  EXPECT_EQ(document.requirements.at("green").verdict, pipeline::Verdict::missing);
}

}  // namespace
}  // namespace chengnuo::templates
