#pragma once

#include <optional>

#include "pipeline/page.h"
#include "templates/template.h"

namespace chengnuo::templates {

/// A page's title: one line, or two of a title that was broken.
struct Title {
  double cost = 0;  ///< of misreadings, match.h; 0: read as the template has it
  double confidence = 0;
  const pipeline::Line* first_line = nullptr;
  const pipeline::Line* last_line = nullptr;
  pipeline::Box box;
};

/// The template's title in the upper part of the page, if it is there: alone in its line, with
/// words before it (首批…企业的质量信誉承诺书) or a number of the annex. A sentence that only
/// mentions the paper is none.
std::optional<Title> find_title(const Template& of, const pipeline::Page& page);

}  // namespace chengnuo::templates
