#include "console/terminal.h"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <nlohmann/json.hpp>
#include <string_view>

#include "pipeline/text.h"

namespace chengnuo::console {
namespace {

using pipeline::Language;
using pipeline::Message;

/// Columns that a terminal needs: East Asian characters are two wide.
std::size_t columns(const std::string& text) {
  std::size_t width = 0;
  for (const char32_t c : pipeline::code_points(text))
    width += (c >= 0x1100 && c <= 0x115F) || (c >= 0x2E80 && c <= 0xA4CF) ||
                     (c >= 0xAC00 && c <= 0xD7A3) || (c >= 0xF900 && c <= 0xFAFF) ||
                     (c >= 0xFE30 && c <= 0xFE6F) || (c >= 0xFF00 && c <= 0xFF60) ||
                     (c >= 0x20000 && c <= 0x3FFFD)
                 ? 2
                 : 1;
  return width;
}

void print_row(const std::vector<std::string>& row, const std::vector<std::size_t>& widths) {
  std::string out;
  for (std::size_t i = 0; i < row.size(); ++i) {
    out += row[i];
    if (i + 1 < row.size()) out.append(widths[i] - columns(row[i]) + 2, ' ');
  }
  std::cout << out << "\n";
}

}  // namespace

Language Terminal::language_of_environment() {
  for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    const char* value = std::getenv(name);
    if (value != nullptr && *value != '\0')
      return std::string_view(value).starts_with("en") ? Language::english : Language::chinese;
  }
  return Language::chinese;
}

void Terminal::line(const Message& message) const { std::cout << say(message) << "\n"; }
void Terminal::note(const Message& message) const { std::cerr << say(message) << "\n"; }

void Terminal::print(const nlohmann::json& document) const {
  // Ill-formed UTF-8 must not end the program: it is replaced.
  std::cout << document.dump(1, ' ', false, nlohmann::json::error_handler_t::replace) << "\n";
}

int Terminal::show(const pipeline::Error& error) const {
  std::cerr << say({"错误：", "Error: "}) << say(error.message()) << "\n";
  if (!error.file().empty())
    std::cerr << say({"  位置：", "  Where: "}) << error.file().string() << "\n";
  if (!error.advice().empty())
    std::cerr << say({"  处理：", "  What to do: "}) << say(error.advice()) << "\n";
  switch (error.remedy()) {
    case pipeline::Remedy::fix_document:
      return kPersonNeeded;
    case pipeline::Remedy::fix_setup:
      return kBadSetup;
    default:
      return kProgramFailed;
  }
}

void Terminal::table(const std::vector<Message>& heads,
                     const std::vector<std::vector<std::string>>& rows) const {
  std::vector<std::string> head;
  std::vector<std::size_t> widths;
  for (const Message& each : heads) {
    head.push_back(say(each));
    widths.push_back(columns(head.back()));
  }
  for (const auto& row : rows)
    for (std::size_t i = 0; i < row.size() && i < widths.size(); ++i)
      widths[i] = std::max(widths[i], columns(row[i]));
  print_row(head, widths);
  for (const auto& row : rows) print_row(row, widths);
}

Progress::Progress(std::string label)
    : label_(std::move(label)), terminal_(isatty(STDERR_FILENO) != 0) {}

Progress::~Progress() {
  if (shown_) std::cerr << "\n";
}

void Progress::show(std::size_t done, std::size_t of) {
  if (!terminal_ || of == 0) return;
  constexpr std::size_t kWidth = 30;
  const std::size_t filled = std::min(kWidth, kWidth * done / of);
  std::string bar;
  for (std::size_t i = 0; i < kWidth; ++i) bar += i < filled ? "█" : "░";
  std::cerr << "\r" << label_ << " " << bar << " " << done << "/" << of << std::flush;
  shown_ = true;
}

}  // namespace chengnuo::console
