#pragma once

#include <filesystem>
#include <initializer_list>
#include <memory>
#include <string>
#include <vector>

namespace chengnuo::publication {

/// The organising unit's key for messages.
struct MessageKey {
  std::filesystem::path key;            ///< PKCS#12 (.p12, .pfx) or PEM
  std::filesystem::path certificate;    ///< PEM, for a PEM key
  std::filesystem::path password_file;  ///< its first line; empty if the key has no password
};

/// xmlsec's start-up and end. One for the whole process, made in main before any thread.
class XmlSecurity {
 public:
  XmlSecurity();
  ~XmlSecurity();
  XmlSecurity(const XmlSecurity&) = delete;
  XmlSecurity& operator=(const XmlSecurity&) = delete;
};

/// Signs a whole XML document, enveloped (XML-DSig core 2.0, 6.6.4): exclusive canonicalisation,
/// SHA-256, RSA or ECDSA as the key is, the certificate in KeyInfo.
/// Throws Error: fix_setup if the key cannot be used (missing, wrong password).
std::string sign_xml(const std::string& xml, const MessageKey& key);

struct XmlVerification {
  bool valid = false;
  std::string reason;  ///< why not; empty when valid
  std::string signer;  ///< the certificate's common name; only when valid
};

/// Whose signatures are believed: certificates of authorities or of signers themselves, read once.
/// Copies share them. Any thread.
class TrustAnchors {
 public:
  TrustAnchors() = default;  ///< nobody
  /// Files with PEM certificates, or one in DER each.
  /// Throws Error: fix_setup if one cannot be read or has none.
  explicit TrustAnchors(const std::vector<std::filesystem::path>& files);
  TrustAnchors(std::initializer_list<std::filesystem::path> files)
      : TrustAnchors(std::vector<std::filesystem::path>(files)) {}
  bool empty() const { return state_ == nullptr; }

  struct State;
  const State* state() const { return state_.get(); }  ///< for verify_xml

 private:
  std::shared_ptr<const State> state_;
};

/// Checks that the one signature covers the whole document (a single reference, URI="", enveloped
/// and exclusive canonicalisation only: no wrapping) and that its certificate leads to `anchors`
/// (the system's own authorities count for nothing), at this time.
XmlVerification verify_xml(const std::string& xml, const TrustAnchors& anchors);

}  // namespace chengnuo::publication
