#pragma once

#include <string>
#include <vector>

#include "archive/object_store.h"
#include "pipeline/database.h"
#include "pipeline/message.h"

namespace chengnuo::archive {

/// Something on which register, catalogue and store do not agree.
struct Disagreement {
  std::string subject;  ///< a submission, a 档号, an object
  pipeline::Message what;
};

/// Submissions that the register has as archived and the catalogue does not have, and the other way
/// round; numbers that were given and never used, and numbers that are missing (缺号). Throws
/// Error: retry, fix_setup.
std::vector<Disagreement> compare_with_register(pipeline::Database& database);

}  // namespace chengnuo::archive
