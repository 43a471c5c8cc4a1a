#pragma once

#include <opencv2/core.hpp>

#include "ocr/engines.h"
#include "ocr/image.h"

namespace chengnuo::ocr {

struct ReadPage {
  pipeline::Page page;  ///< `number` is left to the caller
  cv::Mat upright;      ///< the scan turned upright (a photographed sheet laid flat besides),
                        ///< resolution and colours kept: what the boxes of
                        ///< `page` refer to, what people are shown and the archive keeps
};

/// Everything that is to be known of one scanned page without knowing what it should say: text,
/// tables, seals, marks, and what a person should be told of its quality. An empty page is not an
/// error. Throws Error as the engines do.
ReadPage read_page(const Image& scan, Engines& engines);

}  // namespace chengnuo::ocr
