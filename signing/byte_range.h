#pragma once

#include <string_view>
#include <variant>

#include "signing/pdf_value.h"
#include "signing/report.h"

namespace chengnuo::signing {

/// Which bytes of a file a signature covers: all up to `end` but the gap.
struct Coverage {
  std::size_t gap_begin = 0;
  std::size_t gap_end = 0;
  std::size_t end = 0;
};

/// Reads a signature dictionary's /ByteRange (ISO 32000-1, 12.8.1) and refuses every form in which
/// bytes that matter could hide from the digest: it must be four whole numbers, begin at 0, leave
/// out exactly the string that is the value of /Contents, and end where a revision ends.
std::variant<Coverage, Problem> coverage_of(std::string_view file,
                                            const pdf::Dictionary& signature);

}  // namespace chengnuo::signing
