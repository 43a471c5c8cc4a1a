#include "archive/full_text.h"

#include <nlohmann/json.hpp>

#include "archive/words.h"
#include "pipeline/json.h"
#include "pipeline/text.h"

namespace chengnuo::archive {

using pipeline::Transaction;

namespace {

bool is_postgres(const soci::session& sql) { return sql.get_backend_name() == "postgresql"; }

std::string words_of_page(const PageText& page) {
  std::string text;
  for (const TextLine& line : page.lines) text += line.text + "\n";
  return index_line(words_of(pipeline::code_points(text)));
}

constexpr const char* kPostgresPages =
    "SELECT submission FROM archive_text"
    " WHERE words @@ phraseto_tsquery('simple', :phrase)";
constexpr const char* kSqlitePages =
    "SELECT submission FROM archive_text WHERE number IN"
    " (SELECT rowid FROM archive_words WHERE archive_words MATCH :phrase)";

}  // namespace

void make_full_text(Transaction& transaction) {
  soci::session& sql = transaction.sql;
  const bool postgres = is_postgres(sql);
  // lines: the page as JSON (page_text.h). SQLite keeps the words in a table of its own, whose rows
  // have the same numbers.
  sql << "CREATE TABLE IF NOT EXISTS archive_text (number " + transaction.dialect.numbered() +
             ", submission TEXT NOT NULL, page INTEGER NOT NULL, lines TEXT NOT NULL" +
             (postgres ? ", words TSVECTOR NOT NULL" : "") + ", UNIQUE (submission, page))";
  if (postgres) {
    sql << "CREATE INDEX IF NOT EXISTS archive_text_words ON archive_text USING GIN (words)";
  } else {
    sql << "CREATE VIRTUAL TABLE IF NOT EXISTS archive_words USING fts5(words, tokenize='ascii')";
  }
}

void index_pages(Transaction& transaction, const std::string& submission,
                 const std::vector<PageText>& pages) {
  soci::session& sql = transaction.sql;
  const bool postgres = is_postgres(sql);
  if (!postgres) {
    sql << "DELETE FROM archive_words WHERE rowid IN"
           " (SELECT number FROM archive_text WHERE submission = :submission)",
        soci::use(submission);
  }
  sql << "DELETE FROM archive_text WHERE submission = :submission", soci::use(submission);

  for (const PageText& page : pages) {
    const std::string lines = pipeline::stored_text(nlohmann::json(page));
    const std::string words = words_of_page(page);
    if (postgres) {
      sql << "INSERT INTO archive_text (submission, page, lines, words)"
             " VALUES (:submission, :page, :lines, to_tsvector('simple', :words))",
          soci::use(submission), soci::use(page.page), soci::use(lines), soci::use(words);
      continue;
    }
    sql << "INSERT INTO archive_text (submission, page, lines) VALUES (:submission, :page, :lines)",
        soci::use(submission), soci::use(page.page), soci::use(lines);
    sql << "INSERT INTO archive_words (rowid, words) SELECT number, :words FROM archive_text"
           " WHERE submission = :submission AND page = :page",
        soci::use(words), soci::use(submission), soci::use(page.page);
  }
}

std::string phrase_condition(const soci::session& sql) {
  return std::string("submission IN (") + (is_postgres(sql) ? kPostgresPages : kSqlitePages) + ")";
}

std::string phrase_parameter(const soci::session& sql, const std::string& text) {
  const std::string words = index_line(words_of(pipeline::code_points(text)));
  if (words.empty() || is_postgres(sql)) return words;
  return '"' + words + '"';  // FTS5's phrase; the words hold no quotes
}

std::vector<PageText> pages_of(soci::session& sql, const std::string& submission) {
  const soci::rowset<std::string> rows =
      (sql.prepare << "SELECT lines FROM archive_text WHERE submission = :submission ORDER BY page",
       soci::use(submission));
  std::vector<PageText> pages;
  for (const std::string& row : rows) pages.push_back(pipeline::from_stored<PageText>(row));
  return pages;
}

}  // namespace chengnuo::archive
