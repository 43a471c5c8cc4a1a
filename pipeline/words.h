#pragma once

#include <string_view>

#include "pipeline/submission.h"

namespace chengnuo::pipeline {

// The way back from name_of (json.h), for json.cc. Each throws Error: fix_setup for a word that it
// does not know, which a newer program wrote.

void read_word(std::string_view word, State& state);
void read_word(std::string_view word, FieldState& state);
void read_word(std::string_view word, Verdict& verdict);
void read_word(std::string_view word, WordingPart& part);
void read_word(std::string_view word, DocumentKind& kind);
void read_word(std::string_view word, DocumentVerdict& verdict);
void read_word(std::string_view word, SealShape& shape);
void read_word(std::string_view word, HoldFor& whom);
void read_word(std::string_view word, Holder& holder);
void read_word(std::string_view word, ColourMode& mode);

}  // namespace chengnuo::pipeline
