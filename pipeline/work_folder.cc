#include "pipeline/work_folder.h"

#include <array>
#include <cstdio>

namespace chengnuo::pipeline {

namespace {

/// "p0001": four digits, so that a listing is in order; longer when a drop has more pages.
std::string page_name(int number) {
  std::array<char, 16> name{};
  std::snprintf(name.data(), name.size(), "p%04d", number);
  return name.data();
}

}  // namespace

std::filesystem::path WorkFolder::page_facts(const std::string& sha256, int number) const {
  return reading(sha256) / (page_name(number) + ".json");
}

std::filesystem::path WorkFolder::page_image(const std::string& sha256, int number,
                                             ColourMode colour) const {
  const char* extension = colour == ColourMode::bilevel ? ".png" : ".jpg";
  return reading(sha256) / (page_name(number) + extension);
}

std::filesystem::path WorkFolder::page_image(const std::string& sha256, int number) const {
  const auto bilevel = page_image(sha256, number, ColourMode::bilevel);
  return std::filesystem::exists(bilevel) ? bilevel
                                          : page_image(sha256, number, ColourMode::colour);
}

std::filesystem::path WorkFolder::marked_page(const std::string& submission, int number) const {
  return made(submission) / ("marked-" + page_name(number) + ".jpg");
}

}  // namespace chengnuo::pipeline
