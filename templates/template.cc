#include "templates/template.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "pipeline/digest.h"
#include "pipeline/file.h"
#include "templates/approved_source.h"
#include "templates/requirement_rules.h"
#include "templates/requirement_source.h"
#include "templates/xml.h"

namespace chengnuo::templates {
namespace {

template <typename T, std::size_t N>
T one_of(const std::array<std::pair<std::string_view, T>, N>& words, const std::string& word) {
  for (const auto& [name, value] : words)
    if (name == word) return value;
  return words.front().second;  // the schema lets no other word through
}

using namespace std::string_view_literals;
constexpr std::array kTypes{
    std::pair{"text"sv, FieldType::text},
    std::pair{"enterprise_name"sv, FieldType::enterprise_name},
    std::pair{"person"sv, FieldType::person},
    std::pair{"credit_code"sv, FieldType::credit_code},
    std::pair{"registration_number"sv, FieldType::registration_number},
    std::pair{"organisation_code"sv, FieldType::organisation_code},
    std::pair{"date"sv, FieldType::date},
    std::pair{"month"sv, FieldType::month},
    std::pair{"phone"sv, FieldType::phone},
    std::pair{"email"sv, FieldType::email},
    std::pair{"website"sv, FieldType::website},
    std::pair{"postcode"sv, FieldType::postcode},
    std::pair{"address"sv, FieldType::address},
    std::pair{"amount"sv, FieldType::amount},
    std::pair{"count"sv, FieldType::count},
};
constexpr std::array kNeeds{
    std::pair{"optional"sv, Need::optional},
    std::pair{"required"sv, Need::required},
    std::pair{"later"sv, Need::later},
};
constexpr std::array kMasks{
    std::pair{"none"sv, Mask::none},
    std::pair{"part"sv, Mask::part},
    std::pair{"all"sv, Mask::all},
};
constexpr std::array kOwners{
    std::pair{"enterprise"sv, SealOwner::enterprise},
    std::pair{"recommender"sv, SealOwner::recommender},
    std::pair{"organiser"sv, SealOwner::organiser},
};
constexpr std::array kKinds{
    std::pair{"letter"sv, pipeline::DocumentKind::letter},
    std::pair{"form"sv, pipeline::DocumentKind::form},
};

std::vector<std::string> texts(const xmlNode& of, std::string_view name) {
  std::vector<std::string> all;
  for (const xmlNode* node = child(of, name); node != nullptr; node = next_like(*node))
    all.push_back(content(*node));
  return all;
}

/// Calls `each` for every element `inner` of the list `outer`, which may be absent.
template <typename Each>
void for_each(const xmlNode& root, std::string_view outer, std::string_view inner, Each each) {
  const xmlNode* list = child(root, outer);
  if (list == nullptr) return;
  for (const xmlNode* node = child(*list, inner); node != nullptr; node = next_like(*node))
    each(*node);
}

FieldRule read_field(const xmlNode& node) {
  return {.id = attribute(node, "id"),
          .type = one_of(kTypes, attribute(node, "type")),
          .need = one_of(kNeeds, attribute(node, "need")),
          .group = attribute(node, "group"),
          .place = attribute(node, "place"),
          .mask = one_of(kMasks, attribute(node, "mask")),
          .labels = texts(node, "label")};
}

}  // namespace

bool is_code(FieldType type) {
  return type == FieldType::credit_code || type == FieldType::registration_number ||
         type == FieldType::organisation_code;
}

const FieldRule* find_field(const Template& of, const std::string& id) {
  const auto found = std::ranges::find(of.fields, id, &FieldRule::id);
  return found == of.fields.end() ? nullptr : &*found;
}

Template read_template(const std::filesystem::path& file, const std::filesystem::path& schemas) {
  const std::string bytes = pipeline::read_file(file);
  const XmlDocument document = parse_xml(file, bytes);
  check_against(schemas / "template.xsd", file, *document);
  const xmlNode& root = *xmlDocGetRootElement(document.get());

  Template read;
  read.id = attribute(root, "id");
  read.kind = one_of(kKinds, attribute(root, "kind"));
  read.version = attribute(root, "version");
  read.activity = attribute(root, "activity");
  read.subtitle = attribute(root, "subtitle");
  read.valid_from = attribute(root, "valid-from");
  read.valid_until = attribute(root, "valid-until");
  read.titles = texts(*child(root, "titles"), "title");
  read.phrases = texts(*child(root, "titles"), "phrase");
  for_each(root, "places", "place", [&](const xmlNode& node) {
    read.places.push_back({.id = attribute(node, "id"), .labels = texts(node, "label")});
  });
  for_each(root, "fields", "field",
           [&](const xmlNode& node) { read.fields.push_back(read_field(node)); });
  std::string base_bytes;
  if (const xmlNode* element = child(root, "requirements")) {
    RequirementSource source = requirement_source(*element, file, schemas);
    if (!source.rules.requirements.empty())
      read.requirements = std::make_shared<RequirementRules>(std::move(source.rules));
    base_bytes = std::move(source.base_bytes);
  }
  for (const xmlNode* node = child(root, "approved"); node != nullptr; node = next_like(*node))
    read.approved.push_back(read_approved(*node, file));
  for_each(root, "seals", "seal", [&](const xmlNode& node) {
    read.seals.push_back({.of = one_of(kOwners, attribute(node, "of")),
                          .need = one_of(kNeeds, attribute(node, "need")),
                          .place = attribute(node, "place")});
  });
  for_each(root, "signatures", "signature", [&](const xmlNode& node) {
    read.signatures.push_back({.role = attribute(node, "role"),
                               .need = one_of(kNeeds, attribute(node, "need")),
                               .place = attribute(node, "place"),
                               .labels = texts(node, "label")});
  });
  read.file = file;
  read.digest = pipeline::sha256_hex(bytes + base_bytes);
  return read;
}

}  // namespace chengnuo::templates
