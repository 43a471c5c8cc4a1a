#include <fcntl.h>
#include <linux/sched.h>
#include <seccomp.h>
#include <unistd.h>

#include <cerrno>
#include <memory>

#include "pipeline/error.h"
#include "pipeline/sandbox.h"

namespace chengnuo::pipeline {
namespace {

struct Release {
  void operator()(void* filter) const noexcept { seccomp_release(filter); }
};
using FilterPtr = std::unique_ptr<void, Release>;

/// What image decoding, Tesseract, OpenVINO and the C library ask for once everything is loaded.
constexpr int kOfDecoders[] = {
    // files that are open, and where they are
    SCMP_SYS(read), SCMP_SYS(readv), SCMP_SYS(pread64), SCMP_SYS(write), SCMP_SYS(writev),
    SCMP_SYS(lseek), SCMP_SYS(close), SCMP_SYS(fstat), SCMP_SYS(stat), SCMP_SYS(lstat),
    SCMP_SYS(newfstatat), SCMP_SYS(statx), SCMP_SYS(access), SCMP_SYS(faccessat),
    SCMP_SYS(faccessat2), SCMP_SYS(readlink), SCMP_SYS(readlinkat), SCMP_SYS(getdents64),
    SCMP_SYS(getcwd), SCMP_SYS(fcntl), SCMP_SYS(dup), SCMP_SYS(poll), SCMP_SYS(ppoll),
    // the line to the service
    SCMP_SYS(recvmsg), SCMP_SYS(sendmsg),
    // memory
    SCMP_SYS(mmap), SCMP_SYS(munmap), SCMP_SYS(mremap), SCMP_SYS(mprotect), SCMP_SYS(madvise),
    SCMP_SYS(brk),
    // threads
    SCMP_SYS(futex), SCMP_SYS(set_robust_list), SCMP_SYS(rseq), SCMP_SYS(sched_yield),
    SCMP_SYS(sched_getaffinity), SCMP_SYS(membarrier), SCMP_SYS(set_tid_address), SCMP_SYS(exit),
    SCMP_SYS(exit_group), SCMP_SYS(getcpu),
    // signals to itself, time, randomness, what it is
    SCMP_SYS(rt_sigaction), SCMP_SYS(rt_sigprocmask), SCMP_SYS(rt_sigreturn), SCMP_SYS(sigaltstack),
    SCMP_SYS(restart_syscall), SCMP_SYS(alarm), SCMP_SYS(setitimer), SCMP_SYS(clock_gettime),
    SCMP_SYS(clock_getres), SCMP_SYS(clock_nanosleep), SCMP_SYS(nanosleep), SCMP_SYS(gettimeofday),
    SCMP_SYS(time), SCMP_SYS(getrandom), SCMP_SYS(getpid), SCMP_SYS(gettid), SCMP_SYS(getuid),
    SCMP_SYS(geteuid), SCMP_SYS(getgid), SCMP_SYS(getegid), SCMP_SYS(getrusage),
    SCMP_SYS(getrlimit), SCMP_SYS(sysinfo), SCMP_SYS(uname)};

/// Nothing that reads or draws a page ever asks for these.
constexpr int kOfAttacks[] = {SCMP_SYS(ptrace),
                              SCMP_SYS(process_vm_readv),
                              SCMP_SYS(process_vm_writev),
                              SCMP_SYS(process_madvise),
                              SCMP_SYS(pidfd_getfd),
                              SCMP_SYS(kcmp),
                              SCMP_SYS(mount),
                              SCMP_SYS(umount2),
                              SCMP_SYS(pivot_root),
                              SCMP_SYS(chroot),
                              SCMP_SYS(move_mount),
                              SCMP_SYS(open_tree),
                              SCMP_SYS(fsopen),
                              SCMP_SYS(fsmount),
                              SCMP_SYS(unshare),
                              SCMP_SYS(setns),
                              SCMP_SYS(bpf),
                              SCMP_SYS(perf_event_open),
                              SCMP_SYS(userfaultfd),
                              SCMP_SYS(keyctl),
                              SCMP_SYS(add_key),
                              SCMP_SYS(request_key),
                              SCMP_SYS(io_uring_setup),
                              SCMP_SYS(io_uring_enter),
                              SCMP_SYS(io_uring_register),
                              SCMP_SYS(kexec_load),
                              SCMP_SYS(kexec_file_load),
                              SCMP_SYS(init_module),
                              SCMP_SYS(finit_module),
                              SCMP_SYS(delete_module),
                              SCMP_SYS(reboot),
                              SCMP_SYS(swapon),
                              SCMP_SYS(swapoff),
                              SCMP_SYS(open_by_handle_at),
                              SCMP_SYS(vmsplice),
                              SCMP_SYS(modify_ldt),
                              SCMP_SYS(personality)};

/// What a library may try in good faith, but gets nowhere with.
constexpr int kOfNetwork[] = {
    SCMP_SYS(socket),        SCMP_SYS(socketpair),    SCMP_SYS(connect),
    SCMP_SYS(bind),          SCMP_SYS(listen),        SCMP_SYS(accept),
    SCMP_SYS(accept4),       SCMP_SYS(sendto),        SCMP_SYS(sendmmsg),
    SCMP_SYS(kill),          SCMP_SYS(pidfd_open),    SCMP_SYS(pidfd_send_signal),
    SCMP_SYS(shmget),        SCMP_SYS(msgget),        SCMP_SYS(mq_open),
    SCMP_SYS(inotify_init1), SCMP_SYS(fanotify_init), SCMP_SYS(setuid),
    SCMP_SYS(setgid),        SCMP_SYS(setresuid),     SCMP_SYS(setresgid),
    SCMP_SYS(mknodat),       SCMP_SYS(mknod),         SCMP_SYS(link),
    SCMP_SYS(linkat),        SCMP_SYS(symlink),       SCMP_SYS(symlinkat)};

void rule(void* filter, std::uint32_t action, int call) {
  // A call that this kernel's libseccomp does not know cannot be made either.
  seccomp_rule_add(filter, action, call, 0);
}

void rule(void* filter, std::uint32_t action, int call, scmp_arg_cmp condition) {
  seccomp_rule_add_array(filter, action, call, 1, &condition);
}

void allow_for_decoder(void* filter) {
  for (const int call : kOfDecoders) rule(filter, SCMP_ACT_ALLOW, call);
  // Files are opened to be read; without Landlock this is all that stands before the disk.
  constexpr scmp_datum_t kWriting = O_WRONLY | O_RDWR | O_CREAT | O_TRUNC;
  rule(filter, SCMP_ACT_ALLOW, SCMP_SYS(open), SCMP_A1(SCMP_CMP_MASKED_EQ, kWriting, 0));
  rule(filter, SCMP_ACT_ALLOW, SCMP_SYS(openat), SCMP_A2(SCMP_CMP_MASKED_EQ, kWriting, 0));
  // Threads yes, processes no. clone3 hides its flags in memory: the C library then takes clone.
  rule(filter, SCMP_ACT_ALLOW, SCMP_SYS(clone),
       SCMP_A0(SCMP_CMP_MASKED_EQ, CLONE_THREAD, CLONE_THREAD));
  rule(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3));
  // abort() after a failed check, so that it ends at once.
  rule(filter, SCMP_ACT_ALLOW, SCMP_SYS(tgkill),
       SCMP_A0(SCMP_CMP_EQ, static_cast<scmp_datum_t>(::getpid())));
  rule(filter, SCMP_ACT_ALLOW, SCMP_SYS(prlimit64), SCMP_A2(SCMP_CMP_EQ, 0));
}

[[noreturn]] void no_filter() {
  throw Error(Remedy::fix_setup,
              {"本机内核不支持系统调用过滤（seccomp），为安全起见不打开外来文件",
               "This kernel cannot filter system calls (seccomp); strangers' files are "
               "not opened without it"},
              {"请使用带 CONFIG_SECCOMP_FILTER 的内核，或检查容器的安全设置",
               "Use a kernel with CONFIG_SECCOMP_FILTER, or check the container's "
               "security settings"});
}

}  // namespace

void filter_system_calls(Profile profile) {
  const bool decoder = profile == Profile::decoder;
  const FilterPtr filter(seccomp_init(decoder ? SCMP_ACT_ERRNO(EPERM) : SCMP_ACT_ALLOW));
  if (!filter) no_filter();
  seccomp_attr_set(filter.get(), SCMP_FLTATR_CTL_TSYNC, 1);
  for (const int call : kOfAttacks) rule(filter.get(), SCMP_ACT_KILL_PROCESS, call);
  if (decoder) {
    allow_for_decoder(filter.get());
  } else {
    for (const int call : kOfNetwork) rule(filter.get(), SCMP_ACT_ERRNO(EPERM), call);
  }
  if (seccomp_load(filter.get()) != 0) no_filter();
}

}  // namespace chengnuo::pipeline
