#include "console/corrected_pairs.h"

#include <algorithm>
#include <map>

#include "pipeline/json.h"

namespace chengnuo::console {
namespace {

using nlohmann::json;
using pipeline::Decision;
using pipeline::Document;
using pipeline::Submission;

/// The first reading and the last word of each field.
std::map<std::string, Decision> corrections_of(const Submission& submission) {
  std::map<std::string, Decision> all;
  for (const Decision& each : submission.decisions) {
    if (each.action == "correct") {
      const auto [known, first] = all.try_emplace(each.target, each);
      if (!first) known->second.after = each.after;
    } else if (each.action == "undo") {
      const auto known = all.find(each.target);
      if (known == all.end()) continue;
      known->second.after = each.after;
      if (known->second.after == known->second.before) all.erase(known);
    }
  }
  return all;
}

json pair_of(const Submission& submission, const Document& document, const Decision& decision,
             const pipeline::Field& field) {
  json pair = {{"submission", submission.id},
               {"unit", submission.unit},
               {"field", decision.target},
               {"template", document.template_id},
               {"template_version", document.template_version},
               {"read", decision.before},
               {"says", decision.after},
               {"at", pipeline::rfc3339(decision.at)},
               {"box", field.box}};
  if (field.page > 0 && field.page <= static_cast<int>(submission.pages.size())) {
    const pipeline::PageRef& page = submission.pages[static_cast<std::size_t>(field.page) - 1];
    pair["drop"] = page.drop;
    pair["page"] = page.number;
  }
  return pair;
}

}  // namespace

json corrected_pairs(const std::vector<Submission>& submissions) {
  json all = json::array();
  for (const Submission& submission : submissions) {
    for (const auto& [target, decision] : corrections_of(submission)) {
      const auto dot = target.find('.');
      if (dot == std::string::npos) continue;
      for (const Document& document : submission.documents) {
        const auto field = document.fields.find(target.substr(dot + 1));
        if (pipeline::name_of(document.kind) == target.substr(0, dot) &&
            field != document.fields.end())
          all.push_back(pair_of(submission, document, decision, field->second));
      }
    }
  }
  return all;
}

}  // namespace chengnuo::console
