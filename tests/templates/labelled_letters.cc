#include "tests/templates/labelled_letters.h"

#include <filesystem>
#include <nlohmann/json.hpp>

#include "pipeline/file.h"
#include "pipeline/json.h"

namespace chengnuo::templates {

std::vector<LabelledLetter> labelled_letters(const std::string& file_name) {
  const auto path =
      std::filesystem::path(CHENGNUO_TEST_FILES) / "templates" / "requirements" / file_name;
  std::vector<LabelledLetter> letters;
  for (const nlohmann::json& json : nlohmann::json::parse(pipeline::read_file(path))) {
    LabelledLetter letter;
    letter.id = json.at("id");
    letter.enterprise = json.value("enterprise", "");
    const auto add = [&](const std::string& text) {
      TextLine line;
      line.text = text;
      line.confidence = json.value("confidence", 1.0);
      letter.lines.push_back(std::move(line));
    };
    if (json.contains("text")) add(json.at("text"));
    for (const std::string paragraph : json.value("paragraphs", nlohmann::json::array()))
      add(paragraph);
    for (const auto& [id, label] : json.at("requirements").items())
      letter.labels[id] = label == 1   ? Said::promised
                          : label == 0 ? Said::not_promised
                                       : Said::contradicted;
    letters.push_back(std::move(letter));
  }
  return letters;
}

void compare(const LabelledLetter& letter,
             const std::map<std::string, pipeline::Requirement>& found, Agreement& agreement) {
  for (const auto& [id, said] : letter.labels) {
    const pipeline::Verdict verdict = found.at(id).verdict;
    const bool met = verdict == pipeline::Verdict::met;
    const std::string name = letter.id + " " + id + ": " + std::string(pipeline::name_of(verdict));
    ++agreement.verdicts;
    if (met == (said == Said::promised)) ++agreement.right;
    if (met && said != Said::promised) agreement.wrongly_met.push_back(name);
    if (!met && said == Said::promised) agreement.wrongly_not_met.push_back(name);
    if (said != Said::contradicted) continue;
    ++agreement.contradictions;
    if (verdict == pipeline::Verdict::contradicted) ++agreement.contradictions_named;
  }
}

}  // namespace chengnuo::templates
