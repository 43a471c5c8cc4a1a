#pragma once

namespace chengnuo::pipeline {

/// Which version of landlock(7) this kernel has, by which readers give up files and network for
/// ever; below 1 if none.
long landlock_version();

}  // namespace chengnuo::pipeline
