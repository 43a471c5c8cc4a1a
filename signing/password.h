#pragma once
// Private to this room.

#include <openssl/crypto.h>

#include <string>

namespace chengnuo::signing {

/// A password or PIN: the first line of a file's bytes. Wiped when it goes out of use, never shown.
class Password {
 public:
  Password() = default;
  explicit Password(std::string bytes) : given_(true), text_(std::move(bytes)) {
    const std::size_t end = text_.find_first_of("\r\n");
    if (end == std::string::npos) return;
    OPENSSL_cleanse(text_.data() + end, text_.size() - end);
    text_.resize(end);
  }
  ~Password() { OPENSSL_cleanse(text_.data(), text_.size()); }
  Password(const Password&) = delete;
  Password& operator=(const Password&) = delete;

  const char* text() const { return text_.c_str(); }
  std::size_t size() const { return text_.size(); }
  bool given() const { return given_; }

 private:
  bool given_ = false;
  std::string text_;
};

}  // namespace chengnuo::signing
