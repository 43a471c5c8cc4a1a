#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "pipeline/message.h"

namespace chengnuo::signing {

struct PdfaProblem {
  std::string clause;  ///< of ISO 19005-2
  pipeline::Message what;
};

/// What keeps a PDF from being PDF/A-2u (ISO 19005-2, level U), as far as the files that this
/// program writes and signs can go wrong: header, identifiers and layout of the file, metadata,
/// output intent, fonts, images, annotations, forms, actions, byte ranges. Not a general validator:
/// of content streams, colours and fonts it knows the kinds that we write, and refuses the others.
/// Throws Error: retry if the file cannot be opened.
std::vector<PdfaProblem> pdfa_problems(const std::filesystem::path& pdf);

/// Throws Error report_bug with the first of them, if there is one.
void check_archivable(const std::filesystem::path& copy);

}  // namespace chengnuo::signing
