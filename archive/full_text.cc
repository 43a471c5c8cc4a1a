#include "archive/full_text.h"

#include <algorithm>
#include <set>
#include <sstream>

#include "pipeline/text.h"

namespace chengnuo::archive {

using pipeline::Transaction;

namespace {

bool is_postgres(const soci::session& sql) { return sql.get_backend_name() == "postgresql"; }

std::string words_in(const std::string& text, Grain grain) {
  return index_line(words_of(pipeline::code_points(text), grain));
}

/// PostgreSQL's lexemes of a row: its characters one by one, blanks among them. Made where they are
/// indexed and not kept; in no locale and by no parser.
std::string lexemes(const std::string& table) {
  return "array_to_tsvector(string_to_array(" + table + "words, NULL))";
}

/// The words as PostgreSQL has them: one after the other, runs of ASCII letters and digits with
/// blanks around them.
std::string words_in_a_row(const std::string& text, Grain grain) {
  std::u32string row;
  for (const Word& word : words_of(pipeline::code_points(text), grain)) {
    const bool run = grain == Grain::runs && word.text.front() < 0x80;
    if (run && !row.ends_with(U' ')) row += U' ';
    row += word.text;
    if (run) row += U' ';
  }
  return pipeline::utf8(row);
}

/// A page as it stands in its row: its lines, one a line, and their boxes, "x y width height" a
/// line each. Apart, so that a search need not read boxes; and plain, since it reads many pages.
struct PageRow {
  std::string text;
  std::string boxes;
};

PageRow row_of(const PageText& page) {
  PageRow row;
  for (const TextLine& line : page.lines) {
    std::string text = line.text;
    std::ranges::replace(text, '\n', ' ');
    row.text += text + "\n";
    const pipeline::Box& box = line.box;
    row.boxes += std::to_string(box.x) + " " + std::to_string(box.y) + " " +
                 std::to_string(box.width) + " " + std::to_string(box.height) + "\n";
  }
  return row;
}

PageText page_in(int number, const PageRow& row) {
  PageText page{number, {}};
  std::istringstream text(row.text);
  std::istringstream boxes(row.boxes);
  for (TextLine line; std::getline(text, line.text);) {
    boxes >> line.box.x >> line.box.y >> line.box.width >> line.box.height;
    page.lines.push_back(line);
  }
  return page;
}

/// PostgreSQL: all characters stand in the row, which the index says, and in this order, which the
/// row itself does; far quicker than a tsvector with places, and a fifth of its size.
std::string holds_phrase(const std::string& table, const std::string& parameter) {
  return lexemes(table) + " @@ CAST(:" + parameter + "_characters AS TSQUERY) AND " + table +
         "words LIKE ALL (string_to_array(:" + parameter + "_patterns, chr(10)))";
}

/// `columns`: of the row itself, each NOT NULL.
void make_index(Transaction& transaction, const TextIndex& index, const std::string& columns) {
  soci::session& sql = transaction.sql;
  const bool postgres = is_postgres(sql);
  const std::string table = index.table;
  sql << "CREATE TABLE IF NOT EXISTS " + table + " (number " + transaction.dialect.numbered() +
             ", " + columns + (postgres ? ", words TEXT NOT NULL" : "") + ")";
  if (postgres) {
    // Not far away and packed: they are read for every row that may hold a phrase.
    sql << "ALTER TABLE " + table + " ALTER COLUMN words SET STORAGE MAIN";
    sql << "CREATE INDEX IF NOT EXISTS " + table + "_index ON " + table + " USING GIN (" +
               lexemes("") + ")";
    return;
  }
  // Its rows have the same numbers. The words themselves are not kept a second time, nor their
  // count: nothing is ranked by that.
  sql << "CREATE VIRTUAL TABLE IF NOT EXISTS " + std::string(index.words) +
             " USING fts5(words, content='', columnsize=0, tokenize='ascii')";
}

/// For SQLite; PostgreSQL has the words in the row itself.
void add_words(soci::session& sql, const TextIndex& index, long long number,
               const std::string& words) {
  sql << "INSERT INTO " + std::string(index.words) + " (rowid, words) VALUES (:number, :words)",
      soci::use(number), soci::use(words);
}

/// SQLite must be told what it had indexed.
void remove_words(soci::session& sql, const TextIndex& index, long long number,
                  const std::string& words) {
  const std::string table = index.words;
  sql << "INSERT INTO " + table + " (" + table +
             ", rowid, words) VALUES ('delete', :number, :words)",
      soci::use(number), soci::use(words);
}

void forget_pages(soci::session& sql, const std::string& submission) {
  if (!is_postgres(sql)) {
    struct Row {
      long long number = 0;
      std::string text;
    };
    std::vector<Row> rows;
    Row row;
    soci::statement select =
        (sql.prepare << "SELECT number, text FROM archive_text WHERE submission = :submission",
         soci::use(submission), soci::into(row.number), soci::into(row.text));
    select.execute();
    while (select.fetch()) rows.push_back(row);
    for (const Row& each : rows)
      remove_words(sql, kPageIndex, each.number, words_in(each.text, Grain::runs));
  }
  sql << "DELETE FROM archive_text WHERE submission = :submission", soci::use(submission);
}

}  // namespace

void make_full_text(Transaction& transaction) {
  make_index(transaction, kPageIndex,
             "submission TEXT NOT NULL, page INTEGER NOT NULL, text TEXT NOT NULL,"
             " boxes TEXT NOT NULL, UNIQUE (submission, page)");
  // names: one a line.
  make_index(transaction, kNameIndex, "submission TEXT NOT NULL UNIQUE, names TEXT NOT NULL");
}

void index_pages(Transaction& transaction, const std::string& submission,
                 const std::vector<PageText>& pages) {
  soci::session& sql = transaction.sql;
  const bool postgres = is_postgres(sql);
  forget_pages(sql, submission);
  for (const PageText& page : pages) {
    const PageRow row = row_of(page);
    const std::string words =
        postgres ? words_in_a_row(row.text, Grain::runs) : words_in(row.text, Grain::runs);
    if (postgres) {
      sql << "INSERT INTO archive_text (submission, page, text, boxes, words)"
             " VALUES (:submission, :page, :text, :boxes, :words)",
          soci::use(submission), soci::use(page.page), soci::use(row.text), soci::use(row.boxes),
          soci::use(words);
      continue;
    }
    long long number = 0;
    sql << "INSERT INTO archive_text (submission, page, text, boxes)"
           " VALUES (:submission, :page, :text, :boxes) RETURNING number",
        soci::use(submission), soci::use(page.page), soci::use(row.text), soci::use(row.boxes),
        soci::into(number);
    add_words(sql, kPageIndex, number, words);
  }
}

void index_name(Transaction& transaction, const std::string& submission, const std::string& name) {
  soci::session& sql = transaction.sql;
  long long number = 0;
  std::string names;
  sql << "SELECT number, names FROM archive_name WHERE submission = :submission",
      soci::use(submission), soci::into(number), soci::into(names);
  const bool known = sql.got_data();
  if (known && ("\n" + names).find("\n" + name + "\n") != std::string::npos) return;
  const std::string before = names;
  names += name + "\n";

  if (is_postgres(sql)) {
    const std::string words = words_in_a_row(names, Grain::characters);
    sql << "INSERT INTO archive_name (submission, names, words)"
           " VALUES (:submission, :names, :words)"
           " ON CONFLICT (submission) DO UPDATE SET names = excluded.names, words = excluded.words",
        soci::use(submission), soci::use(names), soci::use(words);
    return;
  }
  if (known) remove_words(sql, kNameIndex, number, words_in(before, Grain::characters));
  sql << "INSERT INTO archive_name (submission, names) VALUES (:submission, :names)"
         " ON CONFLICT (submission) DO UPDATE SET names = excluded.names RETURNING number",
      soci::use(submission), soci::use(names), soci::into(number);
  add_words(sql, kNameIndex, number, words_in(names, Grain::characters));
}

std::string rows_with_phrase(const soci::session& sql, const TextIndex& index) {
  const std::string table = index.table;
  const std::string words = index.words;
  if (is_postgres(sql)) {
    return "FROM " + table + " t JOIN archive_record r ON r.submission = t.submission WHERE " +
           holds_phrase("t.", "phrase") + " AND r.latest = 1 ";
  }
  return "FROM " + words + " JOIN " + table + " t ON t.number = " + words +
         ".rowid JOIN archive_record r ON r.submission = t.submission WHERE " + words +
         " MATCH :phrase AND r.latest = 1 ";
}

std::string newest_first(const soci::session& sql, const TextIndex& index) {
  // FTS5 goes through its own rows backwards, and ends at the limit; it cannot by another table's.
  return is_postgres(sql) ? "t.number DESC" : std::string(index.words) + ".rowid DESC";
}

std::string submissions_with_phrase(const soci::session& sql, const TextIndex& index) {
  const std::string select = "(SELECT submission FROM " + std::string(index.table);
  if (is_postgres(sql)) return select + " WHERE " + holds_phrase("", "other") + ")";
  const std::string words = index.words;
  return select + " WHERE number IN (SELECT rowid FROM " + words + " WHERE " + words +
         " MATCH :other_phrase))";
}

pipeline::Values phrase_parameters(const soci::session& sql, const std::vector<std::string>& texts,
                                   Grain grain) {
  const bool postgres = is_postgres(sql);
  std::set<char32_t> characters;
  std::string
      phrases;  // for PostgreSQL patterns, one a line: no word holds what means anything there
  for (const std::string& text : texts) {
    const std::string phrase = postgres ? words_in_a_row(text, grain) : words_in(text, grain);
    if (phrase.empty()) continue;
    if (postgres) {
      for (const char32_t c : pipeline::code_points(phrase)) characters.insert(c);
      phrases += (phrases.empty() ? "%" : "\n%") + phrase + "%";
    } else {
      // Words are ASCII letters and digits, so nothing in them means something to FTS5.
      phrases += (phrases.empty() ? "\"" : " \"") + phrase + '"';
    }
  }
  if (phrases.empty() || !postgres)
    return phrases.empty() ? pipeline::Values{} : pipeline::Values{phrases};
  std::string all;
  for (const char32_t c : characters) {
    if (c == U' ') continue;
    all += (all.empty() ? "'" : " & '") + pipeline::utf8(std::u32string(1, c)) + "'";
  }
  return {all, phrases};
}

PagesBySubmission pages_of(soci::session& sql, const std::vector<std::string>& submissions) {
  std::string places;
  pipeline::Values values;
  for (const std::string& submission : submissions) {
    places += (places.empty() ? ":s" : ", :s") + std::to_string(values.size());
    values.emplace_back(submission);
  }
  std::string submission;
  int number = 0;
  PageRow row;
  soci::statement select(sql);
  select.exchange(soci::into(submission));
  select.exchange(soci::into(number));
  for (std::string* column : {&row.text, &row.boxes}) select.exchange(soci::into(*column));
  pipeline::execute(select,
                    "SELECT submission, page, text, boxes FROM archive_text WHERE submission IN (" +
                        places + ") ORDER BY submission, page",
                    values);
  PagesBySubmission pages;
  while (select.fetch()) pages[submission].push_back(page_in(number, row));
  return pages;
}

}  // namespace chengnuo::archive
