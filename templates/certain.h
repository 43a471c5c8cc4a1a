#pragma once

namespace chengnuo::templates {

/// From which confidence on a reading is taken for certain. Confidence is calibrated: of a hundred
/// readings given this much, five may be wrong, and all but a few that matter get .99 and more
/// (docs/reading.md). A house may ask for more, never for less.
constexpr double kCertain = 0.95;

}  // namespace chengnuo::templates
