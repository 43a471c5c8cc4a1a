#pragma once

#include "pipeline/finding.h"

namespace chengnuo::templates {

/// Compares what a form and a letter say of the enterprise and its legal representative, with what
/// the seals' rings say of the enterprise. Each was read for itself, so
/// - two that say the same are certain, though either reading alone was not;
/// - a reading that was not certain gives way to two others that agree and are near it;
/// - certain readings that differ become inconsistent, which only a person can resolve.
/// May be repeated after a correction: what it called inconsistent before is compared anew.
void compare(pipeline::Document& form, pipeline::Document& letter, double certain);

}  // namespace chengnuo::templates
