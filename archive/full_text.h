#pragma once

#include <soci/soci.h>

#include <string>
#include <vector>

#include "archive/page_text.h"
#include "archive/words.h"
#include "pipeline/sql.h"

namespace chengnuo::archive {

// The full-text indexes over SQLite's FTS5 or PostgreSQL's tsvector: archive_text with a row for
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

/// "FROM …", which gives the rows of the index that hold :phrase.
std::string rows_with_phrase(const soci::session& sql, const TextIndex& index);
/// What they are ordered by, the newest first.
std::string newest_first(const soci::session& sql, const TextIndex& index);
/// "(SELECT …)", the submissions that have a row with :other_phrase.
std::string submissions_with_phrase(const soci::session& sql, const TextIndex& index);
/// What :phrase is to be so that all of `texts` stand in one row, each as it is; empty if they hold
/// no word.
std::string phrase_parameter(const soci::session& sql, const std::vector<std::string>& texts,
                             Grain grain);

/// All pages of a submission, in order.
std::vector<PageText> pages_of(soci::session& sql, const std::string& submission);

}  // namespace chengnuo::archive
