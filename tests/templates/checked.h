#pragma once

#include <string>
#include <vector>

#include "templates/check.h"
#include "tests/templates/papers.h"

namespace chengnuo::templates {

// Papers that were drawn, checked by the templates that come with the program.

const Catalogue& shipped();
/// The only paper on the page.
pipeline::Document checked(const pipeline::Page& page);
inline pipeline::Document form(const FormPaper& paper) { return checked(paper.draw()); }
inline pipeline::Document letter(const LetterPaper& paper) { return checked(paper.draw()); }

std::vector<std::string> reasons(const pipeline::Document& document);
/// The field, which must be there.
pipeline::Field field(const pipeline::Document& document, const std::string& id);
/// The page's line with this text, to be changed.
pipeline::Line& line_with(pipeline::Page& page, const std::string& text);

}  // namespace chengnuo::templates
