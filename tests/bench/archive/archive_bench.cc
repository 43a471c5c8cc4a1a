// How long searching, getting, proving and filing take in a large archive, and how large its index
// is. Grows the databases it is given to the number of records asked for, so that a large one can
// be made in pieces, and then asks each the same questions:
//
//     archive_bench RECORDS sqlite:/tmp/bench.db postgresql://…        (scripts/postgres-for-tests)

#include <soci/soci.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <functional>
#include <iostream>
#include <numeric>
#include <string>
#include <vector>

#include "archive/catalogue.h"
#include "archive/record_log.h"
#include "pipeline/error.h"
#include "pipeline/sql.h"
#include "tests/bench/archive/generated_records.h"

namespace {

using namespace chengnuo;
using Clock = std::chrono::steady_clock;

constexpr int kQuestions = 200;

double milliseconds_since(Clock::time_point start) {
  return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

struct Times {
  std::vector<double> each;  ///< ms
  double percentile(double share) {
    std::ranges::sort(each);
    return each[std::min(each.size() - 1, static_cast<std::size_t>(share * double(each.size())))];
  }
};

long memory_kb() {
  std::ifstream status("/proc/self/status");
  for (std::string word; status >> word;)
    if (word == "VmHWM:") {
      long kb = 0;
      status >> kb;
      return kb;
    }
  return 0;
}

std::int64_t bytes_of_text(const bench::Generated& generated) {
  std::size_t bytes = 0;
  for (const auto& page : generated.pages)
    for (const auto& line : page.lines) bytes += line.text.size();
  return static_cast<std::int64_t>(bytes);
}

/// Bytes of the full-text index over pages, without the pages themselves.
std::int64_t index_bytes(pipeline::Database& database, bool postgres) {
  return database.sessions().read([&](soci::session& sql) {
    long long bytes = 0;
    if (postgres)
      sql << "SELECT pg_relation_size('archive_text_index') +"
             " (SELECT CAST(COALESCE(SUM(pg_column_size(words)), 0) AS BIGINT) FROM archive_text)",
          soci::into(bytes);
    else
      sql << "SELECT SUM(pgsize) FROM dbstat WHERE name LIKE 'archive_words%'", soci::into(bytes);
    return std::int64_t{bytes};
  });
}

std::int64_t records_in(pipeline::Database& database) {
  return database.sessions().read([](soci::session& sql) {
    long long count = 0;
    sql << "SELECT COUNT(*) FROM archive_record", soci::into(count);
    return std::int64_t{count};
  });
}

class Bench {
 public:
  explicit Bench(const std::string& url)
      : name_(url.substr(0, url.find(':'))),
        database_(url),
        catalogue_(database_),
        log_(database_) {}

  void grow(std::int64_t records) {
    Times thousand;
    for (std::int64_t number = records_in(database_); number < records; ++number) {
      const auto generated = bench::generated_record(number);
      const auto start = Clock::now();
      catalogue_.enter(generated.record, generated.sha256, generated.pages,
                       archive::Entering::adopted);
      thousand.each.push_back(milliseconds_since(start));
      if (thousand.each.size() < 1000) continue;
      if ((number + 1) % 10'000 == 0 || number < 2'000) say_filing(number + 1, thousand);
      thousand.each.clear();
    }
  }

  void ask() {
    records_ = records_in(database_);
    std::printf("%s, %lld records\n", name_.c_str(), static_cast<long long>(records_));
    for (const std::size_t length : {std::size_t{1}, std::size_t{2}, std::size_t{4}}) {
      ask("text, " + std::to_string(length) + " characters", [&](const auto& some) {
        return catalogue_.search({.text = bench::piece_of(some, length, random_)}).size();
      });
    }
    ask("text, 4 characters in wrong order", [&](const auto& some) {
      const std::string piece = bench::piece_of(some, 4, random_);
      return 1 + catalogue_.search({.text = piece.substr(6) + piece.substr(0, 6)}).size();
    });
    ask("name, 2 characters", [&](const auto& some) {
      return catalogue_.search({.enterprise = some.record.submission.enterprise.substr(0, 6)})
          .size();
    });
    ask("archive code",
        [&](const auto& some) { return catalogue_.search({.code = some.record.code}).size(); });
    ask("credit code", [&](const auto& some) {
      return catalogue_.search({.credit_code = some.record.submission.credit_code}).size();
    });
    ask("get", [&](const auto& some) { return catalogue_.find(some.record.code) ? 1U : 0U; });
    ask("inclusion proof", [&](const auto& some) {
      const auto leaf = archive::record_leaf(some.sha256, some.record.code, some.record.version);
      return log_.inclusion(*log_.number_of(leaf), log_.size()).size();
    });
    std::int64_t text = 0;
    for (std::int64_t number = 0; number < 1000; ++number)
      text += bytes_of_text(bench::generated_record(number));
    const double index = double(index_bytes(database_, name_ == "postgresql"));
    std::printf("  index / text: %.2f, peak memory %ld MB\n",
                index / (double(text) / 1000 * double(records_)), memory_kb() / 1024);
  }

 private:
  static void say_filing(std::int64_t number, Times& times) {
    std::printf(
        "  filing, up to %7lld: median %.2f ms, mean %.2f ms\n", static_cast<long long>(number),
        times.percentile(0.5),
        std::accumulate(times.each.begin(), times.each.end(), 0.0) / double(times.each.size()));
    std::fflush(stdout);
  }

  /// `question` gives the number of answers, of which there must be one.
  void ask(const std::string& what,
           const std::function<std::size_t(const bench::Generated&)>& question) {
    Times times;
    for (int i = 0; i < kQuestions; ++i) {
      const auto some = bench::generated_record(
          std::uniform_int_distribution<std::int64_t>(0, records_ - 1)(random_));
      const auto start = Clock::now();
      if (question(some) == 0) std::printf("  %s: nothing was found\n", what.c_str());
      times.each.push_back(milliseconds_since(start));
    }
    std::printf("  %-34s p50 %8.2f ms  p99 %8.2f ms\n", what.c_str(), times.percentile(0.5),
                times.percentile(0.99));
    std::fflush(stdout);
  }

  std::string name_;
  pipeline::Database database_;
  archive::Catalogue catalogue_;
  archive::RecordLog log_;
  std::mt19937_64 random_{2041};
  std::int64_t records_ = 0;
};

}  // namespace

int main(int count, char** arguments) {
  if (count < 3) {
    std::cerr << "archive_bench RECORDS DATABASE…\n";
    return 2;
  }
  try {
    for (int i = 2; i < count; ++i) {
      Bench bench(arguments[i]);
      bench.grow(std::stoll(arguments[1]));
      bench.ask();
    }
  } catch (const pipeline::Error& error) {
    std::cerr << error.what() << "\n";
    return 3;
  }
  return 0;
}
