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

std::filesystem::path ReadingFolder::page_facts(int number) const {
  return path_ / (page_name(number) + ".json");
}

std::filesystem::path ReadingFolder::page_image(int number, ColourMode colour) const {
  return path_ / (page_name(number) + (colour == ColourMode::bilevel ? ".png" : ".jpg"));
}

std::filesystem::path ReadingFolder::page_image(int number) const {
  const auto bilevel = page_image(number, ColourMode::bilevel);
  return std::filesystem::exists(bilevel) ? bilevel : page_image(number, ColourMode::colour);
}

std::filesystem::path WorkFolder::copy(const std::string& submission, Holder holder) const {
  return made(submission) / (holder == Holder::unit ? "copy-unit.pdf" : "copy-enterprise.pdf");
}

std::filesystem::path WorkFolder::marked_page(const std::string& submission, int number) const {
  return made(submission) / ("marked-" + page_name(number) + ".png");
}

}  // namespace chengnuo::pipeline
