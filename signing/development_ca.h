#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "pipeline/submission.h"
#include "signing/key.h"

namespace chengnuo::signing {

/// Keys to try the program with before a certification authority has issued real ones. Every
/// certificate says "开发测试 DEVELOPMENT ONLY" in its name; nobody should trust them.
struct DevelopmentUnit {
  std::string id;    ///< for the files' names
  std::string name;  ///< for the certificate, UTF-8
};

enum class KeyKind { rsa_3072, p_256, sm2 };

/// Makes, where they are missing, in `folder`: development-ca.pem (to be trusted by a verifier),
/// development-ca.p12, and the unit's <id>.p12, valid for two years from `now`; each .p12 with its
/// random password in <name>.password; secrets readable by the owner alone. What is there is kept.
/// Throws Error: fix_setup, retry.
KeySettings make_development_key(const std::filesystem::path& folder, const DevelopmentUnit& unit,
                                 pipeline::Time now, KeyKind kind = KeyKind::rsa_3072);

std::filesystem::path development_ca_certificate(const std::filesystem::path& folder);

/// Whether a certificate (DER) is one of these, for warnings.
bool is_development_certificate(std::string_view der);

}  // namespace chengnuo::signing
