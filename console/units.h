#pragma once

#include "console/config.h"
#include "pipeline/submission.h"

namespace chengnuo::console {

/// Adds an organising unit to the home's chengnuo.toml, behind what stands there, and makes its
/// inbox. Its key is opened and checked first; without one it gets a development key, as init()
/// makes them. A relative path is below the home. Returns the unit as it was written.
/// Throws Error: fix_setup if the id is taken or cannot name a folder, or the key is not usable.
UnitConfig add_unit(const std::filesystem::path& home, UnitConfig unit, pipeline::Time now);

}  // namespace chengnuo::console
