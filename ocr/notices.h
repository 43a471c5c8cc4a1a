#pragma once

#include <vector>

#include "ocr/image.h"
#include "pipeline/message.h"
#include "pipeline/page.h"

namespace chengnuo::ocr {

/// What a person should know of how a page was scanned, before trusting what was read on it: low
/// resolution, a photograph, a seal without its colour. `scan`: as it came; `page`: what was found.
std::vector<pipeline::Message> notices_on(const Image& scan, const pipeline::Page& page);

}  // namespace chengnuo::ocr
