#pragma once

#include <filesystem>
#include <functional>
#include <string>

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

/// An accepted and archived submission with both papers.
pipeline::Submission archived_submission();
OutMessage letter();

}  // namespace chengnuo::publication
