#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "pipeline/page.h"

namespace chengnuo::archive {

struct TextLine {
  std::string text;  ///< UTF-8
  pipeline::Box box;
};

/// What stands on one page, for searching and showing.
struct PageText {
  int page = 0;  ///< of the submission, from 1
  std::vector<TextLine> lines;
};

void to_json(nlohmann::json& json, const TextLine& line);
void from_json(const nlohmann::json& json, TextLine& line);
void to_json(nlohmann::json& json, const PageText& page);
void from_json(const nlohmann::json& json, PageText& page);

/// A place where a searched text stands.
struct Hit {
  int page = 0;
  std::string snippet;  ///< the text around it; what was searched stands between 【 and 】
  pipeline::Box box;    ///< of the line in which it begins
};

/// Where `text` stands on a page first; it may go over from one line to the next.
std::optional<Hit> find_on_page(const PageText& page, const std::string& text);

}  // namespace chengnuo::archive
