#pragma once

#include <string>

namespace chengnuo::console {

/// A QR code (GB/T 18284) as SVG: one path, black on white, four modules of margin, error
/// correction M. Throws Error: fix_document if the text is too long for one.
std::string qr_svg(const std::string& text);

}  // namespace chengnuo::console
