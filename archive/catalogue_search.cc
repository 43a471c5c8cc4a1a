#include <soci/soci.h>

#include <algorithm>
#include <set>
#include <sstream>
#include <utility>

#include "archive/catalogue.h"
#include "archive/full_text.h"
#include "archive/region.h"
#include "pipeline/json.h"
#include "pipeline/sql.h"

namespace chengnuo::archive {

using pipeline::milliseconds;
using pipeline::time_of;
using pipeline::Values;

namespace {

constexpr const char* kColumns =
    "SELECT r.submission, r.code, r.version, r.record, r.unit, r.batch, r.enterprise,"
    " r.credit_code, r.title, r.signed_on, r.retention, r.expires, r.region, r.industry, r.at ";

/// For LIKE … ESCAPE '!'.
std::string literally(const std::string& text) {
  std::string pattern;
  for (const char c : text) {
    if (c == '%' || c == '_' || c == '!') pattern += '!';
    pattern += c;
  }
  return pattern;
}

std::string anywhere(const std::string& text) { return "%" + literally(text) + "%"; }

bool is_number(const std::string& text) {
  return std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

/// The rows of a query that begins with kColumns. Parameters are taken by place: their names in the
/// statement only tell people what they are.
std::vector<Listed> rows_of(soci::session& sql, const std::string& query, const Values& values) {
  Listed row;
  long long at = 0;
  soci::statement statement(sql);
  for (std::string* column : {&row.submission, &row.code}) statement.exchange(soci::into(*column));
  statement.exchange(soci::into(row.version));
  for (std::string* column :
       {&row.record, &row.unit, &row.batch, &row.enterprise, &row.credit_code, &row.title,
        &row.signed_on, &row.retention, &row.expires, &row.region, &row.industry}) {
    statement.exchange(soci::into(*column));
  }
  statement.exchange(soci::into(at));
  pipeline::execute(statement, query, values);

  std::vector<Listed> rows;
  while (statement.fetch()) {
    row.at = time_of(at);
    rows.push_back(row);
  }
  return rows;
}

/// The part of a statement that says what is looked for, and its parameters.
struct Conditions {
  std::string text;
  Values values;

  void add(const std::string& condition, std::string value) {
    text += "AND " + condition + " ";
    values.emplace_back(std::move(value));
  }
  void add(const std::string& condition, pipeline::Time value) {
    text += "AND " + condition + " ";
    values.emplace_back(milliseconds(value));
  }
};

void add_region(Conditions& conditions, const std::string& region) {
  if (is_number(region)) return conditions.add("r.region LIKE :region", region + "%");
  const std::string province = province_code(region);
  if (province.empty()) {
    return conditions.add("r.address LIKE :address ESCAPE '!'", anywhere(region));
  }
  conditions.text += "AND (r.region LIKE :region OR r.address LIKE :address ESCAPE '!') ";
  conditions.values.emplace_back(province + "%");
  conditions.values.emplace_back(anywhere(region));
}

/// All but the words of names and pages.
Conditions conditions_of(const Query& query) {
  Conditions conditions;
  if (!query.credit_code.empty()) conditions.add("r.credit_code = :credit", query.credit_code);
  if (!query.code.empty()) {
    conditions.add("r.code LIKE :code ESCAPE '!'", literally(query.code) + "%");
  }
  if (!query.unit.empty()) conditions.add("r.unit = :unit", query.unit);
  if (!query.batch.empty()) conditions.add("r.batch = :batch", query.batch);
  if (!query.region.empty()) add_region(conditions, query.region);
  if (!query.industry.empty()) {
    conditions.add("r.industry LIKE :industry ESCAPE '!'", anywhere(query.industry));
  }
  if (!query.signed_from.empty()) conditions.add("r.signed_on >= :s_from", query.signed_from);
  if (!query.signed_until.empty()) {
    conditions.add("r.signed_on <= :s_until AND r.signed_on <> ''", query.signed_until);
  }
  if (query.filed_from) conditions.add("r.at >= :from_at", *query.filed_from);
  if (query.filed_until) conditions.add("r.at < :until_at", *query.filed_until);
  if (query.state) {
    // The register lies in the same database; its state moves on after filing.
    conditions.add("r.submission IN (SELECT id FROM submission WHERE state = :state)",
                   std::string(pipeline::name_of(*query.state)));
  }
  return conditions;
}

/// What blanks part.
std::vector<std::string> parts_of(const std::string& text) {
  std::istringstream in(text);
  std::vector<std::string> parts;
  for (std::string part; in >> part;) parts.push_back(part);
  return parts;
}

/// Records whose rows in an index hold a phrase (phrase_parameters), the newest first, each once.
/// The index gives a row for each page, so that more rows than wanted records are asked for.
std::vector<Listed> with_phrase(soci::session& sql, const TextIndex& index, Values values,
                                const Conditions& conditions, std::size_t wanted) {
  if (values.empty()) return {};  // a text of nothing but punctuation stands nowhere
  values.insert(values.end(), conditions.values.begin(), conditions.values.end());
  for (std::size_t most = wanted * 4;; most *= 4) {
    const auto rows =
        rows_of(sql,
                kColumns + rows_with_phrase(sql, index) + conditions.text + "ORDER BY " +
                    newest_first(sql, index) + " LIMIT " + std::to_string(most),
                values);
    std::vector<Listed> found;
    std::set<std::string> seen;
    for (const Listed& row : rows) {
      if (found.size() < wanted && seen.insert(row.submission).second) found.push_back(row);
    }
    if (found.size() == wanted || rows.size() < most) return found;
  }
}

std::vector<Listed> by_text(soci::session& sql, const Query& query, Conditions conditions,
                            std::size_t wanted) {
  if (!query.enterprise.empty()) {
    const Values name = phrase_parameters(sql, {query.enterprise}, Grain::characters);
    if (name.empty()) return {};
    conditions.text += "AND r.submission IN " + submissions_with_phrase(sql, kNameIndex) + " ";
    conditions.values.insert(conditions.values.end(), name.begin(), name.end());
  }
  auto found = with_phrase(sql, kPageIndex, phrase_parameters(sql, {query.text}, Grain::runs),
                           conditions, wanted);
  const auto parts = parts_of(query.text);
  if (found.size() == wanted || parts.size() < 2) return found;
  const auto loose = with_phrase(sql, kPageIndex, phrase_parameters(sql, parts, Grain::runs),
                                 conditions, wanted + found.size());
  std::set<std::string> there;
  for (const Listed& row : found) there.insert(row.submission);
  for (const Listed& row : loose) {
    if (found.size() < wanted && there.insert(row.submission).second) found.push_back(row);
  }
  return found;
}

/// Where the text stands, or its parts where it does not stand as a whole.
std::vector<Hit> hits_in(const std::vector<PageText>& pages, const std::string& text) {
  std::vector<Hit> hits;
  for (const PageText& page : pages) {
    if (auto hit = find_on_page(page, text)) hits.push_back(std::move(*hit));
  }
  if (!hits.empty()) return hits;
  for (const PageText& page : pages) {
    for (const std::string& part : parts_of(text)) {
      if (auto hit = find_on_page(page, part)) hits.push_back(std::move(*hit));
    }
  }
  return hits;
}

/// Reads the pages of many records at once: one question instead of one for each.
void add_hits(soci::session& sql, std::vector<Listed>& found, const std::string& text) {
  for (std::size_t from = 0; from < found.size(); from += kTogether) {
    const std::size_t until = std::min(from + kTogether, found.size());
    std::vector<std::string> submissions;
    for (std::size_t i = from; i < until; ++i) submissions.push_back(found[i].submission);
    const auto pages = pages_of(sql, submissions);
    for (std::size_t i = from; i < until; ++i) {
      const auto of_record = pages.find(found[i].submission);
      if (of_record != pages.end()) found[i].hits = hits_in(of_record->second, text);
    }
  }
}

}  // namespace

std::vector<Listed> Catalogue::search(const Query& query) const {
  return database_.sessions().read([&](soci::session& sql) {
    const Conditions conditions = conditions_of(query);
    const auto offset = static_cast<std::size_t>(query.offset);
    const std::size_t wanted = offset + static_cast<std::size_t>(query.limit);
    if (query.text.empty() && query.enterprise.empty()) {
      return rows_of(sql,
                     kColumns + std::string("FROM archive_record r WHERE r.latest = 1 ") +
                         conditions.text + "ORDER BY r.code DESC LIMIT " +
                         std::to_string(query.limit) + " OFFSET " + std::to_string(query.offset),
                     conditions.values);
    }
    std::vector<Listed> found =
        query.text.empty()
            ? with_phrase(sql, kNameIndex,
                          phrase_parameters(sql, {query.enterprise}, Grain::characters), conditions,
                          wanted)
            : by_text(sql, query, conditions, wanted);
    found.erase(found.begin(),
                found.begin() + static_cast<std::ptrdiff_t>(std::min(offset, found.size())));
    if (query.text.empty()) return found;
    add_hits(sql, found, query.text);
    return found;
  });
}

std::optional<Listed> Catalogue::find(const std::string& id_or_code) const {
  return database_.sessions().read([&](soci::session& sql) {
    const auto rows = rows_of(sql,
                              kColumns + std::string("FROM archive_record r WHERE r.latest = 1"
                                                     " AND (r.submission = :id OR r.code = :code)"),
                              {id_or_code, id_or_code});
    return rows.empty() ? std::optional<Listed>() : rows.front();
  });
}

std::vector<Listed> Catalogue::list() const {
  return database_.sessions().read([](soci::session& sql) {
    return rows_of(
        sql, kColumns + std::string("FROM archive_record r WHERE r.latest = 1 ORDER BY r.code"),
        {});
  });
}

std::vector<Listed> Catalogue::versions(const std::string& submission) const {
  return database_.sessions().read([&](soci::session& sql) {
    return rows_of(sql,
                   kColumns + std::string("FROM archive_record r WHERE r.record <> ''"
                                          " AND r.submission = :submission ORDER BY r.version"),
                   {submission});
  });
}

std::vector<Listed> Catalogue::expired(const std::string& day) const {
  return database_.sessions().read([&](soci::session& sql) {
    return rows_of(sql,
                   kColumns + std::string("FROM archive_record r WHERE r.latest = 1"
                                          " AND r.expires <> '' AND r.expires < :day"
                                          " ORDER BY r.code"),
                   {day});
  });
}

}  // namespace chengnuo::archive
