#pragma once

#include <chrono>
#include <filesystem>

#include "signing/verify.h"

namespace chengnuo::signing {

/// What a verification may use.
struct Isolation {
  std::chrono::seconds time{60};  ///< by the clock and of the processor
  long memory_mb = 512;           ///< beside the file itself, which is only mapped
};

/// verify_file() in a child process that can do nothing but read the file and answer: no file, no
/// network, no process, bounded memory and time (pipeline/sandbox.h). If the child dies, the answer
/// is indeterminate, READER_FAILED; out of time, READER_TOO_SLOW. For a program without other
/// threads: the child is a fork. Throws Error: retry if the file cannot be opened or no process can
/// be made; fix_setup without seccomp.
VerificationReport verify_isolated(const std::filesystem::path& pdf, const TrustAnchors& anchors,
                                   pipeline::Time at, const VerifyOptions& options = {},
                                   const Isolation& isolation = {});

}  // namespace chengnuo::signing
