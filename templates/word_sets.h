#pragma once

#include <map>
#include <string>
#include <vector>

#include "templates/lexicon.h"

namespace chengnuo::templates {

/// The named sets of words of requirement rules: <words name="own">我公司 本公司</words>.
class WordSets {
 public:
  explicit WordSets(Lexicon& lexicon) : lexicon_(lexicon) {}

  /// Adds words to the set of this name. They may hold the words of sets that were named before:
  /// {own}全体员工. Throws Error: fix_setup if there is no such set, a bracket is not closed, or
  /// they multiply out to too many.
  void add(const std::string& name, const std::vector<std::string>& words);

  /// Throws Error: fix_setup if there is no set of this name.
  Lexicon::Set named(const std::string& name) const;

 private:
  std::vector<std::u32string> multiplied_out(const std::u32string& word) const;

  Lexicon& lexicon_;
  std::map<std::string, Lexicon::Set> sets_;
  std::map<std::string, std::vector<std::u32string>> words_;
};

}  // namespace chengnuo::templates
