#include "templates/catalogue.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "pipeline/error.h"
#include "templates/requirement_rules.h"

namespace chengnuo::templates {
namespace {

using pipeline::DocumentKind;
using testing::HasSubstr;

const std::filesystem::path kShipped = std::filesystem::path(CHENGNUO_SOURCE_DIR) / "templates/xml";

/// A folder with the schema and what the test writes into it.
class Catalogue_ : public testing::Test {
 protected:
  Catalogue_() {
    std::filesystem::create_directories(folder);
    for (const char* schema : {"template.xsd", "requirements.xsd"})
      std::filesystem::copy_file(kShipped / schema, folder / schema,
                                 std::filesystem::copy_options::overwrite_existing);
  }
  ~Catalogue_() override { std::filesystem::remove_all(folder); }

  void write(const std::string& name, const std::string& text) const {
    std::filesystem::create_directories((folder / name).parent_path());
    std::ofstream(folder / name) << text;
  }
  void write_small(const std::string& name, const std::string& id, const std::string& kind) const {
    write(name, "<template xmlns='urn:chengnuo:template' id='" + id + "' kind='" + kind +
                    "' version='1' activity='活动'>\n<titles><title>承诺书</title></titles>\n"
                    "<fields><field id='signed_on' type='date'/></fields>\n</template>\n");
  }
  std::string complaint() const {
    try {
      Catalogue catalogue(folder);
    } catch (const pipeline::Error& error) {
      EXPECT_EQ(error.remedy(), pipeline::Remedy::fix_setup);
      return error.what();
    }
    return "none";
  }

  std::filesystem::path folder =
      std::filesystem::path(testing::TempDir()) /
      (std::string("catalogue-") + testing::UnitTest::GetInstance()->current_test_info()->name());
};

TEST_F(Catalogue_, HoldsTheFormAndTheLetterThatComeWithTheProgram) {
  const Catalogue catalogue(kShipped);

  const Template* form = catalogue.find("form", "any");
  const Template* letter = catalogue.find("letter", "any");

  ASSERT_TRUE(form != nullptr && letter != nullptr);
  EXPECT_EQ(form->kind, DocumentKind::form);
  EXPECT_EQ(letter->kind, DocumentKind::letter);
  EXPECT_EQ(form->digest.size(), 64u);
  EXPECT_EQ(find_field(*form, "credit_code")->group, "code");
  EXPECT_EQ(find_field(*form, "recommended_on")->need, Need::later);
  EXPECT_EQ(find_field(*form, "contact")->mask, Mask::part);
  EXPECT_EQ(find_field(*form, "fax")->need, Need::optional);
  ASSERT_TRUE(letter->requirements);
  EXPECT_EQ(letter->requirements->requirements.size(), 11u);
}

TEST_F(Catalogue_, LetsAUnitsOwnLetterServeInPlaceOfTheGeneralOne) {
  write_small("form.xml", "form", "form");
  write_small("letter.xml", "letter", "letter");
  write_small("dalian/letter.xml", "dalian-letter", "letter");

  const Catalogue catalogue(folder);

  ASSERT_EQ(catalogue.of_unit("dalian").size(), 2u);
  EXPECT_EQ(catalogue.of_unit("dalian")[0]->id, "dalian-letter");
  EXPECT_EQ(catalogue.of_unit("dalian")[1]->id, "form");
  EXPECT_EQ(catalogue.of_unit("ningbo").size(), 2u);
  EXPECT_EQ(catalogue.find("dalian-letter", "ningbo"), nullptr);
}

TEST_F(Catalogue_, NamesTheLineThatBreaksTheSchema) {
  write("bad.xml",
        "<template xmlns='urn:chengnuo:template' id='a' kind='letter' version='1' activity='x'>\n"
        "<titles><title>承诺书</title></titles>\n"
        "<fields>\n"
        "<field id='signed_on' type='day'/>\n"
        "</fields></template>");

  EXPECT_THAT(complaint(), testing::AllOf(HasSubstr("bad.xml"), HasSubstr("第 4 行")));
}

TEST_F(Catalogue_, RefusesAPlaceThatIsNotDeclared) {
  write("bad.xml",
        "<template xmlns='urn:chengnuo:template' id='a' kind='letter' version='1' activity='x'>\n"
        "<titles><title>承诺书</title></titles>\n"
        "<fields><field id='signed_on' type='date' place='nowhere'/></fields>\n"
        "</template>");

  EXPECT_THAT(complaint(), HasSubstr("nowhere"));
}

TEST_F(Catalogue_, RefusesAFileWithADoctype) {
  write("bad.xml",
        "<!DOCTYPE template [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>\n"
        "<template xmlns='urn:chengnuo:template' id='a' kind='letter' version='1' activity='x'>\n"
        "<titles><title>&a;</title></titles><fields><field id='b' type='text'/></fields>"
        "</template>");

  EXPECT_THAT(complaint(), HasSubstr("DOCTYPE"));
}

TEST_F(Catalogue_, RefusesTwoTemplatesOfOneId) {
  write_small("one.xml", "letter", "letter");
  write_small("two.xml", "letter", "letter");

  EXPECT_THAT(complaint(), testing::AllOf(HasSubstr("one.xml"), HasSubstr("two.xml")));
}

TEST_F(Catalogue_, SaysWhatToPutIntoAnEmptyFolder) {
  EXPECT_THAT(complaint(), HasSubstr("没有模板"));
}

TEST_F(Catalogue_, TakesTheHomesOwnTemplateOverTheShippedOne) {
  write_small("letter.xml", "letter", "letter");

  Catalogue catalogue(kShipped);
  catalogue.add(folder);

  EXPECT_EQ(catalogue.find("letter", "")->activity, "活动");
  EXPECT_EQ(catalogue.of_unit("").size(), 2u);
}

}  // namespace
}  // namespace chengnuo::templates
