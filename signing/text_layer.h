#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "pipeline/page.h"

namespace chengnuo::signing {

/// From pixels (origin top left) to points (origin bottom left) of one page.
struct PageScale {
  int height = 0;               ///< pixels
  double points_per_pixel = 0;  ///< 72 / dpi
};

/// Invisible text over page images, so that a scan can be searched and copied from.
///
/// Every code point gets a character code of its own, from 1 in order of appearance, and ToUnicode
/// maps it back. (Codes that are UTF-16 units, as Tesseract writes them, break characters outside
/// the basic plane apart: poppler then gives garbage for 𠮷.)
class TextLayer {
 public:
  /// The content-stream operators that show `lines`; the font must be called /F1, with every
  /// glyph one em wide. Each character lies on its own box if the line has boxes for its
  /// characters, and reaches to the next one, so that a reader sees no gap that is not a blank.
  std::string operators(const std::vector<pipeline::Line>& lines, const PageScale& scale);

  /// The CMap for all codes used so far (ISO 32000-1, 9.10.3; without the values that ISO 19005-2,
  /// 6.2.11.7.2 forbids).
  std::string to_unicode() const;
  /// Codes used are 1 to this.
  std::uint16_t last_code() const { return static_cast<std::uint16_t>(characters_.size()); }

 private:
  std::uint16_t code_of(char32_t character);

  std::map<char32_t, std::uint16_t> codes_;
  std::vector<char32_t> characters_;
};

}  // namespace chengnuo::signing
