#include "console/user_name.h"

#include <cstdlib>

namespace chengnuo::console {

std::string user_name() {
  for (const char* variable : {"SUDO_USER", "USER", "LOGNAME"})
    if (const char* name = std::getenv(variable); name != nullptr && *name != '\0') return name;
  return "console";
}

}  // namespace chengnuo::console
