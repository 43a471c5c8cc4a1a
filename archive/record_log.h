#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "archive/merkle.h"
#include "pipeline/audit.h"
#include "pipeline/database.h"

namespace chengnuo::pipeline {
class Transaction;
}

namespace chengnuo::archive {

/// The log's leaf of a version of a record: "record <sha256> <档号> <version>". The leaf's bytes
/// are this line without a line end.
std::string record_leaf(const std::string& sha256, const std::string& code, int version);
/// The leaf of an entry of the audit log: "audit <number> <hash>".
std::string audit_leaf(const pipeline::AuditEntry& entry);
/// The number of the entry whose leaf this is; 0 for any other leaf.
std::int64_t audit_number(const std::string& leaf);

/// A Merkle log (merkle.h) over all versions of all records and all entries of the audit log, in
/// the order in which they came. A record's leaf is written in the transaction that enters it in
/// the catalogue; entries of the audit log are taken over before a head is made (log_head.h).
/// Its rows can be made again from the archive's log/ folder. Throws Error: retry, fix_setup. May
/// be used from any thread and host.
class RecordLog {
 public:
  explicit RecordLog(pipeline::Database& database);

  /// Takes over what the audit log has and this has not.
  void absorb_audit();
  /// Appends lines as they stand; those that are there already are passed over.
  void append(const std::vector<std::string>& lines);

  std::int64_t size() const;
  std::int64_t audit_entries() const;  ///< how many of them were taken over
  std::optional<std::int64_t> number_of(const std::string& line) const;
  /// Lines [from, until).
  std::vector<std::string> lines(std::int64_t from, std::int64_t until) const;

  std::string root(std::int64_t size) const;
  std::vector<Step> inclusion(std::int64_t number, std::int64_t size) const;
  std::vector<std::string> consistency(std::int64_t old_size, std::int64_t size) const;

 private:
  pipeline::Database& database_;
};

/// Appends a line in a transaction of the caller's. Keeps the log locked until that ends.
void append_to_log(pipeline::Transaction& transaction, const std::vector<std::string>& lines);
/// The log's size as the transaction sees it, and its root at any size.
std::int64_t log_size(pipeline::Transaction& transaction);
std::string log_root(pipeline::Transaction& transaction, std::int64_t size);

}  // namespace chengnuo::archive
