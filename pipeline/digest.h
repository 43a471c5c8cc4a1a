#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace chengnuo::pipeline {

/// A running SHA-256 (FIPS 180-4) or SM3 (GB/T 32905); digests are lower-case hex.
class Digest {
 public:
  enum class Algorithm { sha256, sm3 };
  explicit Digest(Algorithm algorithm = Algorithm::sha256);
  ~Digest();
  Digest(Digest&&) noexcept;
  Digest& operator=(Digest&&) noexcept;

  void add(std::string_view bytes);
  /// Ends the digest; the object must not be used afterwards.
  std::string hex();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

std::string sha256_hex(std::string_view bytes);
/// Throws Error: retry if the file cannot be read.
std::string sha256_of_file(const std::filesystem::path& path);
/// `bytes` random bytes from the system's generator, as hex.
std::string random_hex(std::size_t bytes);

}  // namespace chengnuo::pipeline
