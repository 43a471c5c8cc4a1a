// How fast the platform answers its readers:
//   platform_bench [letters=100000] [readers=50] [seconds=10] [pause between requests, ms=0]
// Fills a folder with letters, starts a platform on it, and lets readers ask at the same time: half
// of them open the first page, the others turn pages, search names and open letters.

#include <httplib.h>

#include <algorithm>
#include <atomic>
#include <fstream>
#include <iostream>
#include <map>
#include <random>
#include <thread>

#include "pipeline/digest.h"
#include "pipeline/json.h"
#include "publication/message.h"
#include "publication/platform.h"

namespace {

using namespace chengnuo;
using Clock = std::chrono::steady_clock;
namespace fs = std::filesystem;

publication::OutMessage letter(int number) {
  constexpr const char* kPlaces[] = {"江苏", "浙江", "广东", "山东",
                                     "四川", "湖北", "河南", "福建"};
  constexpr const char* kCodes[] = {"32", "33", "44", "37", "51", "42", "41", "35"};
  constexpr const char* kNames[] = {"恒润", "宏远", "金鼎", "鑫源", "华泰", "永兴", "天成", "利达"};
  constexpr const char* kTrades[] = {"机械制造", "电器", "纺织", "食品",
                                     "化工",     "仪表", "水泵", "轴承"};
  const auto pick = [&](const auto& from, int by) { return from[(number / by) % 8]; };
  publication::OutMessage message;
  message.id = "bench.S" + std::to_string(number) + ".platform.letter";
  message.created = "2025-11-03T02:00:00Z";
  message.unit = "组织单位" + std::to_string(number % 36);
  message.enterprise = std::string(pick(kPlaces, 1)) + pick(kNames, 8) + std::to_string(number) +
                       pick(kTrades, 64) + "有限公司";
  message.code = std::string("91") + pick(kCodes, 1) + std::to_string(10'000'000'000'000 + number);
  message.activity = "中国工业企业质量信誉承诺活动";
  message.archive_code = "J001-WS·2025-D30-" + std::to_string(number);
  message.signed_on = "2025-11-01";
  message.copies = {{"unit", pipeline::sha256_hex(message.id)}};
  message.paragraphs = {"质量信誉承诺书"};
  for (int i = 0; i < 12; ++i)
    message.paragraphs.push_back(
        "我公司郑重承诺：遵守法律法规和标准要求，承担产品全生命周期的质量责任。");
  return message;
}

void fill(const fs::path& folder, int letters) {
  fs::create_directories(folder / "letters");
  for (int i = 0; i < letters; ++i) {
    const auto message = letter(i);
    const publication::ReceiptText receipt{message.id,
                                           true,
                                           "P" + std::to_string(100001 + i),
                                           "2025-11-04T02:00:00Z",
                                           "/letters/" + message.id,
                                           {}};
    const fs::path base = folder / "letters" / message.id;
    std::ofstream(base.string() + ".xml") << publication::to_xml_text(message);
    std::ofstream(base.string() + ".receipt.xml") << publication::to_xml_text(receipt);
  }
}

struct Question {
  std::string kind, path;
};

Question question(std::mt19937& random, int letters) {
  const auto any = [&](int below) {
    return static_cast<int>(random() % static_cast<unsigned>(below));
  };
  const int which = any(100);
  if (which < 50) return {"first page", "/"};
  if (which < 65) return {"other page", "/?page=" + std::to_string(1 + any(letters / 50))};
  if (which < 80) return {"search", "/?q=" + std::to_string(any(letters)) + "%E6%9C%BA%E6%A2%B0"};
  return {"letter", "/letters/bench.S" + std::to_string(any(letters)) + ".platform.letter"};
}

void report(const std::string& kind, std::vector<double>& times) {
  std::ranges::sort(times);
  const auto at = [&](double part) {
    return times[std::min(times.size() - 1, static_cast<std::size_t>(part * double(times.size())))];
  };
  std::cout << kind << ": " << times.size() << " answers, ms p50 " << at(0.5) << ", p95 "
            << at(0.95) << ", p99 " << at(0.99) << ", most " << times.back() << "\n";
}

}  // namespace

int main(int argc, char** argv) {
  const auto argument = [&](int i, int otherwise) {
    return argc > i ? std::atoi(argv[i]) : otherwise;
  };
  const int letters = argument(1, 100'000);
  const int readers = argument(2, 50);
  const int seconds = argument(3, 10);
  const std::chrono::milliseconds pause(argument(4, 0));

  const fs::path folder = fs::temp_directory_path() / "chengnuo-platform-bench";
  if (!fs::exists(folder / "letters" / (letter(letters - 1).id + ".xml"))) fill(folder, letters);
  publication::PlatformSettings settings;
  settings.folder = folder;
  settings.port = 0;
  const auto begin = Clock::now();
  const publication::Schema schema(CHENGNUO_XSD);
  publication::Platform platform(settings, schema,
                                 [] { return pipeline::from_rfc3339("2026-01-04T02:00:00Z"); });
  std::cout << letters << " letters read in "
            << std::chrono::duration<double>(Clock::now() - begin).count() << " s\n";
  std::jthread serving([&] { platform.serve(); });

  std::mutex mutex;
  std::map<std::string, std::vector<double>> times;
  std::atomic<int> failures = 0;
  {
    std::vector<std::jthread> threads;
    const auto end = Clock::now() + std::chrono::seconds(seconds);
    for (int i = 0; i < readers; ++i)
      threads.emplace_back([&, i] {
        std::mt19937 random(static_cast<unsigned>(i));
        httplib::Client client("127.0.0.1", platform.port());
        client.set_keep_alive(true);
        client.set_tcp_nodelay(true);
        std::map<std::string, std::vector<double>> mine;
        while (Clock::now() < end) {
          const Question asked = question(random, letters);
          const auto start = Clock::now();
          const auto reply = client.Get(asked.path.c_str());
          if (!reply || reply->status != 200) ++failures;
          const std::chrono::duration<double, std::milli> took = Clock::now() - start;
          mine[asked.kind].push_back(took.count());
          if (pause.count() > 0) std::this_thread::sleep_for(pause);
        }
        const std::lock_guard lock(mutex);
        for (auto& [kind, some] : mine)
          times[kind].insert(times[kind].end(), some.begin(), some.end());
      });
  }
  platform.stop();
  for (auto& [kind, some] : times) report(kind, some);
  std::cout << "failures: " << failures << "\n";
  return failures == 0 ? 0 : 1;
}
