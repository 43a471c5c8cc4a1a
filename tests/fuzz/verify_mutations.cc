// Signed files, altered at random in ways that are the same for one seed: none may crash the
// verifier, hold it up for 5 s, or be found valid although a byte under a signature changed.
//
//     verify_mutations COUNT [SEED]
//
// Prints what it saw; ends with 1 if a rule was broken.
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <iostream>
#include <random>

#include "pipeline/file.h"
#include "tests/signing/workshop.h"

namespace chengnuo::signing::tests {
namespace {

using Clock = std::chrono::steady_clock;

struct Seed {
  std::string name;
  std::string bytes;
  /// What no signature covers: each one's own /Contents.
  std::vector<std::pair<std::size_t, std::size_t>> gaps;
};

Seed seed(std::string name, std::string bytes) {
  Seed made{std::move(name), std::move(bytes), {}};
  const std::string key = "/Contents<";
  for (std::size_t at = made.bytes.find(key); at != std::string::npos;
       at = made.bytes.find(key, at + 1))
    made.gaps.emplace_back(at + key.size() - 1, made.bytes.find('>', at) + 1);
  return made;
}

std::vector<Seed> seeds() {
  static const auto key = a_key();
  HandMade first;
  first.cms = honest_cms(*key);
  HandMade second = first;
  second.field = "S2";
  const std::string once = signed_by_hand(a_contract(), first);
  std::vector<Seed> all = {seed("once", once), seed("twice", signed_by_hand(once, second)),
                           seed("certified", certified(a_contract(), 2))};
  const TemporaryFolder folder;
  std::string copy = pipeline::read_file(a_signed_copy(folder.path()));
  const std::size_t at = copy.rfind("/Contents <");
  all.push_back({"copy", copy, {{at + 10, copy.find('>', at) + 1}}});
  return all;
}

/// Flips, cuts, doubles, cuts off, exchanges numbers, moves pieces of one file into another.
std::string mutated(std::string bytes, const std::vector<Seed>& all, std::mt19937_64& random) {
  const auto below = [&](std::size_t size) { return random() % std::max<std::size_t>(size, 1); };
  for (std::size_t changes = 1 + below(4); changes > 0; --changes) {
    const std::size_t at = below(bytes.size());
    const std::size_t length = 1 + below(60);
    switch (below(8)) {
      case 0:
        bytes[at] = static_cast<char>(random());
        break;
      case 1:
        bytes.erase(at, length);
        break;
      case 2:
        bytes.insert(at, bytes.substr(below(bytes.size()), length));
        break;
      case 3:
        if (below(8) == 0) bytes.resize(at + 1);
        break;
      case 4: {
        const std::string& other = all[below(all.size())].bytes;
        const std::size_t from = below(other.size());
        bytes.insert(at, other.substr(from, below(3000)));
        break;
      }
      case 5: {  // a digit
        const std::size_t digit = bytes.find_first_of("0123456789", at);
        if (digit != std::string::npos) bytes[digit] = static_cast<char>('0' + below(10));
        break;
      }
      case 6: {  // an update's tail once more
        const std::size_t tail = bytes.rfind("xref\n", at);
        if (tail != std::string::npos) bytes += bytes.substr(tail);
        break;
      }
      default:
        bytes[at] = "0123456789<>[]()/% R"[below(20)];
    }
    if (bytes.empty()) bytes = "x";
  }
  return bytes;
}

/// Whether anything but the signatures' own values differs, up to the end of the original.
bool covered_byte_changed(const Seed& original, const std::string& bytes) {
  if (bytes.size() < original.bytes.size()) return true;
  std::size_t at = 0;
  for (const auto& [begin, end] : original.gaps) {
    if (bytes.compare(at, begin - at, original.bytes, at, begin - at) != 0) return true;
    at = end;
  }
  return bytes.compare(at, original.bytes.size() - at, original.bytes, at) != 0;
}

VerificationReport judge(const std::string& bytes) {
  const int file = ::memfd_create("mutated", MFD_CLOEXEC);
  if (::write(file, bytes.data(), bytes.size()) != static_cast<ssize_t>(bytes.size()))
    throw std::runtime_error("no memory for a file");
  const auto report = verify_file("/proc/self/fd/" + std::to_string(file), our_anchors(), kNow);
  ::close(file);
  return report;
}

int run_all(std::size_t count, std::uint64_t first_seed) {
  const std::vector<Seed> all = seeds();
  for (const Seed& one : all)
    if (judge(one.bytes).verdict != Validity::valid) {
      std::cerr << one.name << " is not valid to begin with\n";
      return 1;
    }
  std::mt19937_64 random(first_seed);
  std::size_t valid = 0, broken = 0;
  Clock::duration slowest{};
  for (std::size_t i = 0; i < count; ++i) {
    const Seed& original = all[random() % all.size()];
    const std::string bytes = mutated(original.bytes, all, random);
    const auto begin = Clock::now();
    const bool is_valid = judge(bytes).verdict == Validity::valid;
    const auto took = Clock::now() - begin;
    slowest = std::max(slowest, took);
    valid += is_valid ? 1 : 0;
    const bool wrong = is_valid && covered_byte_changed(original, bytes);
    if (!wrong && took < std::chrono::seconds(5)) continue;
    ++broken;
    const std::string name = "mutation-" + std::to_string(first_seed) + "-" + std::to_string(i);
    pipeline::write_durably(std::filesystem::temp_directory_path() / (name + ".pdf"), bytes);
    std::cerr << name << ": " << original.name << (wrong ? " found valid" : " too slow") << '\n';
  }
  std::cout << count << " mutated files, " << valid << " valid with every covered byte in place, "
            << broken << " against the rules, slowest "
            << std::chrono::duration_cast<std::chrono::milliseconds>(slowest).count() << " ms\n";
  return broken == 0 ? 0 : 1;
}

}  // namespace
}  // namespace chengnuo::signing::tests

int main(int count, char** arguments) {
  if (count < 2) return 2;
  return chengnuo::signing::tests::run_all(std::stoul(arguments[1]),
                                           count > 2 ? std::stoull(arguments[2]) : 20261125);
}
