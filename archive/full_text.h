#pragma once

#include <soci/soci.h>

#include <string>
#include <vector>

#include "archive/page_text.h"
#include "pipeline/sql.h"

namespace chengnuo::archive {

// The full-text index: table archive_text, one row for each page, over SQLite's FTS5 or
// PostgreSQL's tsvector. Both get the words of words.h, and are asked for phrases of them. Private
// to archive/*.cc.

void make_full_text(pipeline::Transaction& transaction);

/// Puts the pages of a submission in place of what was indexed of it.
void index_pages(pipeline::Transaction& transaction, const std::string& submission,
                 const std::vector<PageText>& pages);

/// A condition on archive_record, "submission IN (…)", with one parameter :phrase.
std::string phrase_condition(const soci::session& sql);
/// What :phrase is to be for a text; empty if the text holds no word.
std::string phrase_parameter(const soci::session& sql, const std::string& text);

/// All pages of a submission, in order.
std::vector<PageText> pages_of(soci::session& sql, const std::string& submission);

}  // namespace chengnuo::archive
