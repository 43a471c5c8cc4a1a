#pragma once

#include <string>

namespace chengnuo::signing {

/// An ICC display profile of sRGB (IEC 61966-2-1), version 2.1 (ICC.1:2001-04), for the output
/// intent that PDF/A wants. Made here, the same bytes each time, so that no file is needed.
std::string srgb_profile();

}  // namespace chengnuo::signing
