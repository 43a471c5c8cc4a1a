#pragma once

#include <nlohmann/json.hpp>

#include "archive/catalogue.h"

namespace chengnuo::console {

// Searches of the archive, the same from every door.

/// One word from a person is looked for as a name, then as a credit code, an archive code, and as
/// words on the pages, within what `query` asks besides; without a word, `query` alone is asked.
std::vector<archive::Listed> find_by_word(const archive::Catalogue& catalogue,
                                          const archive::Query& query, const std::string& word);

nlohmann::json hits_json(const std::vector<archive::Hit>& hits);

}  // namespace chengnuo::console
