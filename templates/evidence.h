#pragma once

#include <span>
#include <vector>

#include "pipeline/finding.h"
#include "templates/phrases.h"

namespace chengnuo::templates {

/// The box around both; of one that is nowhere, the other.
pipeline::Box joined(const pipeline::Box& one, const pipeline::Box& other);

/// The piece of a line from one code point to another, inclusive.
pipeline::Box box_of(const TextLine& line, std::size_t first, std::size_t last);

/// Adds the sentence in which a phrase was found, as it stands on paper, with its place: one entry
/// for each page that it stands on, none that is already there.
void add_evidence(std::vector<pipeline::Evidence>& all, const LetterText& letter,
                  std::span<const TextLine> lines, const PhraseMatch& match);

}  // namespace chengnuo::templates
