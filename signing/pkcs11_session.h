#pragma once
// Private to this room: one session with a PKCS#11 token (OASIS PKCS #11 2.40), its library called
// directly.

#include <p11-kit/pkcs11.h>

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/error.h"
#include "signing/pkcs11_uri.h"

namespace chengnuo::signing {

/// SESSION_LOST: a new session may do better.
struct SessionLost : pipeline::Error {
  using Error::Error;
};

/// A token's answer must be CKR_OK; else throws Error as Pkcs11Session says.
void require(CK_RV answer);

/// Logged in from construction on. The library stays loaded and initialised till the process ends:
/// other sessions may use it. Not for several threads at once.
/// Everything throws Error fix_setup with a code: TOKEN_MODULE (no usable library), TOKEN_REMOVED
/// (no such token, or it was taken out), PIN_INCORRECT, PIN_LOCKED, PIN_EXPIRED, TOKEN_KEY (no such
/// key), SESSION_LOST (somebody reset the token), TOKEN_ERROR with the token's own number.
/// A PIN that was refused is not tried again, by this process or the next one, until its file
/// changes: a machine that repeats it would lock the token.
class Pkcs11Session {
 public:
  Pkcs11Session(const Pkcs11Uri& uri, const std::filesystem::path& pin_file);
  ~Pkcs11Session();
  Pkcs11Session(const Pkcs11Session&) = delete;
  Pkcs11Session& operator=(const Pkcs11Session&) = delete;

  CK_OBJECT_HANDLE key() const { return key_; }
  /// DER of the certificates whose CKA_ID is the key's.
  std::vector<std::string> certificates() const;
  std::string sign(const CK_MECHANISM& mechanism, std::string_view bytes) const;

 private:
  CK_SLOT_ID slot_of(const std::string& token) const;
  void log_in(CK_SLOT_ID slot, const std::filesystem::path& pin_file) const;
  std::vector<CK_OBJECT_HANDLE> find(std::vector<CK_ATTRIBUTE> wanted) const;
  std::string attribute(CK_OBJECT_HANDLE object, CK_ATTRIBUTE_TYPE type) const;
  void find_key(const Pkcs11Uri& uri);

  CK_FUNCTION_LIST* functions_ = nullptr;
  CK_SESSION_HANDLE session_ = CK_INVALID_HANDLE;
  CK_OBJECT_HANDLE key_ = CK_INVALID_HANDLE;
};

}  // namespace chengnuo::signing
