#pragma once
// Private to this room: as much of a page's content streams (ISO 32000-1, 8 and 9) as it takes to
// see that something is painted over.

#include <cstdint>

#include "signing/pdf_document.h"

namespace chengnuo::signing {

/// Whether visible text or a picture on the page lies under a later picture, a filled rectangle or
/// an annotation's appearance, so that taking the cover away would show it. Text that is invisible
/// anyway (rendering mode 3) and covers that let light through do not count. Positions of text are
/// estimates. A stream that is packed in an unknown way, broken or too long (16 MB for the page)
/// ends the look: what was found by then counts.
bool hides_content(const pdf::Document& document, std::uint32_t page);

/// The text that an appearance stream shows, as its strings' bytes; empty if it cannot be read.
std::string shown_text(const pdf::Object& appearance);

}  // namespace chengnuo::signing
