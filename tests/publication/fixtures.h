#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "pipeline/register.h"
#include "pipeline/submission.h"
#include "publication/message.h"
#include "publication/xml_signature.h"

namespace chengnuo::publication {

/// A folder that goes with the test.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

/// A CA and a unit's key under it, made by the openssl command; the key has a password.
struct TestKeys {
  std::filesystem::path ca;
  MessageKey unit;
};
/// `algorithm`: "rsa:2048" or "ec".
TestKeys make_keys(const std::filesystem::path& folder, const std::string& algorithm = "rsa:2048");

/// Another unit's key under the same CA (`ca_folder` is make_keys' folder), without a password.
MessageKey issue_unit_key(const std::filesystem::path& ca_folder,
                          const std::filesystem::path& folder, const std::string& name);

/// A key and its certificate, PEM, for one end of a TLS connection.
struct TlsIdentity {
  std::filesystem::path certificate;
  std::filesystem::path key;
};

/// A small certification authority made by the openssl command.
class TestAuthority {
 public:
  explicit TestAuthority(const std::filesystem::path& folder);
  std::filesystem::path certificate() const { return folder_ / "ca.pem"; }
  /// `name`: subjectAltName, such as "IP:127.0.0.1". `validity`: options of `openssl ca`.
  TlsIdentity issue(const std::string& role, const std::string& name,
                    const std::string& validity = "-days 30");

 private:
  std::filesystem::path folder_;
  int issued_ = 0;
};

/// Decides these acts about a submission's letter (`letter_id`), in this order, each with its
/// message to the platform in the outbox.
void decide_acts(pipeline::Register& reg, const std::string& submission,
                 const std::string& letter_id, const std::vector<MessageKind>& kinds);

/// An accepted and archived submission with both papers.
pipeline::Submission archived_submission();
OutMessage letter();

}  // namespace chengnuo::publication
