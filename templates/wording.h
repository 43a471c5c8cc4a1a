#pragma once

#include <span>
#include <vector>

#include "templates/approved.h"
#include "templates/clauses.h"
#include "templates/fields.h"

namespace chengnuo::templates {

/// Lays a letter beside the wording that its unit registered, and says of each piece what it is:
/// the same, filled in, a likely misreading (look-alikes that were not read with certainty), or
/// altered, added, deleted. What is altered, added or deleted is for a person; so is a misreading
/// that touches a negation, a number or a responsibility, and a name or date filled in that is not
/// the letter's own.
/// `approved`: of several, the one that is nearest to the letter counts; none: no pieces.
/// `letter`: the lines of its body, in reading order. `fields`: of its signature block.
std::vector<pipeline::WordingPiece> compare_wording(const std::vector<ApprovedText>& approved,
                                                    std::span<const TextLine> letter,
                                                    const Fields& fields);

}  // namespace chengnuo::templates
