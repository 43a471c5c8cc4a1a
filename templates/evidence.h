#pragma once

#include <span>
#include <vector>

#include "pipeline/finding.h"
#include "templates/phrases.h"

namespace chengnuo::templates {

/// Adds the sentence in which a phrase was found, as it stands on paper, with its place: one entry
/// for each page that it stands on, none that is already there.
void add_evidence(std::vector<pipeline::Evidence>& all, const LetterText& letter,
                  std::span<const TextLine> lines, const PhraseMatch& match);

}  // namespace chengnuo::templates
