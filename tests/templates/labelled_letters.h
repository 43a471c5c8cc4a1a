#pragma once

#include <map>
#include <string>
#include <vector>

#include "pipeline/finding.h"
#include "templates/clauses.h"

namespace chengnuo::templates {

/// What a labelled letter says about a requirement.
enum class Said { promised, not_promised, contradicted };

/// A letter, or a sentence of one, with what a person found in it. Kept as JSON in
/// tests/files/templates/requirements: "text" or "paragraphs", "enterprise", and "requirements"
/// with 1, 0 or -1 for those that are labelled.
struct LabelledLetter {
  std::string id;
  std::string enterprise;
  std::vector<TextLine> lines;
  std::map<std::string, Said> labels;
};

std::vector<LabelledLetter> labelled_letters(const std::string& file_name);

/// How well the program agrees with the labels.
struct Agreement {
  int verdicts = 0;
  int right = 0;
  int contradictions = 0;
  int contradictions_named = 0;
  std::vector<std::string> wrongly_met;  ///< the one mistake that must not happen
  std::vector<std::string> wrongly_not_met;

  double share() const { return verdicts == 0 ? 0 : static_cast<double>(right) / verdicts; }
};

void compare(const LabelledLetter& letter,
             const std::map<std::string, pipeline::Requirement>& found, Agreement& agreement);

}  // namespace chengnuo::templates
