#include "ocr/pdf_tools.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>

#include "pipeline/error.h"

namespace chengnuo::ocr {
namespace {

using Tool = ToolRun::Tool;

constexpr int kNotInstalled = 127;  // as a shell says it
constexpr std::size_t kErrorBytes = 4096;
constexpr const char* kPdf = "/proc/self/fd/3";
constexpr const char* kLoaders[] = {"/lib64/ld-linux-x86-64.so.2", "/lib/ld-linux-aarch64.so.1"};

const char* program_of(Tool tool) {
  switch (tool) {
    case Tool::facts:
      return "/usr/bin/pdfinfo";
    case Tool::attachments:
      return "/usr/bin/pdfdetach";
    case Tool::list_images:
    case Tool::take_image:
      return "/usr/bin/pdfimages";
    case Tool::render:
      return "/usr/bin/pdftoppm";
  }
  return "";
}

std::vector<std::string> command_of(const ToolRun& run, const std::filesystem::path& scratch) {
  std::vector<std::string> words{program_of(run.tool)};
  const auto add = [&](std::initializer_list<std::string> more) {
    words.insert(words.end(), more);
  };
  if (run.tool == Tool::attachments) add({"-list"});
  if (run.tool == Tool::list_images) add({"-list"});
  if (run.tool == Tool::take_image) add({"-j", "-png"});
  if (run.tool == Tool::render) add({"-cropbox", "-scale-to", std::to_string(run.long_side)});
  if (run.page > 0) add({"-f", std::to_string(run.page), "-l", std::to_string(run.page)});
  add({kPdf});
  if (run.tool == Tool::take_image) add({scratch / "image"});
  return words;
}

// What follows runs in the child.

class Attendant {
 public:
  Attendant(Channel line, std::filesystem::path scratch, pipeline::Limits limits, int seconds)
      : line_(std::move(line)), scratch_(std::move(scratch)), limits_(limits), seconds_(seconds) {}

  void serve() {
    while (auto order = line_.receive()) {
      if (order->files.size() != 1) return;
      const ToolRun run{order->content.value("tool", Tool::facts), order->content.value("page", 0),
                        order->content.value("long_side", 0)};
      serve(run, order->files[0]);
    }
  }

 private:
  void serve(const ToolRun& run, const Descriptor& pdf) {
    Descriptor output(::memfd_create("output", MFD_CLOEXEC));
    const Descriptor errors(::memfd_create("errors", MFD_CLOEXEC));
    const pid_t child = ::fork();
    if (child == 0) become(run, pdf.get(), output.get(), errors.get());
    int status = 0;
    while (child > 0 && ::waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    const int exit_code = child < 0 ? -1 : WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    if (run.tool == Tool::take_image) output = take_from_scratch();

    std::array<char, kErrorBytes> said{};
    const ssize_t length = ::pread(errors.get(), said.data(), said.size(), 0);
    const nlohmann::json answer{
        {"exit_code", exit_code},
        {"errors", std::string(said.data(), length > 0 ? static_cast<std::size_t>(length) : 0)}};
    const int file = output.get();
    line_.send(answer, output ? std::span(&file, 1) : std::span<const int>());
  }

  [[noreturn]] void become(const ToolRun& run, int pdf, int output, int errors) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    ::alarm(static_cast<unsigned>(seconds_));  // outlives the exec, and ends one that sleeps
    ::dup2(output, STDOUT_FILENO);
    ::dup2(errors, STDERR_FILENO);
    ::dup2(pdf, 3);  // whatever had this number is not needed any more
    ::fcntl(3, F_SETFD, 0);

    auto places = pipeline::system_allowances();
    places.push_back({program_of(run.tool), pipeline::Allowance::Access::execute});
    for (const char* loader : kLoaders)
      places.push_back({loader, pipeline::Allowance::Access::execute});
    if (run.tool == Tool::take_image)
      places.push_back({scratch_, pipeline::Allowance::Access::write});
    constexpr int kReadable[] = {3};
    restrict_files(places, kReadable);
    limit_resources(limits_);

    auto words = command_of(run, scratch_);
    std::vector<char*> arguments;
    for (auto& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    std::string environment[] = {"PATH=/usr/bin", "LC_ALL=C.UTF-8", "HOME=/nonexistent"};
    char* variables[] = {environment[0].data(), environment[1].data(), environment[2].data(),
                         nullptr};
    ::execve(arguments[0], arguments.data(), variables);
    std::_Exit(kNotInstalled);
  }

  /// The one file in the scratch folder, open; the folder is empty afterwards.
  Descriptor take_from_scratch() {
    Descriptor only;
    int count = 0;
    for (const auto& entry : std::filesystem::directory_iterator(scratch_)) {
      only = Descriptor(::open(entry.path().c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
      std::filesystem::remove(entry.path());
      ++count;
    }
    return count == 1 ? std::move(only) : Descriptor();
  }

  Channel line_;
  std::filesystem::path scratch_;
  pipeline::Limits limits_;
  int seconds_;
};

/// Forks the attendant; returns our end of the line to it.
Channel start_attendant(std::filesystem::path scratch, pipeline::Limits limits, int seconds) {
  auto [ours, theirs] = Channel::make_ends();
  const pid_t child = ::fork();
  if (child < 0) {
    const std::string reason = std::strerror(errno);
    throw pipeline::Error(
        pipeline::Remedy::retry,
        {"无法启动 PDF 工具进程：" + reason, "The process for PDF tools cannot start: " + reason},
        {"系统资源不足，稍后会自动重试", "The system is short of resources; it is tried again"});
  }
  if (child > 0) return Channel(std::move(ours));

  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  ours = Descriptor();
  try {
    pipeline::filter_system_calls(pipeline::Profile::program);
    Attendant(Channel(std::move(theirs)), std::move(scratch), limits, seconds).serve();
  } catch (...) {  // seen by the reader as a line that is gone
  }
  std::_Exit(0);
}

}  // namespace

PdfTools::PdfTools(std::filesystem::path scratch, pipeline::Limits limits, int seconds)
    : line_(start_attendant(std::move(scratch), limits, seconds)) {}

ToolResult PdfTools::run(const ToolRun& run, int pdf) {
  const nlohmann::json order{{"tool", run.tool}, {"page", run.page}, {"long_side", run.long_side}};
  std::optional<Parcel> answer;
  if (line_.send(order, std::span(&pdf, 1))) answer = line_.receive();
  if (!answer) {
    throw pipeline::Error(pipeline::Remedy::report_bug,
                          {"PDF 工具进程意外结束", "The process for PDF tools ended unexpectedly"},
                          {"请联系开发人员", "Tell the developers"});
  }
  ToolResult result;
  result.exit_code = answer->content.value("exit_code", -1);
  result.errors = answer->content.value("errors", "");
  if (!answer->files.empty()) result.output = std::move(answer->files[0]);
  if (result.exit_code == kNotInstalled) {
    throw pipeline::Error(
        pipeline::Remedy::fix_setup,
        {std::string("没有找到程序 ") + program_of(run.tool),
         std::string("The program is missing: ") + program_of(run.tool)},
        {"请安装 Debian 软件包 poppler-utils", "Install the Debian package poppler-utils"});
  }
  return result;
}

}  // namespace chengnuo::ocr
