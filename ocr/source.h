#pragma once

#include <string_view>
#include <vector>

#include "ocr/pdf_tools.h"
#include "ocr/scan.h"

namespace chengnuo::ocr {

enum class FileKind { pdf, tiff, jpeg, png };

/// What a file is, by its bytes; names lie. Throws Error: fix_document for anything else, saying
/// what it seems to be and what to do instead.
FileKind kind_of(std::string_view bytes);

struct SourceFacts {
  int pages = 0;
  std::vector<pipeline::Message> notices;  ///< of the file as a whole
};

/// Throws Error: fix_document if nothing of it can be read.
SourceFacts open_source(int file, PdfTools& tools);

/// One page, from 1, fit for reading (scan.h, settle).
/// Throws Error: fix_document if this page cannot be read.
Scan scan_of(int file, int page, PdfTools& tools);

}  // namespace chengnuo::ocr
