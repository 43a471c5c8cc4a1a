#include "ocr/reader_pool.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <fstream>
#include <set>
#include <thread>

#include "pipeline/error.h"
#include "pipeline/file.h"
#include "pipeline/json.h"
#include "pipeline/work_folder.h"
#include "temporary_folder.h"

namespace chengnuo::ocr {
namespace {

using pipeline::Error;
using pipeline::Page;
using pipeline::Remedy;
using testing::ElementsAre;
using testing::HasSubstr;

const std::filesystem::path kFailingReader = CHENGNUO_BIN_DIR "/ocr_failing_reader";

class Pool : public testing::Test {
 protected:
  /// A scan in the language of the failing reader.
  std::filesystem::path script(const std::string& name, const std::vector<std::string>& words) {
    const auto path = folder_ / (name + ".scan");
    std::ofstream file(path);
    for (const std::string& word : words) file << word << "\n";
    return path;
  }
  std::filesystem::path out(const std::string& name = "out") { return folder_ / name; }
  pipeline::ReadingFolder folder(const std::string& name = "out") {
    return pipeline::ReadingFolder(out(name));
  }

  ReaderSettings settings_{
      .reader = kFailingReader, .processes = 1, .page_limit = std::chrono::seconds(20)};

 private:
  TemporaryFolder folder_;
};

/// "read" or "set aside" for each page, in order.
std::vector<std::string> outcome(const std::vector<Page>& pages) {
  std::vector<std::string> words;
  for (const Page& page : pages) words.emplace_back(page.unreadable ? "set aside" : "read");
  return words;
}

std::set<std::string> processes(const std::vector<Page>& pages) {
  std::set<std::string> numbers;
  for (const Page& page : pages) numbers.insert(page.lines.at(0).text);
  return numbers;
}

Remedy remedy_of(const std::function<void()>& action) {
  try {
    action();
  } catch (const Error& error) {
    return error.remedy();
  }
  ADD_FAILURE() << "no Error";
  return Remedy::report_bug;
}

TEST_F(Pool, ReadsEveryPageIntoItsFolder) {
  ReaderPool pool(settings_);

  const auto pages = pool.read(script("scan", {"good", "good", "good"}), out());

  EXPECT_THAT(outcome(pages), ElementsAre("read", "read", "read"));
  EXPECT_EQ(pages[2].number, 3);
  EXPECT_EQ(pipeline::read_file(folder().page_image(3)), "image of page 3");
  EXPECT_TRUE(std::filesystem::exists(folder().page_facts(3)));
  EXPECT_TRUE(std::filesystem::exists(folder().done()));
}

TEST_F(Pool, TellsOfTheFileOnItsFirstPage) {
  ReaderPool pool(settings_);

  const auto pages = pool.read(script("scan", {"good", "good"}), out());

  EXPECT_THAT(pages[0].notices, ElementsAre(pipeline::Message{"文件", "about the file"}));
  EXPECT_TRUE(pages[1].notices.empty());
}

TEST_F(Pool, SetsAsideAPageThatEndsTwoReadersAndReadsTheRest) {
  ReaderPool pool(settings_);

  const auto pages = pool.read(script("scan", {"good", "crash", "good"}), out());

  EXPECT_THAT(outcome(pages), ElementsAre("read", "set aside", "read"));
  EXPECT_THAT(pages[1].notices.at(0).zh, HasSubstr("第2页使阅读程序两次中断，已搁置"));
}

TEST_F(Pool, GivesAPageThatEndedOneReaderAnotherChance) {
  ReaderPool pool(settings_);

  const auto pages = pool.read(script("scan", {"good", "crash-once"}), out());

  EXPECT_THAT(outcome(pages), ElementsAre("read", "read"));
  EXPECT_EQ(processes(pages).size(), 2U);
}

TEST_F(Pool, EndsAReaderThatHangs) {
  settings_.page_limit = std::chrono::milliseconds(300);
  ReaderPool pool(settings_);

  const auto pages = pool.read(script("scan", {"spin", "sleep", "good"}), out());

  EXPECT_THAT(outcome(pages), ElementsAre("set aside", "set aside", "read"));
}

TEST_F(Pool, DoesNotBelieveAReaderThatBabbles) {
  ReaderPool pool(settings_);

  const auto pages = pool.read(script("scan", {"babble", "good"}), out());

  EXPECT_THAT(outcome(pages), ElementsAre("set aside", "read"));
}

TEST_F(Pool, SetsAsideADamagedPageAndSaysWhy) {
  ReaderPool pool(settings_);

  const auto pages = pool.read(script("scan", {"good", "damaged", "bug"}), out());

  EXPECT_THAT(outcome(pages), ElementsAre("read", "set aside", "set aside"));
  EXPECT_EQ(pages[1].notices.at(0).zh, "坏；修");
}

TEST_F(Pool, FailsForAFileOfWhichNothingCanBeReadTheSameEachTime) {
  ReaderPool pool(settings_);
  const auto file = script("scan", {"damaged", "damaged"});

  EXPECT_EQ(remedy_of([&] { pool.read(file, out()); }), Remedy::fix_document);
  EXPECT_EQ(remedy_of([&] { pool.read(file, out()); }), Remedy::fix_document);
}

TEST_F(Pool, RefusesAFileThatEndsTwoReadersWhenItIsOpened) {
  ReaderPool pool(settings_);

  EXPECT_EQ(remedy_of([&] { pool.read(script("scan", {"crash-at-open"}), out()); }),
            Remedy::fix_document);
  EXPECT_EQ(outcome(pool.read(script("next", {"good"}), out("next"))).size(), 1U);
}

TEST_F(Pool, RefusesAFileOfTooManyPages) {
  settings_.max_pages = 2;
  ReaderPool pool(settings_);

  try {
    pool.read(script("scan", {"good", "good", "good"}), out());
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.remedy(), Remedy::fix_document);
    EXPECT_EQ(error.message().zh, "文件共 3 页，超过每个文件 2 页的上限");
    EXPECT_THAT(error.advice().zh, HasSubstr("拆分"));
  }
}

TEST_F(Pool, StopsForATroubleThatIsNotThePages) {
  ReaderPool pool(settings_);

  EXPECT_EQ(remedy_of([&] {
              pool.read(script("scan", {"good", "disk-full", "good"}), out());
            }),
            Remedy::retry);
  EXPECT_FALSE(std::filesystem::exists(folder().done()));
}

TEST_F(Pool, PassesOnWhatTheReaderSaysOfItsSetup) {
  settings_.engine = "missing";
  ReaderPool pool(settings_);

  EXPECT_EQ(remedy_of([&] { pool.read(script("scan", {"good"}), out()); }), Remedy::fix_setup);
}

TEST_F(Pool, SaysThatTheReaderProgramIsMissingOrBroken) {
  const auto file = script("scan", {"good"});
  for (const char* program : {"/nonexistent/chengnuo-reader", "/bin/true"}) {
    settings_.reader = program;
    ReaderPool pool(settings_);

    EXPECT_EQ(remedy_of([&] { pool.read(file, out()); }), Remedy::fix_setup) << program;
  }
}

TEST_F(Pool, SaysThatTheFileIsNotThere) {
  ReaderPool pool(settings_);

  EXPECT_EQ(remedy_of([&] { pool.read("/nonexistent/scan", out()); }), Remedy::retry);
  EXPECT_EQ(remedy_of([&] { pool.read("/dev/null", out()); }), Remedy::fix_document);
}

TEST_F(Pool, ReadsOnlyThePagesThatAnInterruptedReadingLacks) {
  const auto file = script("scan", {"good", "good"});
  Page kept;
  kept.number = 1;
  kept.lines.emplace_back().text = "read before the power cut";
  pipeline::write_durably(folder().page_facts(1), nlohmann::json(kept).dump());
  ReaderPool pool(settings_);
  std::vector<int> progress;

  const auto pages = pool.read(file, out(), [&](int done, int of) { progress = {done, of}; });

  EXPECT_EQ(pages[0].lines.at(0).text, "read before the power cut");
  EXPECT_NE(pages[1].lines.at(0).text, "read before the power cut");
  EXPECT_THAT(progress, ElementsAre(2, 2));
}

#ifdef CHENGNUO_CRASH_POINTS
TEST_F(Pool, ReadsAPageAgainWhoseImageAloneWasSafeWhenThePowerWasCut) {
  const auto file = script("scan", {"good", "good"});
  const pid_t service = ::fork();
  if (service == 0) {
    ::setenv("CHENGNUO_CRASH_AT", "read: between page image and facts", 1);
    ReaderPool(settings_).read(file, out());
    std::_Exit(0);
  }
  int status = 0;
  ::waitpid(service, &status, 0);
  ASSERT_TRUE(WIFSIGNALED(status));
  ASSERT_TRUE(std::filesystem::exists(folder().page_image(1)));
  ASSERT_FALSE(std::filesystem::exists(folder().page_facts(1)));

  const auto pages = ReaderPool(settings_).read(file, out());

  EXPECT_THAT(outcome(pages), ElementsAre("read", "read"));
}
#endif

TEST_F(Pool, DoesNotReadAFinishedFileAgain) {
  ReaderPool pool(settings_);
  const auto file = script("scan", {"good", "crash"});
  const auto pages = pool.read(file, out());
  std::filesystem::remove(file);

  const auto again = pool.read(file, out());

  EXPECT_THAT(outcome(again), ElementsAre("read", "set aside"));
  EXPECT_EQ(again[0].lines.at(0).text, pages[0].lines.at(0).text);
}

TEST_F(Pool, ReadsPagesOfOneFileAtTheSameTime) {
  settings_.processes = 2;
  const auto file = script("scan", {"meet", "meet"});
  ASSERT_EQ(::mkfifo((file.string() + ".pipe").c_str(), 0600), 0);
  ReaderPool pool(settings_);

  const auto pages = pool.read(file, out());

  EXPECT_EQ(processes(pages).size(), 2U);
}

TEST_F(Pool, ReplacesAReaderThatHasReadEnough) {
  settings_.pages_per_process = 2;  // opening the file counts as well
  ReaderPool pool(settings_);

  const auto pages = pool.read(script("scan", {"good", "good", "good", "good"}), out());

  EXPECT_EQ(processes(pages).size(), 3U);
}

TEST_F(Pool, LetsAShortFileInBetweenThePagesOfALongOne) {
  ReaderPool pool(settings_);
  const auto long_file = script("long", std::vector<std::string>(100, "good"));
  const auto short_file = script("short", {"good"});
  bool short_one_done_before_the_end = false;

  pool.read(long_file, out("long"), [&](int done, int) {
    if (done > 1 || std::filesystem::exists(folder("short").done())) return;
    pool.read(short_file, out("short"));
    short_one_done_before_the_end = !std::filesystem::exists(folder("long").page_facts(100));
  });

  EXPECT_TRUE(short_one_done_before_the_end);
}

TEST_F(Pool, ServesManyThreads) {
  settings_.processes = 2;
  ReaderPool pool(settings_);
  const auto file = script("scan", {"good", "crash-once", "good"});
  std::vector<std::vector<std::string>> outcomes(4);
  {
    std::vector<std::jthread> threads;
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
      threads.emplace_back([&, i] {
        const auto pages = pool.read(file, out(std::to_string(i)));
        outcomes[i] = outcome(pages);
      });
    }
  }

  EXPECT_THAT(outcomes, testing::Each(ElementsAre("read", "read", "read")));
}

}  // namespace
}  // namespace chengnuo::ocr
