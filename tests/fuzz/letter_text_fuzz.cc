#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>

#include "pipeline/error.h"
#include "templates/check.h"

/// A letter as plain text: whatever it says, it is checked; bytes that are no text are refused.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace chengnuo::templates;
  static const Catalogue catalogue = [] {
    const std::filesystem::path source(CHENGNUO_SOURCE_DIR);
    Catalogue all(source / "templates/xml");
    all.add_file(source / "tests/files/templates/own/letter.xml", "own");
    return all;
  }();
  try {
    check_text(catalogue, "own", std::string(reinterpret_cast<const char*>(data), size));
  } catch (const chengnuo::pipeline::Error& refused) {
    if (refused.remedy() != chengnuo::pipeline::Remedy::fix_document) throw;
  }
  return 0;
}
