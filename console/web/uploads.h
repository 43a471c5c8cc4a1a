#pragma once

#include <filesystem>
#include <functional>
#include <mutex>
#include <set>
#include <string>

#include "pipeline/submission.h"

namespace chengnuo::console {

/// A file on its way in.
struct Upload {
  std::string id;     ///< hex, from the first call
  std::string name;   ///< as the person's disk has it; only data, never a path of ours
  std::string owner;  ///< who began it: nobody else goes on with it
  std::string unit;
  std::string batch;
  std::int64_t size = 0;    ///< that it shall have
  std::int64_t offset = 0;  ///< bytes that are here
};

/// Files come in pieces, in order, and each piece is on the disk before the next: what a broken
/// connection brought stays, and the rest follows when it is back, also after a restart.
///
///     <folder>/<id>.json   what it is        <folder>/<id>.part   the bytes so far
///
/// Begun a second time with the same name, size and place, an upload goes on where it stood. May be
/// used from any thread. Throws Error: retry (disk full), fix_document (too large, out of order).
class Uploads {
 public:
  Uploads(std::filesystem::path folder, std::int64_t largest);

  Upload begin(Upload wanted);
  /// Throws Error: fix_document if this person has none of this id.
  Upload find(const std::string& id, const std::string& owner) const;

  /// Takes the bytes that `read` delivers piece by piece, which must begin at `offset`. `read` gets
  /// a sink that is false where no more are taken. Returns the upload as it is then.
  using Sink = std::function<bool(const char* data, std::size_t size)>;
  Upload receive(const std::string& id, const std::string& owner, std::int64_t offset,
                 const std::function<bool(const Sink&)>& read);

  std::filesystem::path bytes_of(const Upload& upload) const;
  void remove(const Upload& upload);
  /// Those that nobody went on with for `age`.
  void remove_old(std::chrono::seconds age);

 private:
  class Busy;
  std::filesystem::path facts_of(const std::string& id) const;

  std::filesystem::path folder_;
  std::int64_t largest_;
  mutable std::mutex mutex_;
  std::set<std::string> busy_;
};

}  // namespace chengnuo::console
