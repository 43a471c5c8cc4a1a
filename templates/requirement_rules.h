#pragma once

#include <array>
#include <set>
#include <string>
#include <vector>

#include "pipeline/finding.h"
#include "templates/stances.h"

namespace chengnuo::templates {

/// Something that fulfils, partly fulfils or contradicts a requirement when it is said.
struct Saying {
  pipeline::Verdict verdict = pipeline::Verdict::met;
  std::vector<Phrase> phrases;
  std::set<Stance> despite;  ///< marks that do not spoil it
};

struct RequirementRule {
  std::string id;
  pipeline::Message name;
  std::string wording;  ///< what the enterprise could write
  std::vector<Saying> sayings;
  std::vector<Phrase>
      unless_within;  ///< words that are part of one of these do not count: 诚信档案
  std::vector<Phrase> unless_beside;  ///< in a clause with one of these nothing counts
};

/// What a letter must say, and how such things are said: the <requirements> of a template
/// (docs/templates.md). Made once for a template, const after, so any thread may use it.
struct RequirementRules {
  Strikes strikes;
  std::u32string enterprise_stands_in;  ///< for the enterprise's own name
  LookAlikes look_alikes;
  Lexicon lexicon;
  StanceRules stances;
  std::array<pipeline::Message, kStances> reasons;  ///< why a thing so marked does not count
  std::vector<RequirementRule> requirements;
};

}  // namespace chengnuo::templates
