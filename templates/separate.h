#pragma once

#include <vector>

#include "pipeline/submission.h"

namespace chengnuo::templates {

/// Of two letters of one enterprise that say the same (the notice wants two copies, and both may
/// have been scanned), the one with fewer objections stays the letter; the other becomes a paper of
/// kind "other" that nothing is asked of. Copies that differ, or of which one lacks its seal, stay
/// letters both, for a person.
void set_aside_copies(pipeline::Submission& submission);

/// Takes the papers of other enterprises out of the submission, each enterprise's into one of its
/// own with just its pages. A form and a letter stay together if only their names differ and the
/// representative is the same: that is for a person to see.
std::vector<pipeline::Submission> separate(pipeline::Submission& submission);

}  // namespace chengnuo::templates
