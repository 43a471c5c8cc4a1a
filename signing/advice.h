#pragma once

#include <string_view>

#include "pipeline/message.h"

namespace chengnuo::signing {

/// What a reader of a report can do about a code of verify.h; empty for none.
pipeline::Message advice_for(std::string_view code);

/// The sub-indication of EN 319 102-1 (table 5) that a code of ours stands under; the code itself
/// where it is one.
std::string_view sub_indication_of(std::string_view code);

}  // namespace chengnuo::signing
