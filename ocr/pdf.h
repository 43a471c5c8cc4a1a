#pragma once

#include "ocr/pdf_tools.h"
#include "ocr/scan.h"

namespace chengnuo::ocr {

struct PdfFacts {
  int pages = 0;
  std::vector<pipeline::Message> notices;  ///< active content, repaired structure
};

/// What poppler says of a PDF as a whole. JavaScript and embedded files are noted, never run or
/// opened. Throws Error: fix_document if it has a password or is damaged.
PdfFacts open_pdf(int file, PdfTools& tools);

/// One page of it as an image. A page that is nothing but one scan gives that scan as it was stored
/// (turned as the page shows it); any other page is rendered at 300 dpi.
/// Throws Error: fix_document if the page cannot be shown.
Scan scan_of_pdf(int file, int page, PdfTools& tools);

}  // namespace chengnuo::ocr
