#pragma once

#include "pipeline/register.h"
#include "pipeline/stage.h"

namespace chengnuo::console {

/// The stage "decide", which also holds a submission of an enterprise of which the unit has another
/// already (the same credit code; or the same name, where one of them has no code). A person is
/// told whether it is the same letter again, its second copy or another. What was returned or
/// delisted is no hindrance. Throws also what the register throws.
pipeline::Stage with_earlier(pipeline::Stage decide, const pipeline::Register& reg);

/// How a submission's letter stands to an earlier one's.
enum class Again {
  same_paper,  ///< the same words, seal and signature in the same places: scanned once more
  same_words,  ///< another sheet that says the same, such as the second copy
  other,       ///< another letter, or none that can be compared
};
Again compare_letters(const pipeline::Submission& one, const pipeline::Submission& other);

}  // namespace chengnuo::console
