#include "signing/sm2.h"

namespace chengnuo::signing {

KeyContextPtr with_sm2_identity(EVP_MD_CTX* context, EVP_PKEY* key) {
  constexpr std::string_view kIdentity = "1234567812345678";
  KeyContextPtr key_context(EVP_PKEY_CTX_new(key, nullptr));
  must(key_context != nullptr, "EVP_PKEY_CTX_new");
  must(EVP_PKEY_CTX_set1_id(key_context.get(), kIdentity.data(),
                            static_cast<int>(kIdentity.size())) == 1,
       "EVP_PKEY_CTX_set1_id");
  EVP_MD_CTX_set_pkey_ctx(context, key_context.get());
  return key_context;
}

}  // namespace chengnuo::signing
