// A reader that fails on purpose. The file that it is given is a script: one line for each page, a
// word that says what becomes of it.
//
//   good            it is read
//   crash           the reader ends
//   spin, sleep     it never answers, busily or idly
//   crash-once      the reader ends the first time
//   babble          the answer is no page
//   bug, damaged, disk-full     an Error: report_bug, fix_document, retry
//   meet            it is read once another page of the file has come to "meet" as well
//   crash-at-open   (first line) the reader ends when it opens the file
//
// The text of a page that was read is the number of the process that did.

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "ocr/channel.h"
#include "ocr/error_json.h"
#include "ocr/reader_start.h"
#include "pipeline/json.h"

namespace {

using chengnuo::ocr::Channel;
using chengnuo::ocr::Descriptor;
using chengnuo::ocr::Parcel;
using chengnuo::pipeline::Error;
using chengnuo::pipeline::Remedy;
using nlohmann::json;

std::filesystem::path path_of(const Descriptor& file) {
  return std::filesystem::read_symlink("/proc/self/fd/" + std::to_string(file.get()));
}

std::vector<std::string> script_of(const Descriptor& file) {
  std::ifstream text(path_of(file));
  std::vector<std::string> lines;
  for (std::string line; std::getline(text, line);) lines.push_back(line);
  return lines;
}

json fails(Remedy remedy) {
  return {{"error", chengnuo::ocr::to_json(Error(remedy, {"坏", "bad"}, {"修", "mend"}))}};
}

[[noreturn]] void crash() {
  ::raise(SIGKILL);
  std::abort();
}

[[noreturn]] void spin() {
  for (volatile bool turning = true; turning;) {
  }
  std::abort();
}

[[noreturn]] void sleep() {
  for (;;) ::pause();
}

/// True the first time that it is called for this page of this file, in any process.
bool first_time(const Descriptor& file, int page) {
  const std::string mark = path_of(file).string() + "." + std::to_string(page);
  return Descriptor(::open(mark.c_str(), O_CREAT | O_EXCL | O_WRONLY, 0600)).get() >= 0;
}

/// Returns once two processes are here: each opens one end of a pipe that the test has made.
void meet(const Descriptor& file, int page) {
  const std::string pipe = path_of(file).string() + ".pipe";
  const Descriptor end(::open(pipe.c_str(), page % 2 == 0 ? O_RDONLY : O_WRONLY));
}

json read(const Parcel& order) {
  const Descriptor& file = order.files.at(0);
  const int number = order.content.at("page");
  const std::string word = script_of(file).at(static_cast<std::size_t>(number - 1));
  if (word == "crash" || (word == "crash-once" && first_time(file, number))) crash();
  if (word == "spin") spin();
  if (word == "sleep") sleep();
  if (word == "babble") return {{"page", "?"}};
  if (word == "bug") return fails(Remedy::report_bug);
  if (word == "damaged") return fails(Remedy::fix_document);
  if (word == "disk-full") return fails(Remedy::retry);
  if (word == "meet") meet(file, number);

  const std::string image = "image of page " + std::to_string(number);
  if (::write(order.files.at(1).get(), image.data(), image.size()) < 0) crash();
  chengnuo::pipeline::Page page;
  page.lines.emplace_back().text = std::to_string(::getpid());
  return {{"page", page}};
}

json open(const Parcel& order) {
  const auto script = script_of(order.files.at(0));
  if (!script.empty() && script[0] == "crash-at-open") crash();
  return {{"pages", script.size()},
          {"notices", json::array({chengnuo::pipeline::Message{"文件", "about the file"}})}};
}

}  // namespace

int main() {
  Channel line{Descriptor(STDIN_FILENO)};
  const auto start = line.receive();
  if (!start) return 1;
  if (start->content.at("engine") == "missing") {
    line.send(fails(Remedy::fix_setup));
    return 1;
  }
  line.send({{"ready", true}});
  while (const auto order = line.receive())
    line.send(order->content.at("do") == "open" ? open(*order) : read(*order));
}
