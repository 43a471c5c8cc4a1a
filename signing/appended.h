#pragma once
// Private to this room: the raw side of what follows a signed revision.

#include <cstddef>
#include <set>

#include "pipeline/message.h"
#include "signing/pdf_document.h"

namespace chengnuo::signing {

/// What incremental updates behind a signed revision define.
struct Appended {
  pipeline::Message trouble;        ///< empty if every byte is accounted for
  std::set<std::uint32_t> numbers;  ///< objects defined anew, or for the first time
};

/// Reads the bytes behind `signed_end` from front to back and demands that they are nothing but
/// revisions: objects, each once and each listed by its own revision's cross-reference section at
/// its very place; sections that chain back to the signed document's; no object freed; end marks.
Appended read_appended(const pdf::Document& signed_document, std::size_t signed_end,
                       const pdf::Document& current);

}  // namespace chengnuo::signing
