#include "templates/requirement_reader.h"

#include <iterator>
#include <map>
#include <sstream>

#include "pipeline/text.h"
#include "templates/rule_error.h"

namespace chengnuo::templates {
namespace {

using pipeline::Error;
using pipeline::Message;
using pipeline::Verdict;

const std::map<std::string_view, Stance> kStanceNames = {{"denied", Stance::denied},
                                                         {"others", Stance::others},
                                                         {"past", Stance::past},
                                                         {"planned", Stance::planned},
                                                         {"recited", Stance::recited},
                                                         {"conditional", Stance::conditional},
                                                         {"contingent", Stance::contingent},
                                                         {"limited", Stance::limited},
                                                         {"hedged", Stance::hedged},
                                                         {"withdrawn", Stance::withdrawn},
                                                         {"doubtful", Stance::doubtful}};

const std::map<std::string_view, Reach> kReachNames = {
    {"clause", Reach::clause}, {"part", Reach::part},     {"sentence", Reach::sentence},
    {"whole", Reach::whole},   {"back", Reach::back},     {"tail", Reach::tail},
    {"items", Reach::items},   {"before", Reach::before}, {"after", Reach::after}};

const std::map<std::string_view, Verdict> kVerdictNames = {
    {"met", Verdict::met}, {"partial", Verdict::partial}, {"contradicted", Verdict::contradicted}};

template <typename T>
T named(const std::map<std::string_view, T>& names, const std::string& name) {
  const auto entry = names.find(name);
  if (entry == names.end()) throw rule_error("不认识“" + name + "”", "\"" + name + "\" is unknown");
  return entry->second;
}

std::vector<std::string> split_words(const std::string& text) {
  std::istringstream stream(text);
  return {std::istream_iterator<std::string>(stream), {}};
}

Message message_of(const xmlNode& node) { return {attribute(node, "zh"), attribute(node, "en")}; }

}  // namespace

void RequirementReader::read(const xmlNode& root, const std::filesystem::path& file) {
  try {
    for (const xmlNode* words = child(root, "words"); words != nullptr; words = next_like(*words)) {
      line_ = xmlGetLineNo(words);
      words_.add(pipeline::without_blanks(attribute(*words, "name")), split_words(content(*words)));
    }
    for (const xmlNode* node = root.children; node != nullptr; node = node->next) {
      if (node->type != XML_ELEMENT_NODE) continue;
      line_ = xmlGetLineNo(node);
      read_element(*node);
    }
  } catch (const Error& error) {  // phrases do not know where they stand
    const std::string name = file.filename().string();
    const std::string line = std::to_string(line_);
    throw Error(error.remedy(),
                {"模板文件 " + name + " 第 " + line + " 行：" + error.message().zh,
                 "Template file " + name + ", line " + line + ": " + error.message().en},
                error.advice(), file);
  }
}

void RequirementReader::read_element(const xmlNode& node) {
  const std::string_view name = reinterpret_cast<const char*>(node.name);
  if (name == "strike")
    read_strike(node);
  else if (name == "look-alikes")
    for (const auto& group : split_words(content(node))) rules_.look_alikes.add(normal_form(group));
  else if (name == "negation-signs")
    for (const auto& sign : split_words(content(node)))
      rules_.stances.negation_signs += normal_form(sign);
  else if (name == "mark")
    read_mark(node);
  else if (name == "harmless")
    add_phrases(attribute(node, "covers") == "first" ? rules_.stances.harmless_heads
                                                     : rules_.stances.harmless,
                node);
  else if (name == "reason")
    rules_.reasons[static_cast<std::size_t>(named(kStanceNames, attribute(node, "stance")))] =
        message_of(node);
  else if (name == "requirement")
    read_requirement(node);
}

void RequirementReader::read_strike(const xmlNode& node) {
  const std::u32string stands_in = normal_form(attribute(node, "stands-in"));
  const std::string what = attribute(node, "what");
  if (what == "enterprise") {
    rules_.enterprise_stands_in = stands_in;
  } else if (what == "titles") {
    rules_.strikes.other_title = stands_in;
    for (const auto& end : split_words(content(node)))
      rules_.strikes.law_ends.push_back(normal_form(end));
  } else {
    for (const auto& name : split_words(content(node)))
      rules_.strikes.names.push_back({normal_form(name), stands_in});
  }
}

void RequirementReader::read_mark(const xmlNode& node) {
  MarkRule mark;
  mark.stance = named(kStanceNames, attribute(node, "stance"));
  mark.reach = named(kReachNames, attribute(node, "reach"));
  add_phrases(mark.phrases, node);
  for (const auto& stance : split_words(attribute(node, "with")))
    mark.with.insert(named(kStanceNames, stance));
  if (const std::string until = attribute(node, "until"); !until.empty())
    mark.until.push_back(compile(until));
  if (mark.stance == Stance::others)
    for (const Phrase& phrase : mark.phrases) be_wary_of(phrase);
  rules_.stances.marks.push_back(std::move(mark));
}

void RequirementReader::read_requirement(const xmlNode& node) {
  RequirementRule& rule = requirement(attribute(node, "id"));
  for (const xmlNode* each = node.children; each != nullptr; each = each->next) {
    if (each->type != XML_ELEMENT_NODE) continue;
    const std::string_view name = reinterpret_cast<const char*>(each->name);
    if (name == "name")
      rule.name = message_of(*each);
    else if (name == "wording")
      rule.wording = content(*each);
    else if (name == "unless")
      add_phrases(attribute(*each, "reach") == "clause" ? rule.unless_beside : rule.unless_within,
                  *each);
    else
      rule.sayings.push_back(saying(*each));
  }
}

Saying RequirementReader::saying(const xmlNode& node) {
  Saying saying;
  const std::string verdict = attribute(node, "verdict");
  saying.verdict = verdict.empty() ? Verdict::met : named(kVerdictNames, verdict);
  for (const auto& stance : split_words(attribute(node, "despite")))
    saying.despite.insert(named(kStanceNames, stance));
  add_phrases(saying.phrases, node);
  return saying;
}

RequirementRule& RequirementReader::requirement(const std::string& id) {
  for (RequirementRule& rule : rules_.requirements)
    if (rule.id == id) return rule;
  RequirementRule fresh;
  fresh.id = id;
  return rules_.requirements.emplace_back(std::move(fresh));
}

void RequirementReader::be_wary_of(const Phrase& phrase) {
  for (const auto& ways : phrase.all_of)
    for (const Phrase::Sequence& way : ways)
      for (const Step& step : way) rules_.lexicon.be_wary_of(step.words);
}

/// One phrase to a line of the element.
void RequirementReader::add_phrases(std::vector<Phrase>& phrases, const xmlNode& node) {
  line_ = xmlGetLineNo(&node);
  const std::string text = raw_content(node);
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line); ++line_)
    if (!pipeline::without_blanks(line).empty()) phrases.push_back(compile(line));
}

Phrase RequirementReader::compile(const std::string& source) {
  return compile_phrase(source, rules_.lexicon,
                        [this](const std::string& name) { return words_.named(name); });
}

}  // namespace chengnuo::templates
