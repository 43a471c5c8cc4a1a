#pragma once

#include <string_view>

namespace chengnuo::ocr {

/// Whether a PDF asks a viewer to run something: a script (ISO 32000-1, 12.6.4.16) or a program
/// (12.6.4.5). Looks for the names anywhere in the file, in object streams too (7.5.7) but not
/// through encryption. It may cry wolf, on a page about PDF say: a person looks.
bool has_active_content(std::string_view pdf);

}  // namespace chengnuo::ocr
