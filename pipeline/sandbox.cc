#include "pipeline/sandbox.h"

#include <fcntl.h>
#include <linux/landlock.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>

#include <cstdint>
#include <fstream>

#include "pipeline/descriptor.h"
#include "pipeline/kernel.h"

namespace chengnuo::pipeline {
namespace {

// Debian 12's header stops at the second version of Landlock; the kernel takes a longer struct from
// programs that know more. Numbers: landlock(7), linux/landlock.h of 6.12.
struct Ruleset {
  std::uint64_t files = 0;
  std::uint64_t network = 0;
  std::uint64_t scoped = 0;
};
constexpr std::uint64_t kTruncate = 1u << 14;     // since version 3
constexpr std::uint64_t kDeviceIoctl = 1u << 15;  // since version 5
constexpr std::uint64_t kTcp = 3;                 // bind and connect, since version 4
constexpr std::uint64_t kScoped = 3;              // abstract sockets and signals, since version 6

constexpr std::uint64_t kReadFile = LANDLOCK_ACCESS_FS_READ_FILE;
constexpr std::uint64_t kRead = kReadFile | LANDLOCK_ACCESS_FS_READ_DIR;
constexpr std::uint64_t kExecute = kRead | LANDLOCK_ACCESS_FS_EXECUTE;
constexpr std::uint64_t kWrite = kRead | LANDLOCK_ACCESS_FS_WRITE_FILE |
                                 LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_REMOVE_FILE |
                                 kTruncate;
constexpr std::uint64_t kForFiles =
    kReadFile | LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_WRITE_FILE | kTruncate;

/// Everything that this version can forbid.
Ruleset everything(long version) {
  Ruleset all;
  all.files = (1u << 13) - 1;  // version 1
  if (version >= 2) all.files |= LANDLOCK_ACCESS_FS_REFER;
  if (version >= 3) all.files |= kTruncate;
  if (version >= 4) all.network = kTcp;
  if (version >= 5) all.files |= kDeviceIoctl;
  if (version >= 6) all.scoped = kScoped;
  return all;
}

std::size_t size_in(long version) {
  if (version < 4) return sizeof(std::uint64_t);
  return version < 6 ? 2 * sizeof(std::uint64_t) : sizeof(Ruleset);
}

void allow(int ruleset, int place, std::uint64_t access) {
  struct stat kind {};
  if (::fstat(place, &kind) != 0) return;
  if (!S_ISDIR(kind.st_mode)) access &= kForFiles;
  const landlock_path_beneath_attr rule{access, place};
  ::syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
}

std::uint64_t bits_of(Allowance::Access access) {
  switch (access) {
    case Allowance::Access::read:
      return kRead;
    case Allowance::Access::execute:
      return kExecute;
    case Allowance::Access::write:
      return kWrite;
  }
  return 0;
}

void limit(__rlimit_resource what, long most) {
  const rlimit bound{static_cast<rlim_t>(most), static_cast<rlim_t>(most)};
  ::setrlimit(what, &bound);
}

}  // namespace

void limit_resources(const Limits& limits) {
  constexpr long kMegabyte = 1 << 20;
#ifndef __SANITIZE_ADDRESS__
  limit(RLIMIT_AS, limits.memory_mb * kMegabyte);
#endif
  limit(RLIMIT_CPU, limits.cpu_seconds);
  limit(RLIMIT_FSIZE, limits.file_mb * kMegabyte);
  limit(RLIMIT_CORE, 0);
  limit(RLIMIT_NOFILE, 256);
}

void offer_for_sacrifice() { std::ofstream("/proc/self/oom_score_adj") << 500; }

std::vector<Allowance> system_allowances() {
  return {{"/usr"},           {"/lib"},
          {"/lib64"},         {"/etc/ld.so.cache"},
          {"/etc/fonts"},     {"/var/cache/fontconfig"},
          {"/etc/localtime"}, {"/dev/urandom"},
          {"/dev/null"},      {"/proc/cpuinfo"},
          {"/proc/meminfo"},  {"/sys/devices/system"}};
}

Enforced restrict_files(std::span<const Allowance> allowances, std::span<const int> readable) {
  const long version = landlock_version();
  if (version < 1) return Enforced::no;
  const Ruleset all = everything(version);
  const Descriptor ruleset(
      static_cast<int>(::syscall(SYS_landlock_create_ruleset, &all, size_in(version), 0)));
  if (!ruleset) return Enforced::no;

  for (const Allowance& allowance : allowances) {
    const Descriptor place(::open(allowance.path.c_str(), O_PATH | O_CLOEXEC));
    if (place) allow(ruleset.get(), place.get(), bits_of(allowance.access) & all.files);
  }
  for (const int file : readable) allow(ruleset.get(), file, kReadFile);

  ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  return ::syscall(SYS_landlock_restrict_self, ruleset.get(), 0) == 0 ? Enforced::yes
                                                                      : Enforced::no;
}

}  // namespace chengnuo::pipeline
