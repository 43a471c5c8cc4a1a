#pragma once

#include <filesystem>
#include <string>

#include "pipeline/submission.h"

namespace chengnuo::console {

/// Where the program's own data files are: templates/, message.xsd, holidays.txt.
struct DataFiles {
  std::filesystem::path templates;    ///< folder of the built-in templates
  std::filesystem::path message_xsd;  ///< publication/message.xsd
  std::filesystem::path holidays;     ///< publication/holidays.txt
  std::filesystem::path reader;       ///< the chengnuo-reader program
  std::filesystem::path models;       ///< PP-OCR's; empty where it was built without
  std::filesystem::path page;         ///< what the browser loads
};
/// Beside the running program (../share/chengnuo when installed), else in the source tree that it
/// was built from. Throws Error: fix_setup if they are nowhere.
DataFiles find_data_files();

/// Makes a home: chengnuo.toml with comments, inbox/<unit>/, work/, archive/, templates/, and keys/
/// with a development CA and a unit key, marked as such. What exists is left alone, so that init
/// may run again. Throws Error: fix_setup.
void init_home(const std::filesystem::path& home, const DataFiles& data, pipeline::Time now);

}  // namespace chengnuo::console
