#include "publication/copy_check.h"

#include <algorithm>
#include <fstream>

#include "pipeline/digest.h"

namespace chengnuo::publication {
namespace {

/// A file that is gone with this object.
class ScratchFile {
 public:
  ScratchFile(const std::filesystem::path& folder, const std::string& bytes)
      : path_(folder / (pipeline::random_hex(16) + ".pdf")) {
    std::filesystem::create_directories(folder);
    std::ofstream(path_, std::ios::binary) << bytes;
  }
  ~ScratchFile() {
    std::error_code ignored;
    std::filesystem::remove(path_, ignored);
  }
  ScratchFile(const ScratchFile&) = delete;
  ScratchFile& operator=(const ScratchFile&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

/// Signatures and time stamps are added behind a PDF's end mark (ISO 32000-1, 7.5.6): the published
/// copy is then the beginning of the file, up to one of its end marks. Looks at the first 16.
std::optional<LetterStore::Copy> copy_at_the_beginning(const LetterStore& store,
                                                       const std::string& pdf) {
  constexpr std::string_view kEnd = "%%EOF";
  std::size_t at = pdf.find(kEnd);
  for (int i = 0; i < 16 && at != std::string::npos; ++i, at = pdf.find(kEnd, at + 1)) {
    std::size_t end = at + kEnd.size();
    for (const std::string_view line_end : {"", "\r", "\n"}) {
      if (!line_end.empty()) {
        if (end >= pdf.size() || pdf[end] != line_end[0]) continue;
        ++end;
      }
      if (end == pdf.size()) continue;
      const auto found =
          store.find_copy(pipeline::sha256_hex(std::string_view(pdf).substr(0, end)));
      if (found) return found;
    }
  }
  return std::nullopt;
}

void matched(CopyCheck& check, CopyCheck::Match match, Day today) {
  check.match = match;
  check.standing = standing_on(today, check.copy->letter.publicity_end, check.copy->letter.acts);
}

}  // namespace

CopyCheck check_digest(const LetterStore& store, const std::string& sha256, Day today) {
  CopyCheck check;
  check.sha256 = sha256;
  check.copy = store.find_copy(sha256);
  if (check.copy) matched(check, CopyCheck::Match::exact, today);
  return check;
}

CopyCheck check_pdf(const LetterStore& store, const std::string& pdf, Day today,
                    const PdfVerifier& verifier, const std::filesystem::path& scratch) {
  CopyCheck check = check_digest(store, pipeline::sha256_hex(pdf), today);
  if (!check.copy) {
    check.copy = copy_at_the_beginning(store, pdf);
    if (check.copy) matched(check, CopyCheck::Match::extended, today);
  }
  if (verifier) {
    const ScratchFile file(scratch, pdf);
    check.signature = verifier(file.path());
  }
  return check;
}

}  // namespace chengnuo::publication
