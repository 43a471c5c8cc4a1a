#pragma once

#include <soci/soci.h>

#include <map>
#include <string>
#include <vector>

#include "archive/page_text.h"
#include "archive/words.h"
#include "pipeline/sql.h"

namespace chengnuo::archive {

// The full-text indexes over SQLite's FTS5 or PostgreSQL's GIN: archive_text with a row for
// each page, archive_name with a row for each submission and all names that its enterprise had.
// Both get the words of words.h, and are asked for phrases of them. Private to archive/*.cc.

void make_full_text(pipeline::Transaction& transaction);

/// Puts the pages of a submission in place of what was indexed of it.
void index_pages(pipeline::Transaction& transaction, const std::string& submission,
                 const std::vector<PageText>& pages);
/// Adds a name to those that the submission is found by.
void index_name(pipeline::Transaction& transaction, const std::string& submission,
                const std::string& name);

/// One of the two indexes, as a query sees it. In its statements the index is joined as `t`, whose
/// `number` grows with the order of filing.
struct TextIndex {
  const char* table;
  const char* words;  ///< SQLite's table of words
};
inline constexpr TextIndex kPageIndex{"archive_text", "archive_words"};
inline constexpr TextIndex kNameIndex{"archive_name", "archive_name_words"};

/// "FROM …", which gives the rows of the index that hold what its parameters say.
std::string rows_with_phrase(const soci::session& sql, const TextIndex& index);
/// What they are ordered by, the newest first.
std::string newest_first(const soci::session& sql, const TextIndex& index);
/// "(SELECT …)", the submissions that have such a row.
std::string submissions_with_phrase(const soci::session& sql, const TextIndex& index);
/// The parameters of these statements so that all of `texts` stand in one row, each as it is; none
/// if they hold no word.
pipeline::Values phrase_parameters(const soci::session& sql, const std::vector<std::string>& texts,
                                   Grain grain);

/// The pages of some submissions, in order; at most kTogether of them.
using PagesBySubmission = std::map<std::string, std::vector<PageText>>;
inline constexpr std::size_t kTogether = 500;
PagesBySubmission pages_of(soci::session& sql, const std::vector<std::string>& submissions);

}  // namespace chengnuo::archive
