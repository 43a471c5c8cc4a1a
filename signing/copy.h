#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "pipeline/page.h"
#include "pipeline/submission.h"
#include "signing/xmp.h"

namespace chengnuo::signing {

/// One page of a letter: its picture and what was read on it.
struct CopyPage {
  std::filesystem::path image;  ///< JPEG or PNG, upright, in the pixels of `lines`
  int dpi = 0;                  ///< 0: unknown, the page is taken to be as wide as A4
  std::vector<pipeline::Line> lines;
};

struct CopyContent {
  std::vector<CopyPage> pages;
  CopyMetadata metadata;
};

/// SHA-256 over what both copies show: for each page the digest of its image file, the resolution,
/// and the lines with their boxes (docs/formats.md). Says nothing of title, holder and time.
/// Throws Error: retry if an image cannot be read.
std::string content_digest(const std::vector<CopyPage>& pages);

/// Writes a PDF/A-2u (ISO 19005-2): each page is its image with the text, invisible, over it. The
/// same content gives the same bytes. Memory does not grow with the images' size, but for one page.
/// Throws Error: fix_document if an image is not fit for it (page_image.h), retry, fix_setup.
void write_copy(const CopyContent& content, const std::filesystem::path& out);

}  // namespace chengnuo::signing
