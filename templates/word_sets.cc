#include "templates/word_sets.h"

#include "pipeline/text.h"
#include "templates/clauses.h"
#include "templates/rule_error.h"

namespace chengnuo::templates {

void WordSets::add(const std::string& name, const std::vector<std::string>& words) {
  const auto [entry, first] = sets_.try_emplace(name, 0);
  if (first) entry->second = lexicon_.add_set();
  std::vector<std::u32string>& all = words_[name];
  for (const std::string& word : words)
    for (std::u32string& each : multiplied_out(pipeline::code_points(word)))
      all.push_back(std::move(each));
  for (const std::u32string& word : all) lexicon_.add_word(entry->second, word);
}

Lexicon::Set WordSets::named(const std::string& name) const {
  const auto set = sets_.find(name);
  if (set == sets_.end())
    throw rule_error("没有词类“" + name + "”", "there are no words named \"" + name + "\"");
  return set->second;
}

std::vector<std::u32string> WordSets::multiplied_out(const std::u32string& word) const {
  constexpr std::size_t kMostWords = 20000;
  const auto open = word.find(U'{');
  if (open == word.npos) return {normal_form(pipeline::utf8(word))};
  const auto close = word.find(U'}', open);
  if (close == word.npos)
    throw rule_error("括号不配对：" + pipeline::utf8(word),
                     "a bracket is not closed: " + pipeline::utf8(word));
  const std::string name =
      pipeline::utf8(std::u32string_view(word).substr(open + 1, close - open - 1));
  const auto inner = words_.find(name);
  if (inner == words_.end())
    throw rule_error("没有词类“" + name + "”", "there are no words named \"" + name + "\"");
  const std::u32string head =
      normal_form(pipeline::utf8(std::u32string_view(word).substr(0, open)));
  const std::vector<std::u32string> tails = multiplied_out(word.substr(close + 1));
  std::vector<std::u32string> all;
  for (const std::u32string& middle : inner->second) {
    for (const std::u32string& tail : tails) {
      if (all.size() == kMostWords)
        throw rule_error("词类“" + name + "”展开后太多",
                         "\"" + name + "\" multiplies out to too many words");
      all.push_back(head + middle + tail);
    }
  }
  return all;
}

}  // namespace chengnuo::templates
