#pragma once

#include <filesystem>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "publication/message.h"

namespace chengnuo::publication {

/// What the platform keeps of one message.
struct Published {
  OutMessage message;
  ReceiptText receipt;  ///< as it was first given; a repetition gets the same
  std::string signer;   ///< common name of the certificate that signed it
};

/// The platform's messages: one signed XML file each, as it came, and its receipt beside it; the
/// folder is all the state there is. Letters are for the public, reports are kept apart.
///
///     letters/<id>.xml  letters/<id>.receipt.xml  letters/<id>.signer     reports/… likewise
class LetterStore {
 public:
  /// Reads what is there. A message without its receipt was cut off and is taken anew when resent.
  explicit LetterStore(std::filesystem::path root);

  enum class Outcome {
    stored,       ///< new, now on disk
    known,        ///< the same message again
    conflicting,  ///< another message under a known id: not stored
  };
  struct Result {
    Outcome outcome;
    ReceiptText receipt;
  };
  /// `at`: RFC 3339, when it was received. `url`: where it will be shown.
  Result store(const std::string& xml, const OutMessage& message, const std::string& signer,
               const std::string& at, const std::string& url);

  std::optional<Published> find(const std::string& id) const;
  std::string xml_of(const std::string& id) const;
  /// Letters whose enterprise, code, unit or text contains `text` (all if empty), newest first.
  std::vector<Published> search(const std::string& text, std::size_t limit) const;
  std::size_t size() const;

 private:
  std::filesystem::path file(const OutMessage& message) const;
  void read_folder(const std::filesystem::path& folder);

  std::filesystem::path root_;
  mutable std::mutex mutex_;
  std::map<std::string, Published> messages_;  ///< by id
};

}  // namespace chengnuo::publication
