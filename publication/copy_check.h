#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>

#include "pipeline/message.h"
#include "publication/letter_store.h"

namespace chengnuo::publication {

/// What a verifier of PDF signatures says. Rooms do not know each other: console wires the one of
/// signing/ into the platform.
struct PdfFinding {
  enum class Verdict { valid, invalid, indeterminate, unsigned_ };
  Verdict verdict = Verdict::unsigned_;
  pipeline::Message reason;  ///< one sentence for a person
  std::string signer;        ///< of the first signature
  std::string signed_at;     ///< RFC 3339; empty if it does not say
};
using PdfVerifier = std::function<PdfFinding(const std::filesystem::path& pdf)>;

/// The answer to "is this what was published?".
struct CopyCheck {
  std::string sha256;
  enum class Match {
    none,      ///< no published letter has a copy with these bytes
    exact,     ///< byte for byte
    extended,  ///< a published copy, with something added behind it
  };
  Match match = Match::none;
  std::optional<LetterStore::Copy> copy;
  std::optional<Standing> standing;     ///< of the letter
  std::optional<PdfFinding> signature;  ///< only for a file, and where there is a verifier
};

CopyCheck check_digest(const LetterStore& store, const std::string& sha256, Day today);
/// `pdf`: the bytes of a stranger's file; `scratch`: a folder for the verifier to read it from.
CopyCheck check_pdf(const LetterStore& store, const std::string& pdf, Day today,
                    const PdfVerifier& verifier, const std::filesystem::path& scratch);

}  // namespace chengnuo::publication
