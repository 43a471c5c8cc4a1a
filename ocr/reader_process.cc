#include "ocr/reader_process.h"

#include "ocr/error_json.h"
#include "ocr/reader_start.h"
#include "pipeline/error.h"

namespace chengnuo::ocr {
namespace {

using nlohmann::json;
using pipeline::Error;
using pipeline::Remedy;

/// Loading models from a cold disk.
constexpr std::chrono::seconds kStartLimit{120};
/// Page limits that a page may take by the clock (reader_settings.h).
constexpr int kClockFactor = 4;

std::filesystem::path program_of(const ReaderSettings& settings) {
  if (!settings.reader.empty()) return settings.reader;
  return std::filesystem::read_symlink("/proc/self/exe").parent_path() / "chengnuo-reader";
}

ReaderStart start_of(const ReaderSettings& settings, const std::filesystem::path& scratch) {
  ReaderStart start;
  start.engine = settings.engine;
  start.precision = settings.precision;
  start.models = settings.models;
  start.tessdata = settings.tessdata;
  start.scratch = scratch;
  start.memory_mb = settings.memory_mb;
  const auto seconds = std::chrono::ceil<std::chrono::seconds>(settings.page_limit).count();
  start.page_seconds = static_cast<int>(seconds);
  start.clock_seconds = kClockFactor * start.page_seconds;
  start.cpu_seconds = seconds * (settings.pages_per_process + 1);
  return start;
}

std::optional<Error> reported(const json& answer) {
  if (!answer.contains("error")) return std::nullopt;
  try {
    return error_of(answer.at("error"));
  } catch (const json::exception&) {
    return Error(Remedy::report_bug,
                 {"阅读程序的回答无法理解", "The reader program's answer makes no sense"},
                 {"请检查 chengnuo-reader 与 chengnuo 的版本是否一致",
                  "Check that chengnuo-reader and chengnuo are of the same version"});
  }
}

Deadline in(std::chrono::milliseconds time) { return std::chrono::steady_clock::now() + time; }

Error too_slow() {
  return {Remedy::retry,
          {"阅读程序启动过慢，机器可能过于繁忙",
           "The reader program is slow to start: the machine may be too busy"},
          {"稍后会自动重试；如反复出现，请减少阅读进程数",
           "It is tried again; if it keeps happening, have fewer reader processes"}};
}

}  // namespace

ReaderProcess::ReaderProcess(const ReaderSettings& settings) : page_limit_(settings.page_limit) {
  auto [ours, theirs] = Channel::make_ends();
  const auto program = program_of(settings);
  process_ = std::make_unique<ChildProcess>(program, theirs.get());
  theirs = Descriptor();  // or we would not notice when the reader's end closes
  line_ = std::make_unique<Channel>(std::move(ours));

  json order = start_of(settings, scratch_.path());
  order["do"] = "start";
  const bool sent = line_->send(order);
  if (sent && !line_->wait(in(kStartLimit))) throw too_slow();
  const auto answer = line_->receive(in(kStartLimit));
  if (!answer) {
    throw Error(
        Remedy::fix_setup,
        {"阅读程序启动后立即退出或没有响应", "The reader program ended at once, or did not answer"},
        {"请检查所需的库是否齐全（ldd chengnuo-reader）以及内存限额是否过低",
         "Check that its libraries are there (ldd chengnuo-reader) and that its memory "
         "limit is not too low"},
        program);
  }
  if (const auto error = reported(answer->content)) throw *error;
}

ReaderProcess::~ReaderProcess() = default;

std::optional<json> ReaderProcess::ask(const json& question, std::span<const int> files) {
  if (!line_->send(question, files)) return std::nullopt;
  if (!wait_for_answer()) return std::nullopt;
  auto answer = line_->receive(in(page_limit_));
  if (!answer) return std::nullopt;
  ++answered_;
  if (const auto error = reported(answer->content)) throw *error;
  return std::move(answer->content);
}

bool ReaderProcess::wait_for_answer() const {
  const auto used_before = process_->processor_time();
  for (int round = 0; round < kClockFactor; ++round) {
    if (line_->wait(in(page_limit_))) return true;
    if (process_->processor_time() - used_before >= page_limit_) return false;
  }
  return false;
}

}  // namespace chengnuo::ocr
