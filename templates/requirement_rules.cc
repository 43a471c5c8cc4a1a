#include "templates/requirement_rules.h"

#include <iterator>
#include <map>
#include <sstream>

#include "pipeline/error.h"
#include "pipeline/text.h"
#include "templates/xml.h"

namespace chengnuo::templates {
namespace {

using pipeline::Error;
using pipeline::Message;
using pipeline::Remedy;
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

[[noreturn]] void refuse(const std::string& zh, const std::string& en) {
  throw Error(Remedy::fix_setup,
              {"承诺要素规则有误：" + zh, "The rules of the requirements are wrong: " + en},
              {"请对照 docs/templates.md 的“承诺要素”一节改正。",
               "Correct them (docs/templates.md, \"Requirements\")."});
}

template <typename T>
T named(const std::map<std::string_view, T>& names, const std::string& name) {
  const auto entry = names.find(name);
  if (entry == names.end()) refuse("不认识“" + name + "”", "\"" + name + "\" is unknown");
  return entry->second;
}

std::vector<std::string> split_words(const std::string& text) {
  std::istringstream stream(text);
  return {std::istream_iterator<std::string>(stream), {}};
}

std::vector<std::string> lines_of(const xmlNode& node) {
  std::vector<std::string> lines;
  std::istringstream stream(content(node));
  for (std::string line; std::getline(stream, line);)
    if (!pipeline::without_blanks(line).empty()) lines.push_back(line);
  return lines;
}

Message message_of(const xmlNode& node) { return {attribute(node, "zh"), attribute(node, "en")}; }

/// Fills `rules` from <requirements> elements, of which later ones add to earlier ones.
class Reader {
 public:
  explicit Reader(RequirementRules& rules) : rules_(rules) {}

  void read(const xmlNode& root) {
    for (const xmlNode* words = child(root, "words"); words != nullptr; words = next_like(*words))
      read_words(*words);
    for (const xmlNode* node = root.children; node != nullptr; node = node->next) {
      if (node->type != XML_ELEMENT_NODE) continue;
      const std::string_view name = reinterpret_cast<const char*>(node->name);
      if (name == "strike")
        read_strike(*node);
      else if (name == "look-alikes")
        for (const auto& group : split_words(content(*node)))
          rules_.look_alikes.add(normal_form(group));
      else if (name == "negation-signs")
        for (const auto& sign : split_words(content(*node)))
          rules_.stances.negation_signs += normal_form(sign);
      else if (name == "words")
        continue;
      else if (name == "mark")
        read_mark(*node);
      else if (name == "harmless")
        add_phrases(attribute(*node, "covers") == "first" ? rules_.stances.harmless_heads
                                                          : rules_.stances.harmless,
                    *node);
      else if (name == "reason")
        rules_.reasons[static_cast<std::size_t>(named(kStanceNames, attribute(*node, "stance")))] =
            message_of(*node);
      else if (name == "requirement")
        read_requirement(*node);
      else
        refuse("多余的元素 <" + std::string(name) + ">",
               "the element <" + std::string(name) + "> does not belong there");
    }
  }

 private:
  void read_strike(const xmlNode& node) {
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

  /// Words may hold the words of sets named before: {own}全体员工.
  void read_words(const xmlNode& node) {
    const std::string name = pipeline::without_blanks(attribute(node, "name"));
    const auto [entry, first] = sets_.try_emplace(name, 0);
    if (first) entry->second = rules_.lexicon.add_set();
    std::vector<std::u32string>& all = words_[name];
    for (const std::string& word : split_words(content(node)))
      for (std::u32string& each : multiplied_out(pipeline::code_points(word)))
        all.push_back(std::move(each));
    for (const std::u32string& word : all) rules_.lexicon.add_word(entry->second, word);
  }

  std::vector<std::u32string> multiplied_out(const std::u32string& word) const {
    constexpr std::size_t kMostWords = 20000;
    const auto open = word.find(U'{');
    if (open == word.npos) return {normal_form(pipeline::utf8(word))};
    const auto close = word.find(U'}', open);
    if (close == word.npos)
      refuse("括号不配对：" + pipeline::utf8(word),
             "a bracket is not closed: " + pipeline::utf8(word));
    const std::string name =
        pipeline::utf8(std::u32string_view(word).substr(open + 1, close - open - 1));
    const auto inner = words_.find(name);
    if (inner == words_.end())
      refuse("没有词类“" + name + "”", "there are no words named \"" + name + "\"");
    const std::u32string head =
        normal_form(pipeline::utf8(std::u32string_view(word).substr(0, open)));
    const std::vector<std::u32string> tails = multiplied_out(word.substr(close + 1));
    std::vector<std::u32string> all;
    for (const std::u32string& middle : inner->second)
      for (const std::u32string& tail : tails) all.push_back(head + middle + tail);
    if (all.size() > kMostWords)
      refuse("词类“" + name + "”展开后太多", "\"" + name + "\" multiplies out to too many words");
    return all;
  }

  void read_mark(const xmlNode& node) {
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

  void read_requirement(const xmlNode& node) {
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

  Saying saying(const xmlNode& node) {
    Saying saying;
    const std::string verdict = attribute(node, "verdict");
    saying.verdict = verdict.empty() ? Verdict::met : named(kVerdictNames, verdict);
    for (const auto& stance : split_words(attribute(node, "despite")))
      saying.despite.insert(named(kStanceNames, stance));
    add_phrases(saying.phrases, node);
    return saying;
  }

  RequirementRule& requirement(const std::string& id) {
    for (RequirementRule& rule : rules_.requirements)
      if (rule.id == id) return rule;
    RequirementRule fresh;
    fresh.id = id;
    return rules_.requirements.emplace_back(std::move(fresh));
  }

  void be_wary_of(const Phrase& phrase) {
    for (const auto& ways : phrase.all_of)
      for (const Phrase::Sequence& way : ways)
        for (const Step& step : way) rules_.lexicon.be_wary_of(step.words);
  }

  void add_phrases(std::vector<Phrase>& phrases, const xmlNode& node) {
    for (const std::string& line : lines_of(node)) phrases.push_back(compile(line));
  }

  Phrase compile(const std::string& source) {
    return compile_phrase(source, rules_.lexicon, [this](const std::string& name) {
      const auto set = sets_.find(name);
      if (set == sets_.end())
        refuse("没有词类“" + name + "”", "there are no words named \"" + name + "\"");
      return set->second;
    });
  }

  RequirementRules& rules_;
  std::map<std::string, Lexicon::Set> sets_;
  std::map<std::string, std::vector<std::u32string>> words_;
};

}  // namespace

RequirementRules RequirementRules::parse(std::string_view xml, const std::filesystem::path& file) {
  const XmlDocument document = parse_xml(file, xml);
  RequirementRules rules;
  try {
    Reader(rules).read(*xmlDocGetRootElement(document.get()));
  } catch (const Error& error) {  // phrases do not know in which file they stand
    throw Error(error.remedy(), error.message(), error.advice(), file);
  }
  return rules;
}

}  // namespace chengnuo::templates
