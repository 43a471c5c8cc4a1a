#include "pipeline/digest.h"

#include <openssl/evp.h>
#include <openssl/rand.h>

#include <array>
#include <fstream>
#include <vector>

#include "pipeline/error.h"
#include "pipeline/free.h"

namespace chengnuo::pipeline {

namespace {

using ContextPtr = std::unique_ptr<EVP_MD_CTX, Free<EVP_MD_CTX_free>>;

constexpr std::size_t kPiece = std::size_t{1} << 20;  // bytes hashed at a time

/// OpenSSL's own text is left out: its queue belongs to signing/, and these calls fail only where
/// the library was built or configured without the algorithm.
void check(int result) {
  if (result == 1) return;
  throw Error(
      Remedy::fix_setup,
      {"密码库不支持所需的摘要算法或随机数", "The crypto library lacks a digest or random bytes"},
      {"请安装 Debian 12 的 openssl（libssl3），勿停用 SM3 与 SHA-256。",
       "Install Debian 12's openssl (libssl3), with SM3 and SHA-256 enabled."});
}

std::string hex_of(const unsigned char* bytes, std::size_t size) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string hex;
  hex.reserve(size * 2);
  for (std::size_t i = 0; i < size; ++i) {
    hex += kDigits[bytes[i] >> 4U];
    hex += kDigits[bytes[i] & 15U];
  }
  return hex;
}

}  // namespace

struct Digest::State {
  ContextPtr context{EVP_MD_CTX_new()};
};

Digest::Digest(Algorithm algorithm) : state_(std::make_unique<State>()) {
  const EVP_MD* method = algorithm == Algorithm::sha256 ? EVP_sha256() : EVP_sm3();
  check(state_->context ? EVP_DigestInit_ex(state_->context.get(), method, nullptr) : 0);
}
Digest::~Digest() = default;
Digest::Digest(Digest&&) noexcept = default;
Digest& Digest::operator=(Digest&&) noexcept = default;

void Digest::add(std::string_view bytes) {
  check(EVP_DigestUpdate(state_->context.get(), bytes.data(), bytes.size()));
}

std::string Digest::hex() {
  std::array<unsigned char, EVP_MAX_MD_SIZE> bytes{};
  unsigned int size = 0;
  check(EVP_DigestFinal_ex(state_->context.get(), bytes.data(), &size));
  return hex_of(bytes.data(), size);
}

std::string sha256_hex(std::string_view bytes) {
  Digest digest;
  digest.add(bytes);
  return digest.hex();
}

std::string sha256_of_file(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  Digest digest;
  std::vector<char> piece(kPiece);
  while (file.read(piece.data(), static_cast<std::streamsize>(piece.size())) || file.gcount() > 0)
    digest.add({piece.data(), static_cast<std::size_t>(file.gcount())});
  if (!file.eof())
    throw Error(Remedy::retry,
                {"无法读取文件：" + path.string(), "Could not read the file: " + path.string()},
                {"程序会自动重试；如反复出现，请检查文件权限和存储设备。",
                 "It is tried again; if it keeps happening, check permissions and storage."},
                path);
  return digest.hex();
}

std::string random_hex(std::size_t bytes) {
  std::vector<unsigned char> random(bytes);
  check(RAND_bytes(random.data(), static_cast<int>(random.size())));
  return hex_of(random.data(), random.size());
}

}  // namespace chengnuo::pipeline
