#include "signing/file_digest.h"

#include <algorithm>

#include "signing/openssl.h"

namespace chengnuo::signing {

std::string digest_around_gap(const MappedFile& file, std::size_t gap_begin, std::size_t gap_end,
                              std::size_t end, const char* algorithm) {
  const DigestContextPtr context(EVP_MD_CTX_new());
  must(EVP_DigestInit_ex(context.get(), EVP_get_digestbyname(algorithm), nullptr) == 1,
       "EVP_DigestInit_ex");
  constexpr std::size_t kPiece = std::size_t{8} << 20;
  const auto add = [&](std::string_view bytes) {
    while (!bytes.empty()) {
      const std::string_view piece = bytes.substr(0, kPiece);
      must(EVP_DigestUpdate(context.get(), piece.data(), piece.size()) == 1, "EVP_DigestUpdate");
      bytes.remove_prefix(piece.size());
      file.forget();
    }
  };
  add(file.bytes().substr(0, gap_begin));
  add(file.bytes().substr(gap_end, end - gap_end));
  std::string digest(EVP_MAX_MD_SIZE, '\0');
  unsigned size = 0;
  must(EVP_DigestFinal_ex(context.get(), reinterpret_cast<unsigned char*>(digest.data()), &size) ==
           1,
       "EVP_DigestFinal_ex");
  digest.resize(size);
  return digest;
}

}  // namespace chengnuo::signing
