#pragma once

#include <optional>
#include <string>
#include <vector>

#include "archive/page_text.h"
#include "archive/record.h"
#include "pipeline/database.h"

namespace chengnuo::archive {

/// What to look for. Empty members ask for nothing; the others must all hold.
struct Query {
  /// Any part of the enterprise's name or of a name that it had in an earlier version; width,
  /// blanks, punctuation and case do not matter.
  std::string enterprise = {};
  std::string credit_code = {};  ///< whole
  std::string code = {};         ///< 档号, whole or its beginning
  std::string unit = {};
  std::string batch = {};
  /// 行政区划: digits as GB/T 2260 has them, from two up, a province, or part of the address.
  std::string region = {};
  std::string industry = {};                       ///< part of what the form says
  std::string signed_from = {};                    ///< "2025-11-01", inclusive
  std::string signed_until = {};                   ///< inclusive
  std::optional<pipeline::Time> filed_from = {};   ///< inclusive
  std::optional<pipeline::Time> filed_until = {};  ///< exclusive
  std::optional<pipeline::State> state = {};       ///< as the register has it now
  /// Stands on one of its pages, from one Han character up. The whole text first, just so; then
  /// pages on which its parts stand that blanks separate.
  std::string text = {};
  int limit = 50;
  int offset = 0;
};

/// A record as the catalogue knows it: its latest version.
struct Listed {
  std::string submission;
  std::string code;
  int version = 0;
  std::string record;  ///< SHA-256 of the record's object
  std::string unit;
  std::string batch;
  std::string enterprise;
  std::string credit_code;
  std::string title;
  std::string signed_on;
  std::string retention;
  std::string expires;  ///< last day, "2055-12-31"; empty for ever
  std::string region;   ///< 行政区划, six digits; empty if unknown
  std::string industry;
  pipeline::Time at;
  std::vector<Hit> hits;  ///< of Query::text, one for each page
};

/// A version that is being made, or was made.
struct Version {
  int number = 1;
  std::string previous;  ///< SHA-256 of the record before; empty for the first
  pipeline::Time at;     ///< when it was begun
};

enum class Entering {
  filed,    ///< the record is new
  adopted,  ///< it lay in the archive before: another system's, or the database was lost
};

/// Where everything in the archive is found: by name, number, date or any words on a page. Rows in
/// the register's database; they can be made again from the records. Throws Error: retry,
/// fix_setup. May be used from any thread and host.
class Catalogue {
 public:
  explicit Catalogue(pipeline::Database& database);

  /// The version that `content` is or will be (record.h, content_digest): the latest if it says the
  /// same, else one after it. The same answer each time until it is entered.
  Version begin(const std::string& submission, const std::string& content);

  /// Enters a version whose record is in the archive, and its leaf in the archive's log; the latest
  /// version is what searches find.
  /// Entering it again changes nothing.
  void enter(const Record& record, const std::string& record_sha256,
             const std::vector<PageText>& pages, Entering entering = Entering::filed);
  /// Whether no record was ever entered.
  bool empty() const;
  /// The number of the latest version that was entered; 0 if none was.
  int latest_version(const std::string& submission) const;

  /// Does any version's record name these bytes, or is it one itself?
  bool lists(const std::string& sha256) const;

  /// The newest first: by filing where a name or a text is asked for, else by 档号.
  std::vector<Listed> search(const Query& query) const;
  /// All records, by 档号.
  std::vector<Listed> list() const;
  /// The versions that were entered, in their order.
  std::vector<Listed> versions(const std::string& submission) const;
  /// By submission id or whole 档号.
  std::optional<Listed> find(const std::string& id_or_code) const;
  /// Records whose retention ended before `day` ("2056-01-01"), for appraisal.
  std::vector<Listed> expired(const std::string& day) const;

 private:
  pipeline::Database& database_;
};

}  // namespace chengnuo::archive
