#pragma once

#include <filesystem>
#include <vector>

#include "pipeline/message.h"

namespace chengnuo::templates {

/// Something about a template's file that its writer should know.
struct Remark {
  int line = 0;  ///< 0: of the file as a whole
  pipeline::Message what;
  pipeline::Message remedy;
  bool serious = true;  ///< the file cannot be used as it is; else it can, but perhaps not as meant
};

/// Everything that is wrong or doubtful about a template's or a working plan's file, by line:
/// what breaks the schema or the language of the requirements, labels that two fields share, a
/// registered wording that does not meet the requirements itself, and the like. Empty if there is
/// nothing to say. `schemas`: where template.xsd and requirements.xml lie. Throws nothing for what
/// a file says, Error: fix_setup if it cannot be read.
std::vector<Remark> examine(const std::filesystem::path& file,
                            const std::filesystem::path& schemas);

}  // namespace chengnuo::templates
