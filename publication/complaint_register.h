#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "pipeline/database.h"
#include "pipeline/error.h"
#include "publication/complaint.h"

namespace chengnuo::publication {

pipeline::Error no_such_complaint(const std::string& id);

/// The unit's complaints, in the register's database. Each step is one transaction with its audit
/// entry, which names neither the complainant nor what was said. Steps are taken in their order:
/// forward, hear, find, close, feedback; each may be repeated (to put it right) until the case is
/// closed. Throws Error: fix_document where a step is not due or there is no such complaint.
class ComplaintRegister {
 public:
  explicit ComplaintRegister(pipeline::Database& database);

  /// Gives it its id. One with the same `source_number` and submission is entered once.
  Complaint enter(Complaint complaint, const std::string& who);
  Complaint forward(const std::string& id, Investigator to, const std::string& who);
  /// `statement`: what the enterprise says; empty if it was asked and declined.
  Complaint hear(const std::string& id, const std::string& statement, const std::string& who);
  Complaint find_breach(const std::string& id, const Finding& finding, const std::string& who);
  /// A delisting needs what hindrance_to_delisting asks.
  Complaint close(const std::string& id, Handling handling, const std::string& opinion,
                  const std::string& who);
  Complaint feed_back(const std::string& id, const std::string& words, const std::string& who);

  std::optional<Complaint> find(const std::string& id) const;
  std::vector<Complaint> list() const;  ///< by id
  std::vector<Complaint> about(const std::string& submission) const;

 private:
  Complaint change(const std::string& id, const std::string& action, const std::string& who,
                   const std::function<void(Complaint&)>& change);
  std::vector<Complaint> select(const std::string& rest, const std::string& value) const;

  pipeline::Database& database_;
};

}  // namespace chengnuo::publication
