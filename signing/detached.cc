#include "signing/detached.h"

#include "signing/cms_check.h"
#include "signing/cms_parts.h"
#include "signing/openssl.h"

namespace chengnuo::signing {

std::string sign_detached(std::string_view bytes, Key& key) {
  const EVP_MD* method = EVP_get_digestbyname(digest_name(key.algorithm()));
  must(method != nullptr, "EVP_get_digestbyname");
  return make_cms(digest_of(bytes, method), key);
}

std::optional<Problem> problem_of_detached(std::string_view bytes, std::string_view cms,
                                           const TrustAnchors& anchors, pipeline::Time at) {
  const CmsFacts facts =
      check_cms(cms, [bytes](const char* algorithm) { return digest_by_name(bytes, algorithm); });
  if (facts.problem) return facts.problem;
  return problem_of_chain(facts.signer, facts.certificates, anchors, at);
}

}  // namespace chengnuo::signing
