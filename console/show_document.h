#pragma once

#include "console/terminal.h"
#include "pipeline/finding.h"

namespace chengnuo::console {

enum class Detail {
  brief,  ///< what was found and what is objected to
  whole,  ///< also where it stands, the sentences and the registered wording's pieces
};

/// The findings on one paper, for a person at a terminal.
void show_document(const Terminal& terminal, const pipeline::Document& document, Detail detail);

}  // namespace chengnuo::console
