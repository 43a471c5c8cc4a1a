#pragma once

#include <map>
#include <span>
#include <string>

#include "pipeline/finding.h"
#include "templates/clauses.h"
#include "templates/requirement_rules.h"

namespace chengnuo::templates {

/// The finding on each requirement, by its id. `enterprise` is the name of the letter's enterprise,
/// which is struck out of the text; empty if it is not known. Never throws for what a letter says.
///
/// `met` is given only for a plain promise of the enterprise itself, read with certainty; whatever
/// speaks against it elsewhere in the letter makes it `contradicted`. The notice wants a person to
/// see everything else, so all other verdicts carry the sentence and an advice.
std::map<std::string, pipeline::Requirement> check_requirements(const RequirementRules& rules,
                                                                std::span<const TextLine> letter,
                                                                const std::string& enterprise);

}  // namespace chengnuo::templates
