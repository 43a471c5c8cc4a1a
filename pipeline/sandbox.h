#pragma once

#include <sys/types.h>

#include <filesystem>
#include <span>
#include <vector>

namespace chengnuo::pipeline {

// What a process gives up before it opens a stranger's file. Each call binds the calling process
// and all that it starts or executes, for ever. docs/sandbox.md says what is kept out and what not.

struct Limits {
  long memory_mb = 0;  ///< address space
  long cpu_seconds = 0;
  long file_mb = 0;  ///< the largest file that may be written
};

/// getrlimit(2). No core is dumped, at most 256 files are open. Memory is not limited in a build
/// with the address sanitizer, which reserves terabytes.
void limit_resources(const Limits& limits);

/// Makes the kernel end this process before others when memory runs out.
void offer_for_sacrifice();

/// A place that restrict_files() leaves open; folders with all that is below them.
struct Allowance {
  enum class Access {
    read,
    execute,
    write
  };  ///< each includes the ones before it, but for
      ///< write, which does not include execute
  std::filesystem::path path;
  Access access = Access::read;
};

/// What every program needs to run: libraries, fonts, character maps, time zones; read only.
std::vector<Allowance> system_allowances();

enum class Enforced { yes, no };

/// landlock(7): from now on only these places and the files already open can be used; nothing can
/// be executed but what is named; no TCP. Places that do not exist are passed over.
/// `no` if this kernel has no Landlock (before 5.13, or switched off): the filter below still
/// holds. Only this thread and those that it starts are bound: call it before starting any.
Enforced restrict_files(std::span<const Allowance> allowances, std::span<const int> readable = {});

enum class Profile {
  decoder,  ///< a list of what is allowed: no process, no socket, no file opened to be written
  program,  ///< a list of what is not: for another's program, whose calls we do not know
};

/// seccomp(2): system calls beyond the profile fail with EPERM, the ones that only an attack would
/// make end the process. Binds all threads. Throws Error: fix_setup if the kernel has no seccomp.
void filter_system_calls(Profile profile);

}  // namespace chengnuo::pipeline
