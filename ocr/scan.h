#pragma once

#include <vector>

#include "ocr/image.h"
#include "pipeline/message.h"

namespace chengnuo::ocr {

/// A page as it came out of its file, before anything is recognised.
struct Scan {
  Image image;
  std::vector<pipeline::Message> notices;  ///< what a person should know of this page
};

/// Makes an image fit for reading: more than 40 million pixels are made fewer, and `dpi` becomes
/// one that can be trusted (paper.h). A resolution at which Chinese characters cannot be told apart
/// is noted. Throws Error: fix_document if it is too small to hold a line of text.
void settle(Scan& scan);

}  // namespace chengnuo::ocr
