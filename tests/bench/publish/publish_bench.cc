// Whether each message is published once and in order, on a bad day:
//   publish_bench [messages=10000] [seconds between kills=3]
// A real platform over HTTP, of which 30 % of the calls fail (some of them after the message was
// taken, some by being cut off), that restarts every 20 s; and a sender process that is killed
// every few seconds. The register's clock runs thirty times as fast, so that backoff does not take
// a night.

#include <httplib.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <iostream>
#include <random>
#include <thread>

#include "pipeline/digest.h"
#include "publication/letter_store.h"
#include "publication/receiving.h"
#include "publication/sender.h"
#include "tests/publication/fixtures.h"

namespace {

using namespace chengnuo;
using namespace chengnuo::publication;
using namespace std::chrono_literals;
using Steady = std::chrono::steady_clock;
namespace fs = std::filesystem;

/// The same in all processes: the machine's monotonic clock, speeded up.
pipeline::Time fast_clock() {
  const auto passed =
      std::chrono::duration_cast<std::chrono::milliseconds>(Steady::now().time_since_epoch());
  return pipeline::Time(passed * 30);
}

pipeline::Submission archived(const pipeline::Submission& claimed, int number) {
  pipeline::Submission submission;
  submission.id = claimed.id;
  submission.unit = "unit1";
  submission.stage = claimed.stage;
  // Two activities of each enterprise: its messages go out in order, across both.
  submission.enterprise = "第" + std::to_string(number / 6) + "机械制造有限公司";
  submission.archive_code = "J001-" + std::to_string(number);
  pipeline::Document letter;
  letter.kind = pipeline::DocumentKind::letter;
  letter.text = "质量信誉承诺书\n我公司自愿签署。\n";
  submission.documents = {letter};
  return submission;
}

/// Letters, each with a suspension and a resumption behind it, until there are enough messages.
std::vector<std::string> fill(pipeline::Database& database, int messages) {
  pipeline::Register reg(database);
  std::vector<std::string> ids;
  for (int made = 0; made < messages; made += 3) {
    const std::string digest = pipeline::sha256_hex(std::to_string(made));
    const std::string id =
        reg.receive({digest, "a.jpg", "", 1, {}}, "unit1", "", "archive").submission;
    const auto claim = reg.claim("fill", 60s);
    pipeline::Outcome outcome;
    outcome.outgoing = {{id + ".letter", "platform", "letter"}};
    reg.advance(*claim, archived(claim->submission, made),
                {"archive", pipeline::State::archived, {}}, "", outcome);
    decide_acts(reg, id, id + ".letter", {MessageKind::suspension, MessageKind::resumption});
    ids.push_back(id);
  }
  return ids;
}

/// The platform's ear with bad luck.
class BadPlatform {
 public:
  BadPlatform(fs::path folder, const Schema& schema, fs::path anchor)
      : folder_(std::move(folder)), schema_(schema), anchor_(std::move(anchor)) {
    start(0);
  }
  ~BadPlatform() { stop(); }
  void restart() {
    const int port = port_;
    stop();
    start(port);
  }
  int port() const { return port_; }
  const LetterStore& store() const { return *store_; }
  int calls() const { return calls_; }

 private:
  void start(int port) {
    store_ = std::make_unique<LetterStore>(folder_, WorkCalendar());
    receiving_ = std::make_unique<Receiving>(*store_, schema_, TrustAnchors{anchor_});
    server_ = std::make_unique<httplib::Server>();
    server_->set_keep_alive_timeout(1);
    server_->set_tcp_nodelay(true);
    server_->Post("/api/messages",
                  [this](const httplib::Request& request, httplib::Response& reply) {
                    ++calls_;
                    const unsigned luck = draw();
                    if (luck < 20) {
                      reply.status = 500;
                      return;
                    }
                    const auto answer = receiving_->take(request.body, "2025-11-04T02:00:00Z");
                    if (luck < 29) {  // it has the message, the sender does not know
                      reply.status = 504;
                      return;
                    }
                    if (luck < 30)
                      std::this_thread::sleep_for(1200ms);  // longer than the sender waits
                    reply.status = answer.status;
                    reply.set_content(to_xml_text(answer.receipt), "application/xml");
                  });
    if (port == 0)
      port_ = server_->bind_to_any_port("127.0.0.1");
    else
      while (!server_->bind_to_port("127.0.0.1", port)) std::this_thread::sleep_for(50ms);
    thread_ = std::thread([this] { server_->listen_after_bind(); });
    while (!server_->is_running()) std::this_thread::yield();
  }
  void stop() {
    server_->stop();
    thread_.join();
  }
  unsigned draw() {
    const std::lock_guard lock(mutex_);
    return static_cast<unsigned>(random_() % 100);
  }

  fs::path folder_;
  const Schema& schema_;
  fs::path anchor_;
  std::unique_ptr<LetterStore> store_;
  std::unique_ptr<Receiving> receiving_;
  std::unique_ptr<httplib::Server> server_;
  std::thread thread_;
  int port_ = 0;
  std::atomic<int> calls_ = 0;
  std::mutex mutex_;
  std::mt19937 random_{3};
};

/// What the killed process does.
int send(const std::string& url, const fs::path& folder, int port) {
  const MessageKey key{folder / "unit.key", folder / "unit.pem", folder / "password"};
  const XmlSecurity security;
  const Schema schema(CHENGNUO_XSD);
  pipeline::Database database(url, fast_clock);
  pipeline::Register reg(database);
  pipeline::Outbox outbox(database);
  HttpSettings settings;
  settings.url = "http://127.0.0.1:" + std::to_string(port) + "/api/messages";
  settings.timeout_seconds = 1;
  std::map<std::string, std::unique_ptr<Publisher>> publishers;
  publishers["platform"] = make_http_publisher("platform", settings);
  Sender sender(reg, outbox, schema, std::move(publishers),
                {{{"unit1", {"某省工业协会", key}}}, "活动", 0, {}});
  while (!outbox.list(false).empty())
    for (int i = 0; i < 500 && sender.send_one(); ++i) {
    }
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc == 5 && std::string(argv[1]) == "--send")
    return send(argv[2], argv[3], std::atoi(argv[4]));
  const int messages = argc > 1 ? std::atoi(argv[1]) : 10'000;
  const int kill_seconds = argc > 2 ? std::atoi(argv[2]) : 3;
  const fs::path folder =
      fs::temp_directory_path() / ("chengnuo-publish-" + pipeline::random_hex(4));
  fs::create_directories(folder);
  const fs::path anchor = make_keys(folder).ca;
  const std::string url = "sqlite:" + (folder / "r.db").string();
  std::vector<std::string> ids;
  {
    pipeline::Database database(url, fast_clock);
    ids = fill(database, messages);
  }
  std::cout << ids.size() * 3 << " messages about " << ids.size() << " letters\n";

  const XmlSecurity security;
  const Schema schema(CHENGNUO_XSD);
  BadPlatform platform(folder / "platform", schema, anchor);
  const auto begin = Steady::now();
  auto restarted = begin;
  int kills = 0;
  int restarts = 0;
  for (bool done = false; !done;) {
    const pid_t child = fork();
    if (child == 0) {
      const std::string port = std::to_string(platform.port());
      execl("/proc/self/exe", argv[0], "--send", url.c_str(), folder.c_str(), port.c_str(),
            nullptr);
      _exit(127);
    }
    const auto until = Steady::now() + std::chrono::seconds(kill_seconds);
    int status = 0;
    while (waitpid(child, &status, WNOHANG) == 0) {
      if (Steady::now() > until) {
        kill(child, SIGKILL);
        waitpid(child, &status, 0);
        ++kills;
        break;
      }
      if (Steady::now() - restarted > 20s) {
        platform.restart();
        ++restarts;
        restarted = Steady::now();
      }
      std::this_thread::sleep_for(20ms);
    }
    done = WIFEXITED(status) && WEXITSTATUS(status) == 0;
  }
  const double took = std::chrono::duration<double>(Steady::now() - begin).count();

  int wrong = platform.store().search({}, Day()).total == ids.size() ? 0 : 1;
  for (const std::string& id : ids) {
    const auto letter = platform.store().find(id + ".letter");
    const bool right = letter && letter->acts.size() == 2 &&
                       letter->acts[0].kind == MessageKind::suspension &&
                       letter->acts[1].kind == MessageKind::resumption;
    wrong += right ? 0 : 1;
  }
  const auto place = [&](std::size_t i) {
    const auto letter = platform.store().find(ids[i] + ".letter");
    return letter ? letter->receipt.number : std::string();
  };
  for (std::size_t i = 1; i < ids.size(); i += 2) wrong += place(i - 1) < place(i) ? 0 : 1;
  std::cout << "published " << platform.store().search({}, Day()).total << " letters, wrong "
            << wrong << "; " << platform.calls() << " calls, " << kills << " kills, " << restarts
            << " restarts, " << took << " s\n";
  fs::remove_all(folder);
  return wrong == 0 ? 0 : 1;
}
