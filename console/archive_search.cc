#include "console/archive_search.h"

#include "pipeline/json.h"

namespace chengnuo::console {

std::vector<archive::Listed> find_by_word(const archive::Catalogue& catalogue,
                                          const archive::Query& query, const std::string& word) {
  if (word.empty()) return catalogue.search(query);
  for (std::string archive::Query::*member :
       {&archive::Query::enterprise, &archive::Query::credit_code, &archive::Query::code,
        &archive::Query::text}) {
    archive::Query one = query;
    one.*member = word;
    if (auto found = catalogue.search(one); !found.empty()) return found;
  }
  return {};
}

nlohmann::json hits_json(const std::vector<archive::Hit>& hits) {
  nlohmann::json list = nlohmann::json::array();
  for (const archive::Hit& hit : hits)
    list.push_back({{"page", hit.page}, {"box", hit.box}, {"snippet", hit.snippet}});
  return list;
}

}  // namespace chengnuo::console
