#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "pipeline/message.h"
#include "pipeline/register.h"
#include "pipeline/work_folder.h"
#include "watcher/unpack.h"

namespace chengnuo::watcher {

/// What became of one file, for the clerk who dropped it.
enum class Outcome {
  taken,      ///< a new submission stands in the register
  duplicate,  ///< the same bytes came before; nothing new was made
  refused,    ///< not taken in, and kept in 待处理/
  waiting,    ///< still changing, or gone: looked at again on the next scan
  failed,     ///< an error, told in the message: the file stays in the inbox and is tried again
};

struct Report {
  std::string name;  ///< UTF-8; "archive.zip/inner name" for a file from a zip
  std::string unit;
  std::string batch;
  Outcome outcome = Outcome::taken;
  std::string submission;     ///< of `taken` and `duplicate`; empty for a zip itself
  std::string sha256;         ///< of `taken` and `duplicate`
  pipeline::Message message;  ///< empty for `taken`, but for a zip: how many of its files were
};

/// Where a file lies, and whose it is. Paths hold raw bytes, which need not be UTF-8.
struct InboxPlace {
  std::filesystem::path unit_folder;  ///< inbox/<unit>
  std::filesystem::path relative;     ///< of the file, beneath it
  std::string unit;
  std::string batch;  ///< empty for a single drop
};

/// Takes finished files in. The order of its steps is what keeps every byte in exactly one known
/// state (docs/recovery.md): bytes are copied, hashed and on disk → the register has committed →
/// only then the inbox file moves to 已接收/. Whatever stops it between two steps, taking the same
/// file in again ends as if nothing had happened: bytes are known by their digest.
class Intake {
 public:
  /// `first_stage`: the stage that a new submission begins at.
  Intake(pipeline::Register& reg, pipeline::WorkFolder work, std::string first_stage,
         UnpackLimits limits = {})
      : register_(reg),
        work_(std::move(work)),
        first_stage_(std::move(first_stage)),
        limits_(limits) {}

  /// Takes in one file of an inbox and moves it to 已接收/, or to 待处理/ with an explanation if it
  /// is refused. A zip is unpacked, and each of its files is a drop of its own; its reports come
  /// first, the zip's own last. Follows no symbolic link, and trusts no name: see inbox_file.h.
  /// Throws Error: retry (disk full, register away), fix_setup. The file then still lies there.
  std::vector<Report> take_in(const InboxPlace& place);

  /// The same for a file of someone's own, such as `chengnuo submit` names: it stays where it is.
  std::vector<Report> take_copy(const std::filesystem::path& file, const std::string& unit,
                                const std::string& batch);
  /// The same under another name than the file's own: what came by another way than a folder.
  std::vector<Report> take_copy(const std::filesystem::path& file, const std::string& name,
                                const std::string& unit, const std::string& batch);

  const pipeline::WorkFolder& work() const { return work_; }

 private:
  struct Source;
  std::vector<Report> take(Source source);
  Report refuse(const Source& source, const pipeline::Message& reason);
  Report enter(const Source& source, int file, const std::string& name);
  bool was_interrupted(const Source& source, const pipeline::Drop& drop,
                       const std::string& submission) const;
  std::vector<Report> take_zip(Source zip);
  Report take_unpacked(const Source& zip, const std::filesystem::path& folder,
                       const UnpackedFile& unpacked);
  std::vector<Report> finish_zip(const Source& zip, std::vector<Report> reports);

  pipeline::Register& register_;
  pipeline::WorkFolder work_;
  std::string first_stage_;
  UnpackLimits limits_;
};

}  // namespace chengnuo::watcher
