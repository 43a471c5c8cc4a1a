#include "tests/templates/checked.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace chengnuo::templates {

const Catalogue& shipped() {
  static const Catalogue all(std::filesystem::path(CHENGNUO_SOURCE_DIR) / "templates/xml");
  return all;
}

pipeline::Document checked(const pipeline::Page& page) {
  const auto documents = check_pages(shipped(), "any", std::vector{page});
  EXPECT_EQ(documents.size(), 1u);
  return documents.empty() ? pipeline::Document{} : documents.front();
}

std::vector<std::string> reasons(const pipeline::Document& document) {
  std::vector<std::string> all;
  for (const auto& objection : document.objections) all.push_back(objection.reason.zh);
  return all;
}

pipeline::Line& line_with(pipeline::Page& page, const std::string& text) {
  return *std::ranges::find_if(page.lines, [&](const pipeline::Line& line) {
    return line.text.find(text) != std::string::npos;
  });
}

pipeline::Field field(const pipeline::Document& document, const std::string& id) {
  const auto found = document.fields.find(id);
  EXPECT_NE(found, document.fields.end()) << id;
  return found == document.fields.end() ? pipeline::Field{} : found->second;
}

}  // namespace chengnuo::templates
