// From a citizen's complaint to a delisting that the public reads, and its revocation.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <algorithm>

#include "home_with_papers.h"
#include "pipeline/file.h"

namespace chengnuo::console {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

std::string fetch(const std::string& url, std::vector<std::string> more = {}) {
  std::vector<std::string> command{"curl", "--silent", "--max-time", "20", url};
  command.insert(command.end(), more.begin(), more.end());
  return run(command).out;
}

/// A published letter, and the platform that shows it.
class SupervisionTest : public testing::Test {
 protected:
  SupervisionTest() {
    url_ = platform_.line().substr(platform_.line().find("http"));
    papers_.home().configure("publication.platform", "url = \"" + url_ + "api/messages\"");
    papers_.run_once();
    papers_.approve();
    papers_.run_once();
    id_ = papers_.home().submissions()[0].at("id");
  }
  Ended command(const std::vector<std::string>& arguments) {
    return papers_.home().command(arguments);
  }
  std::string state() { return papers_.home().submissions()[0].at("state"); }
  /// In which the letter was published.
  std::string year() {
    const json letters = json::parse(fetch(url_ + "api/letters")).at("letters");
    return letters[0].at("published_at").get<std::string>().substr(0, 4);
  }
  std::string letter_page() { return fetch(url_ + "letters/unit1." + id_ + ".platform.letter"); }
  void expect_done(const std::vector<std::string>& arguments) {
    const Ended ended = command(arguments);
    EXPECT_EQ(ended.exit, 0) << arguments[1] << ": " << ended.err << ended.out;
  }

  HomeWithPapers papers_;
  Running platform_{{"platform", "--home", papers_.home().path().string(), "--port", "0",
                     "--folder", (papers_.home().path() / "platform").string()},
                    "http://"};
  std::string url_, id_;
};

TEST_F(SupervisionTest, AComplaintLeadsToADelistingThatEveryoneReadsAndThatCanBeRevoked) {
  ASSERT_EQ(state(), "published");
  EXPECT_THAT(letter_page(), HasSubstr("公示中"));
  EXPECT_THAT(command({"publish", "status", id_}).out, HasSubstr("公示状态：公示中，至 "));

  // A citizen writes; the unit takes it over.
  fetch(url_ + "complaints", {"--data-urlencode", "enterprise=某企业", "--data-urlencode",
                              "letter=unit1." + id_ + ".platform.letter", "--data-urlencode",
                              "content=水泵三天爆裂，用户张三丰受伤住院。", "--data-urlencode",
                              "name=张三丰", "--data-urlencode", "contact=13912345678"});
  expect_done({"complaint", "fetch"});
  expect_done({"complaint", "fetch"});  // what is known is entered once
  const std::string complaint =
      command({"complaint", "list", "--json"}).json().at("complaints")[0].at("id");

  // No delisting before its conditions are recorded.
  EXPECT_EQ(command({"delist", id_}).exit, 1);
  expect_done({"complaint", "forward", complaint, "--to", "organiser"});
  const std::string letter = (papers_.home().path() / "letter.pdf").string();
  expect_done({"complaint", "letter", complaint, "-o", letter});
  EXPECT_THAT(run({"pdftotext", letter, "-"}).out,
              AllOf(HasSubstr("爆裂"), Not(HasSubstr("张三丰")), Not(HasSubstr("13912345678"))));
  expect_done({"complaint", "hear", complaint, "--statement", "承认产品有缺陷。"});
  expect_done(
      {"complaint", "find", complaint, "--exists", "--nature", "vile", "--influence", "small"});
  const Ended early = command({"complaint", "close", complaint, "--handling", "delisting"});
  EXPECT_EQ(early.exit, 1);
  EXPECT_THAT(early.err, HasSubstr("影响严重"));
  expect_done(
      {"complaint", "find", complaint, "--exists", "--nature", "vile", "--influence", "grave"});
  expect_done({"complaint", "close", complaint, "--handling", "delisting", "--opinion",
               "产品以次充好，致人受伤"});

  // Notice and publication are one act.
  const std::string notice = (papers_.home().path() / "notice.pdf").string();
  EXPECT_EQ(papers_.home()
                .command({"delist", id_, "--out", notice},
                         {{"CHENGNUO_CRASH_AT", "notice signed, nothing decided"}})
                .signal,
            SIGKILL);
  EXPECT_EQ(state(), "published") << "neither is done without the other";
  EXPECT_EQ(papers_.home()
                .command({"delist", id_, "--number", "某工协〔2025〕3号", "--who", "王主任"},
                         {{"CHENGNUO_CRASH_AT", "act decided, not in the record"}})
                .signal,
            SIGKILL);
  EXPECT_EQ(state(), "delisted");
  EXPECT_EQ(command({"delist", id_}).exit, 1) << "nobody is delisted twice";
  const fs::path handed = papers_.home().path() / "record";
  expect_done({"archive", "get", id_, "--everything", "-o", handed.string()});
  for (const auto& file : fs::directory_iterator(handed))
    if (file.path().filename().string().find("除名通知书") != std::string::npos)
      fs::copy_file(file.path(), notice);
  ASSERT_TRUE(fs::exists(notice)) << "the archive's record names the notice, though it was killed";
  EXPECT_EQ(command({"verify", notice, "--json"}).json().at("verdict"), "valid");
  EXPECT_THAT(run({"pdftotext", notice, "-"}).out, Not(HasSubstr("张三丰")));
  const Ended verified = command({"archive", "verify"});
  EXPECT_THAT(verified.err + verified.out,
              AllOf(HasSubstr("没有档案记录提到这个文件"), HasSubstr("发现问题 1 处")))
      << "the notice that was signed before the first cut, and that nobody decided";
  papers_.run_once();
  EXPECT_THAT(fetch(url_ + "delisted"), AllOf(HasSubstr("某工协〔2025〕3号"), HasSubstr("致人受伤"),
                                              Not(HasSubstr("张三丰"))));
  EXPECT_THAT(letter_page(), AllOf(HasSubstr("该企业已被除名"),
                                   HasSubstr(run({"sha256sum", notice}).out.substr(0, 64))));
  EXPECT_EQ(state(), "delisted");

  const fs::path out = papers_.home().path() / "papers";
  fs::create_directories(out);
  expect_done({"papers", "statistics", "--year", year(), "-o", out.string()});
  EXPECT_THAT(pipeline::read_file(out / (year() + "年度统计-按月份.csv")),
              HasSubstr("\"合计\",\"1\",\"1\",\"1\",\"1\""));
  expect_done({"papers", "service", id_, "-o", (out / "送达回证.pdf").string()});
  expect_done({"papers", "receipt", id_, "-o", (out / "回执.pdf").string()});
  expect_done({"papers", "transmittal", "-o", (out / "报送函.pdf").string()});
  for (const char* kind : {"pdf", "xlsx", "csv"})
    expect_done({"papers", "summary", "-o", (out / (std::string("汇总表.") + kind)).string()});
  EXPECT_THAT(run({"pdftotext", (out / "汇总表.pdf").string(), "-"}).out, HasSubstr("合计：1 家"));

  expect_done({"delist", id_, "--revoke", "--reason", "申诉成立"});
  papers_.run_once();
  EXPECT_EQ(state(), "published");
  EXPECT_THAT(letter_page(), AllOf(HasSubstr("撤销除名"), Not(HasSubstr("该企业已被除名"))));
  EXPECT_EQ(command({"audit"}).exit, 0);

  const std::string second = (papers_.home().path() / "second.pdf").string();
  expect_done({"delist", id_, "--out", second});
  EXPECT_EQ(command({"verify", second, "--json"}).json().at("verdict"), "valid");
  const fs::path all = papers_.home().path() / "all";
  expect_done({"archive", "get", id_, "--everything", "-o", all.string()});
  EXPECT_EQ(std::count_if(begin(fs::directory_iterator(all)), fs::directory_iterator(),
                          [](const auto& file) {
                            return file.path().filename().string().find("除名通知书") !=
                                   std::string::npos;
                          }),
            2)
      << "neither notice vanishes";
}

TEST(ByCarrier, MessagesAndSignedReceiptsGoBothWays) {
  HomeWithPapers sending;
  sending.run_once();
  sending.approve();
  sending.run_once();
  const std::string id = sending.home().submissions()[0].at("id");
  const fs::path parcel = sending.home().path() / "sent/platform";
  const fs::path data = sending.home().path() / "platform";
  const auto take = [&] {
    return sending.home().command(
        {"platform", "--folder", data.string(), "--take", parcel.string()});
  };

  EXPECT_EQ(take().exit, 0);
  sending.home().command({"publish", "retry"});
  sending.run_once();
  const Ended unknown = sending.home().command({"publish", "status", id});
  EXPECT_THAT(unknown.out, AllOf(HasSubstr("不予采信"), HasSubstr("receipts")))
      << "nobody knows yet who signs receipts";
  fs::copy_file(data / "keys/development-ca.pem",
                sending.home().path() / "keys/receipts/platform/platform.pem");
  sending.home().command({"publish", "retry"});
  sending.run_once();
  EXPECT_EQ(sending.home().submissions()[0].at("state"), "published");
}

TEST_F(SupervisionTest, WhoeverHoldsASignedCopyLearnsWhetherItIsThePublishedOne) {
  const fs::path out = papers_.home().path() / "out";
  expect_done({"archive", "get", id_, "-o", out.string()});
  int copies = 0;
  for (const auto& file : fs::directory_iterator(out)) {
    if (file.path().extension() != ".pdf") continue;
    ++copies;
    const auto verified = [&](const fs::path& pdf) {
      return fetch(url_ + "verify", {"--form", "file=@" + pdf.string()});
    };
    EXPECT_THAT(verified(file.path()),
                AllOf(HasSubstr("已公布承诺书的签名件"), HasSubstr("逐字节一致"),
                      HasSubstr("签名人："), Not(HasSubstr("class=\"no\""))));
    std::string bytes = pipeline::read_file(file.path());
    bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 1);
    pipeline::write_durably(out / "changed.bin", bytes);
    EXPECT_THAT(verified(out / "changed.bin"),
                AllOf(HasSubstr("没有公布过"), HasSubstr("很可能在签名后被改动")));
  }
  EXPECT_EQ(copies, 2);
}

TEST_F(SupervisionTest, AnObjectionSuspendsThePublicityPeriodAndAWithdrawalEndsIt) {
  expect_done({"complaint", "add", id_, "--channel", "letter", "--objection", "--content",
               "对该企业的承诺有异议", "--name", "李四"});
  papers_.run_once();
  EXPECT_THAT(letter_page(), AllOf(HasSubstr("核查中"), Not(HasSubstr("李四"))));
  fetch(url_ + "complaints", {"--data-urlencode", "letter=unit1." + id_ + ".platform.letter",
                              "--data-urlencode", "content=另一件违背承诺的事情。"});
  std::vector<std::string> import{"complaint", "import"};
  for (const auto& file : fs::directory_iterator(papers_.home().path() / "platform/complaints"))
    import.push_back(file.path());
  expect_done(import);
  EXPECT_EQ(command({"complaint", "list", "--json"}).json().at("complaints").size(), 2U);

  expect_done({"publish", "resume", id_, "--reason", "异议已答复"});
  expect_done({"publish", "withdraw", id_, "--reason", "误报"});
  papers_.run_once();
  EXPECT_THAT(letter_page(), AllOf(HasSubstr("已由组织单位撤回"), Not(HasSubstr("郑重承诺"))));
  EXPECT_EQ(command({"publish", "withdraw", id_, "--reason", "再撤一次"}).exit, 1);
}

}  // namespace
}  // namespace chengnuo::console
