#pragma once

#include <string>

namespace chengnuo::signing {

/// A TrueType font program (OpenType 1.9, chapter "OpenType font file") with two glyphs, each one
/// em of 1000 units wide: .notdef, a box, and glyph 1, which is empty. PDF/A wants a font embedded
/// even for text that nobody sees. Made here, the same bytes each time, so that no file is needed.
std::string glyphless_font();

}  // namespace chengnuo::signing
