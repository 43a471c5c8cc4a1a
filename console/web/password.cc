#include "console/web/password.h"

#include <argon2.h>

#include <array>
#include <random>

#include "pipeline/error.h"
#include "pipeline/text.h"

namespace chengnuo::console {
namespace {

using pipeline::Error;
using pipeline::Remedy;

// OWASP's first choice for Argon2id: 19 MiB, two passes, one lane.
constexpr std::uint32_t kPasses = 2;
constexpr std::uint32_t kKibibytes = 19456;
constexpr std::uint32_t kLanes = 1;
constexpr std::size_t kSaltBytes = 16;
constexpr std::size_t kHashBytes = 32;
constexpr std::size_t kLeastCharacters = 10;
constexpr std::size_t kMostBytes = 256;

}  // namespace

std::string hash_password(const std::string& password) {
  std::array<unsigned char, kSaltBytes> salt{};
  std::random_device random;  // the system's generator
  for (auto& byte : salt) byte = static_cast<unsigned char>(random());
  std::string text(
      argon2_encodedlen(kPasses, kKibibytes, kLanes, kSaltBytes, kHashBytes, Argon2_id), '\0');
  const int code =
      argon2id_hash_encoded(kPasses, kKibibytes, kLanes, password.data(), password.size(),
                            salt.data(), salt.size(), kHashBytes, text.data(), text.size());
  if (code != ARGON2_OK)
    throw Error(Remedy::retry,
                {"无法计算口令摘要：" + std::string(argon2_error_message(code)),
                 "The password could not be hashed: " + std::string(argon2_error_message(code))},
                {"请稍候再试。", "Try again in a moment."});
  text.resize(text.find('\0'));
  return text;
}

bool fits_password(const std::string& password, const std::string& hash) {
  return argon2id_verify(hash.c_str(), password.data(), password.size()) == ARGON2_OK;
}

void require_good_password(const std::string& password) {
  const std::u32string characters = pipeline::code_points(password);
  const bool monotonous =
      characters.find_first_not_of(characters.empty() ? U' ' : characters.front()) ==
      std::u32string::npos;
  if (characters.size() >= kLeastCharacters && password.size() <= kMostBytes && !monotonous) return;
  throw Error(Remedy::fix_document,
              {"口令太简单：至少 10 个字符，且不能全部相同。",
               "The password is too simple: at least 10 characters, not all alike."},
              {"请换一个口令，例如几个不相干的词。",
               "Choose another, such as a few words that have nothing to do with each other."});
}

}  // namespace chengnuo::console
