#pragma once

// Private to this room: libxml2 is seen here.

#include <filesystem>
#include <string>

#include "templates/requirement_rules.h"
#include "templates/word_sets.h"
#include "templates/xml.h"

namespace chengnuo::templates {

/// Reads <requirements> elements, of which later ones add to earlier ones.
class RequirementReader {
 public:
  /// `root`: a <requirements> element that keeps the schema; `file`: where it stands.
  /// Throws Error: fix_setup with the file and the line that is wrong.
  void read(const xmlNode& root, const std::filesystem::path& file);

  RequirementRules take() { return std::move(rules_); }

 private:
  void read_element(const xmlNode& node);
  void read_strike(const xmlNode& node);
  void read_mark(const xmlNode& node);
  void read_requirement(const xmlNode& node);
  Saying saying(const xmlNode& node);
  RequirementRule& requirement(const std::string& id);
  void be_wary_of(const Phrase& phrase);
  void add_phrases(std::vector<Phrase>& phrases, const xmlNode& node);
  Phrase compile(const std::string& source);

  RequirementRules rules_;
  WordSets words_{rules_.lexicon};
  long line_ = 0;  ///< that is being read
};

}  // namespace chengnuo::templates
