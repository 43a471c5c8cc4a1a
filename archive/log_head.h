#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "archive/object_store.h"
#include "archive/record_log.h"
#include "pipeline/database.h"

namespace chengnuo::archive {

/// What the archive says of its log at one moment. Once its text is signed and time-stamped, nobody
/// can change, take out or put in anything that came before without being found out.
struct LogHead {
  int number = 1;         ///< from 1
  std::string archive;    ///< 全宗号: whose log it is
  std::int64_t size = 0;  ///< leaves
  std::string root;       ///< of the tree with that many leaves, hex
  pipeline::Time at;      ///< by the database's clock; a time stamp proves it
  std::string previous;   ///< SHA-256 of the text of the head before; empty in the first
};

/// The text that is signed, some lines of "name value" (docs/archive.md).
std::string head_text(const LogHead& head);
/// Throws Error: fix_setup if it is none.
LogHead head_from_text(const std::string& text, const std::filesystem::path& file = {});

/// Whoever vouches for a head. Given by console, which knows the keys.
struct Notary {
  /// A detached CMS SignedData over the text, DER. Throws Error.
  std::function<std::string(const std::string& text)> sign;
  /// An RFC 3161 time-stamp token over the signature, DER; empty where no authority is configured.
  /// Throws Error: retry while it is away.
  std::function<std::string(const std::string& signature)> stamp;
};

/// Where the parts of head `number` lie in the archive.
struct HeadFiles {
  explicit HeadFiles(int number);
  std::filesystem::path text;       ///< log/000001/head.txt
  std::filesystem::path signature;  ///< log/000001/head.p7s
  std::filesystem::path stamp;      ///< log/000001/head.tst; absent without an authority
  std::filesystem::path leaves;     ///< log/000001/leaves.txt: those since the head before
  std::filesystem::path audit;      ///< log/000001/audit.jsonl: the audit log's entries among them
};

/// The heads of an archive's log: each is begun in the database, which fixes its size and time, and
/// then written to the archive; a run that was stopped is ended by the next.
class LogHeads {
 public:
  LogHeads(ObjectStore& store, RecordLog& log, pipeline::Database& database, std::string archive);

  /// Makes a head over all that there is by now, signed and, if an authority is configured,
  /// time-stamped; nothing if nothing came since the last one. What earlier runs left undone is
  /// done first. A time stamp that cannot be had now does not undo the head: it is asked for again
  /// by the next call. Throws Error: as Notary::sign; retry, fix_setup.
  std::optional<LogHead> seal(const Notary& notary);

  /// Takes over a head whose files are in the archive, after the database was lost.
  void adopt(const LogHead& head);

  /// The newest one that is complete.
  std::optional<LogHead> last() const;
  /// The number of the newest one, complete or not; 0 if there is none.
  int newest() const;
  /// When the last was begun; nothing if there is none.
  std::optional<pipeline::Time> last_time() const;
  /// Whether the newest one waits for its time stamp.
  bool lacks_stamp() const;

 private:
  std::vector<LogHead> unfinished() const;
  std::optional<LogHead> begin();
  void write(const LogHead& head, const Notary& notary);
  void stamp(const Notary& notary);

  ObjectStore& store_;
  RecordLog& log_;
  pipeline::Database& database_;
  std::string archive_;
};

}  // namespace chengnuo::archive
