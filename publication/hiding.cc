#include "publication/hiding.h"

#include <algorithm>
#include <set>

#include "pipeline/text.h"
#include "publication/mask.h"

namespace chengnuo::publication {
namespace {

constexpr std::size_t kShortestSecret = 2;  // characters: one alone stands in too many words
constexpr std::size_t kLongestName = 4;

std::size_t characters(const std::string& text) { return pipeline::code_points(text).size(); }

}  // namespace

std::string hidden(Hiding how, const std::string& value) {
  if (how == Hiding::none || value.empty()) return value;
  if (how == Hiding::all) return "***";
  if (std::string known = masked(value); known != value) return known;
  const std::u32string all = pipeline::code_points(value);
  if (all.size() <= kLongestName) return pipeline::utf8(all.substr(0, 1)) + "*";
  return pipeline::utf8(all.substr(0, all.size() / 3)) + "***";
}

Hider::Hider(const pipeline::Submission& submission, HidingRule rule)
    : unit_(submission.unit), rule_(std::move(rule)) {
  std::set<std::string> open{submission.enterprise, submission.credit_code};
  for (const auto& document : submission.documents)
    for (const auto& [id, field] : document.fields)
      if (rule_for(document, id) == Hiding::none) open.insert({field.value, field.raw});
  for (const auto& document : submission.documents)
    for (const auto& [id, field] : document.fields) {
      const Hiding how = rule_for(document, id);
      if (how == Hiding::none) continue;
      for (const std::string& value : {field.value, field.raw})
        if (!open.contains(value) && characters(value) >= kShortestSecret)
          secrets_.emplace_back(value, hidden(how, value));
    }
  // Longer ones first: a telephone with its extension before the one without.
  std::ranges::stable_sort(secrets_, std::greater{},
                           [](const auto& secret) { return secret.first.size(); });
}

Hiding Hider::rule_for(const pipeline::Document& document, const std::string& field) const {
  return rule_ ? rule_(unit_, document.template_id, field) : Hiding::none;
}

std::string Hider::value(const pipeline::Document& document, const std::string& field) const {
  const auto found = document.fields.find(field);
  if (found == document.fields.end()) return {};
  return text(hidden(rule_for(document, field), found->second.value));
}

std::string Hider::text(const std::string& words) const {
  std::string result = words;
  for (const auto& [secret, instead] : secrets_)
    for (auto at = result.find(secret); at != std::string::npos;
         at = result.find(secret, at + instead.size()))
      result.replace(at, secret.size(), instead);
  return masked(result);
}

}  // namespace chengnuo::publication
