#pragma once

#include <string>

namespace chengnuo::console {

/// Who sits at the terminal; a name in --who goes before.
std::string user_name();

}  // namespace chengnuo::console
