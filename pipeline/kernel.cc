#include "pipeline/kernel.h"

#include <linux/landlock.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace chengnuo::pipeline {

long landlock_version() {
  return ::syscall(SYS_landlock_create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION);
}

}  // namespace chengnuo::pipeline
