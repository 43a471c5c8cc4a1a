#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/submission.h"
#include "signing/report.h"

namespace chengnuo::signing {

/// The certificates (DER) that a verifier believes in, roots or not.
struct TrustAnchors {
  std::vector<std::string> certificates;
};

/// Signatures over SHA-1, in certificates too, are believed only if they are proven to be older:
/// soon after, collisions were shown.
inline constexpr pipeline::Time kEndOfSha1{std::chrono::sys_days{std::chrono::year{2017} / 1 / 1}};

/// All certificates of some files, PEM or a single one in DER. Throws Error: fix_setup if a file
/// holds none.
TrustAnchors read_trust_anchors(const std::vector<std::filesystem::path>& pem_files);

/// Whether `signer` leads to an anchor over `others`, each certificate valid at `at`, strong
/// enough, and the signer's meant for signatures (RFC 5280, 6). Revocation is not asked here.
std::optional<Problem> problem_of_chain(std::string_view signer,
                                        const std::vector<std::string>& others,
                                        const TrustAnchors& anchors, pipeline::Time at);

/// The certificates from `signer` to the anchor that it leads to over `others`, both included, DER;
/// nothing where problem_of_chain() has something to say.
std::vector<std::string> chain_of(std::string_view signer, const std::vector<std::string>& others,
                                  const TrustAnchors& anchors, pipeline::Time at);

}  // namespace chengnuo::signing
