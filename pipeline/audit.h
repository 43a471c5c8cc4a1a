#pragma once

#include <string>
#include <vector>

#include "pipeline/database.h"
#include "pipeline/submission.h"

namespace chengnuo::pipeline {

/// One entry of the audit log. `hash` is the SHA-256 over the entry's other members and the hash of
/// the entry before (docs/formats.md gives the bytes), so that a change anywhere is found.
struct AuditEntry {
  std::int64_t number = 0;  ///< from 1, without gaps
  Time at;
  std::string who;      ///< a user, or "chengnuo" for the machine
  std::string action;   ///< "receive", "read", …, "approve"
  std::string subject;  ///< a submission, a drop, a file name
  std::string detail;   ///< JSON; never personal data beyond what the subject is
  std::string previous;
  std::string hash;
};

class AuditLog {
 public:
  explicit AuditLog(Database& database) : database_(database) {}

  void append(const std::string& who, const std::string& action, const std::string& subject,
              const std::string& detail);
  std::vector<AuditEntry> entries(std::int64_t from, int limit) const;
  /// The number of the latest entry; 0 if there is none. Grows with every change of the register.
  std::int64_t last() const;
  /// Puts back entries of a log that was lost, in their order: into an empty log, or behind its
  /// end. Those that are there already are passed over. Throws Error: fix_setup if they do not
  /// continue what is there, or are damaged; then nothing is written.
  void restore(const std::vector<AuditEntry>& entries);
  /// The number of the first entry that does not fit the chain; 0 if it is whole.
  std::int64_t first_break() const;

 private:
  Database& database_;
};

}  // namespace chengnuo::pipeline
