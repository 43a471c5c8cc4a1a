#include "pipeline/worker.h"

#include <csignal>
#include <future>
#include <thread>

#include "pipeline/audit.h"
#include "pipeline/sql.h"
#include "tests/pipeline/each_database.h"

namespace chengnuo::pipeline {
namespace {

using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

class WorkerOn : public tests::EachDatabase {
 protected:
  Register reg() { return Register(database()); }
  void receive(const std::string& name = "a", const std::string& stage = "read") {
    reg().receive(tests::drop(name), "jiangsu", "", stage);
  }
  Submission only() { return reg().list({}).at(0); }
  /// One step of a worker with these stages.
  bool work(const std::vector<Stage>& stages, const Observer& observer = {}) {
    Register mine(database());
    return Worker(mine, stages, "worker", observer).work_one();
  }
};
CHENGNUO_ON_EACH_DATABASE(WorkerOn);

Outcome fine(Submission&) { return {}; }

Outcome raise_signal(Submission&) {
  std::raise(SIGKILL);
  return {};
}

TEST_P(WorkerOn, TakesASubmissionThroughAllStagesInOrder) {
  receive();
  std::vector<std::string> seen;
  const std::vector<Stage> stages{{"read", State::reading,
                                   [](Submission& s) {
                                     s.enterprise = "某公司";
                                     return Outcome();
                                   }},
                                  {"accept", State::approved,
                                   [](Submission& s) {
                                     EXPECT_EQ(s.enterprise, "某公司");
                                     EXPECT_EQ(s.state, State::reading);
                                     return Outcome();
                                   }},
                                  {"archive", State::archived, fine}};

  EXPECT_TRUE(work(stages, [&](const Submission& submission, const std::string& stage,
                               const Outcome* outcome, const Error* error) {
    EXPECT_NE(outcome, nullptr);
    EXPECT_EQ(error, nullptr);
    seen.push_back(stage + " " + submission.stage);
  }));

  EXPECT_EQ(only().state, State::archived);
  EXPECT_EQ(only().stage, "");
  EXPECT_EQ(seen, (std::vector<std::string>{"read accept", "accept archive", "archive "}));
  EXPECT_FALSE(work(stages)) << "nothing left to do";
}

TEST_P(WorkerOn, StopsAtAHold) {
  receive();
  const std::vector<Stage> stages{{"read", State::reading,
                                   [](Submission&) {
                                     Outcome outcome;
                                     outcome.holds = {tests::hold()};
                                     return outcome;
                                   }},
                                  {"accept", State::approved, [](Submission&) -> Outcome {
                                     ADD_FAILURE() << "not to be run";
                                     return {};
                                   }}};
  EXPECT_TRUE(work(stages));
  EXPECT_EQ(only().state, State::held);
  EXPECT_EQ(only().stage, "read");
}

TEST_P(WorkerOn, RecordsAnErrorAndWhatItSays) {
  receive();
  std::string told;
  work({{"read", State::reading,
         [](Submission& s) -> Outcome {
           s.enterprise = "half done";
           throw Error(Remedy::fix_document, {"损坏", "broken"}, {"重扫", "Scan again"});
         }}},
       [&](const Submission&, const std::string& stage, const Outcome*, const Error* error) {
         told = stage + " " + error->message().en;
       });

  EXPECT_EQ(told, "read broken");
  EXPECT_EQ(only().state, State::held);
  EXPECT_EQ(only().holds.at(0).advice.zh, "重扫");
  EXPECT_EQ(only().enterprise, "");
}

TEST_P(WorkerOn, SetsAsideWhatAModuleForgotToTranslate) {
  receive("a");
  receive("b");
  int thrown = 0;
  const std::vector<Stage> stages{{"read", State::reading, [&](Submission&) -> Outcome {
                                     if (thrown++ == 0) throw std::out_of_range("at: 7");
                                     throw 42;
                                   }}};
  while (work(stages)) {
  }

  const auto all = reg().list({});
  for (const Submission& submission : all) {
    EXPECT_EQ(submission.state, State::held);
    EXPECT_EQ(submission.holds.at(0).for_whom, HoldFor::administrator);
  }
  EXPECT_NE(all.at(0).holds.at(0).reason.en.find("at: 7"), std::string::npos);
}

TEST_P(WorkerOn, HoldsForAStageThatThisProgramDoesNotHave) {
  receive("a", "a stage of tomorrow");
  work({{"read", State::reading, fine}});
  EXPECT_EQ(only().state, State::held);
  EXPECT_EQ(only().holds.at(0).for_whom, HoldFor::administrator);
  EXPECT_EQ(only().stage, "a stage of tomorrow");

  pass(minutes(2));  // the program was updated
  work({{"a stage of tomorrow", State::archived, fine}});
  EXPECT_EQ(only().state, State::archived);
}

TEST_P(WorkerOn, JoinsAndLooksAgainInOneGo) {
  receive("form", "join");
  receive("letter", "join");
  const std::vector<Stage> stages{{"join", State::approved, [](Submission& s) {
                                     Outcome outcome;
                                     if (s.drops.size() == 2) return outcome;
                                     outcome.holds = {tests::hold()};
                                     outcome.awaiting = Awaiting{{"某公司"}, {}};
                                     return outcome;
                                   }}};
  work(stages);
  EXPECT_EQ(only().state, State::held) << "the other one still counts as received";
  work(stages);
  EXPECT_EQ(reg().list({}).size(), 1U);
  EXPECT_EQ(only().state, State::approved);
}

TEST_P(WorkerOn, KeepsItsLeaseThroughALongStage) {
  receive();
  const std::vector<Stage> stages{{"read", State::archived, [&](Submission&) {
                                     for (int third = 0; third < 4; ++third) {
                                       pass(milliseconds(900));
                                       const auto renewed_at = [&] {
                                         return database().sessions().read([](soci::session& sql) {
                                           long long since = 0;
                                           sql << "SELECT since FROM submission", soci::into(since);
                                           return since;
                                         });
                                       };
                                       while (renewed_at() !=
                                              milliseconds(now().time_since_epoch()).count())
                                         std::this_thread::yield();
                                     }
                                     EXPECT_FALSE(reg().claim("thief", seconds(60)));
                                     return Outcome();
                                   }}};
  Register mine(database());
  Worker(mine, stages, "worker", {}, seconds(1)).work_one();
  EXPECT_EQ(only().state, State::archived);
}

TEST_P(WorkerOn, ThatLostItsLeaseWritesNothing) {
  receive();
  std::optional<Claim> heir;
  bool told = false;
  work({{"read", State::archived,
         [&](Submission& s) {
           s.enterprise = "stale";
           pass(seconds(60));
           heir = reg().claim("heir", seconds(60));
           return Outcome();
         }}},
       [&](const Submission&, const std::string&, const Outcome*, const Error* error) {
         told = dynamic_cast<const LeaseLost*>(error) != nullptr;
       });

  EXPECT_TRUE(told);
  EXPECT_EQ(only().enterprise, "");
  EXPECT_EQ(only().stage, "read");
  EXPECT_TRUE(reg().renew(heir.value(), seconds(60)));
}

TEST_P(WorkerOn, GivesItsSubmissionBackWhenItIsStopped) {
  receive();
  std::promise<void> started;
  std::promise<void> may_end;
  const std::vector<Stage> stages{{"read", State::reading,
                                   [&](Submission&) {
                                     started.set_value();
                                     may_end.get_future().wait();
                                     return Outcome();
                                   }},
                                  {"accept", State::approved, fine}};
  Register mine(database());
  Worker worker(mine, stages, "worker");
  std::jthread thread([&](std::stop_token stop) { worker.run(std::move(stop)); });
  started.get_future().wait();
  thread.request_stop();
  may_end.set_value();
  thread.join();

  EXPECT_EQ(only().stage, "accept") << "the stage that was under way counts";
  const auto next = reg().claim("other", seconds(60));
  ASSERT_TRUE(next);
  EXPECT_EQ(next->interruptions, 0);
}

TEST_P(WorkerOn, StopsAtOnceWhenThereIsNothingToDo) {
  Register mine(database());
  const std::vector<Stage> stages{{"read", State::reading, fine}};
  Worker worker(mine, stages, "worker");
  const auto before = std::chrono::steady_clock::now();
  std::jthread thread([&](std::stop_token stop) { worker.run(std::move(stop)); });
  thread.request_stop();
  thread.join();
  EXPECT_LT(std::chrono::steady_clock::now() - before, seconds(30));
}

TEST_P(WorkerOn, SeveralShareTheWork) {
  for (int i = 0; i < 20; ++i) receive(std::to_string(i));
  std::atomic<int> runs = 0;
  const std::vector<Stage> stages{{"read", State::reading,
                                   [&](Submission&) {
                                     ++runs;
                                     return Outcome();
                                   }},
                                  {"archive", State::archived, fine}};
  std::vector<std::jthread> threads;
  for (int i = 0; i < 4; ++i)
    threads.emplace_back([&] {
      const auto own = another_database();
      Register mine(*own);
      Worker worker(mine, stages, "worker");
      while (worker.work_one()) {
      }
    });
  threads.clear();

  EXPECT_EQ(runs, 20);
  Filter archived;
  archived.state = State::archived;
  EXPECT_EQ(reg().list(archived).size(), 20U);
  EXPECT_TRUE(reg().idle());
}

TEST_P(WorkerOn, DiesTwiceAtAPoisonedSubmissionAndThenGoesOnWithTheOthers) {
  receive("poison");
  receive("good");
  const std::string poison = only().id;
  const std::vector<Stage> stages{{"read", State::archived, [&](Submission& s) {
                                     return s.id == poison ? raise_signal(s) : Outcome();
                                   }}};
  const auto work_in_child = [&] {
    close();
    const auto end = tests::in_child([&] {
      while (work(stages)) {
      }
    });
    pass(seconds(60));
    return end;
  };

  EXPECT_TRUE(work_in_child().killed);
  EXPECT_TRUE(work_in_child().killed);
  EXPECT_EQ(work_in_child().code, 0);

  const auto all = reg().list({});
  EXPECT_EQ(all.at(0).state, State::held);
  EXPECT_EQ(all.at(0).holds.at(0).for_whom, HoldFor::administrator);
  EXPECT_EQ(all.at(1).state, State::archived);

  // The administrator found the cause.
  reg().decide(poison, {"admin", {}, "retry", "", "", "", ""},
               [](Submission& s) { s.holds.clear(); });
  work({{"read", State::archived, fine}});
  EXPECT_EQ(reg().find(poison)->state, State::archived);
}

class WorkerOnAServer : public WorkerOn {};
INSTANTIATE_TEST_SUITE_P(On, WorkerOnAServer, testing::Values("PostgreSQL"));

TEST_P(WorkerOnAServer, GoesOnAfterItEndedTheSession) {
  receive();
  const auto end_all_sessions = [&] {
    const int session = database().sessions().read([](soci::session& sql) {
      int number = 0;
      sql << "SELECT pg_backend_pid()", soci::into(number);
      return number;
    });
    another_database()->sessions().read([&](soci::session& sql) {
      sql << "SELECT 1 FROM (SELECT pg_terminate_backend(:session)) AS ended", soci::use(session);
      return true;
    });
  };
  work({{"read", State::archived, [&](Submission&) {
           end_all_sessions();
           return Outcome();
         }}});
  EXPECT_EQ(only().state, State::archived);
}

}  // namespace
}  // namespace chengnuo::pipeline
