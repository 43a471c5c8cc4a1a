#include "templates/plan.h"

#include <string_view>

#include "pipeline/digest.h"
#include "pipeline/file.h"
#include "templates/xml.h"

namespace chengnuo::templates {

bool is_plan(const std::filesystem::path& file) {
  const XmlDocument document = parse_xml(file, pipeline::read_file(file));
  const xmlNode* root = xmlDocGetRootElement(document.get());
  return root != nullptr && std::string_view(reinterpret_cast<const char*>(root->name)) == "plan";
}

Plan read_plan(const std::filesystem::path& file, const std::filesystem::path& schemas) {
  const std::string bytes = pipeline::read_file(file);
  const XmlDocument document = parse_xml(file, bytes);
  check_against(schemas / "template.xsd", file, *document);
  const xmlNode& root = *xmlDocGetRootElement(document.get());

  Plan plan;
  plan.id = attribute(root, "id");
  plan.name = attribute(root, "name");
  plan.number = attribute(root, "number");
  plan.registered_on = attribute(root, "registered-on");
  plan.valid_from = attribute(root, "valid-from");
  plan.valid_until = attribute(root, "valid-until");
  for (const xmlNode* node = child(root, "binds"); node != nullptr; node = next_like(*node))
    plan.templates.push_back({attribute(*node, "template"), attribute(*node, "version")});
  plan.file = file;
  plan.digest = pipeline::sha256_hex(bytes);
  return plan;
}

bool is_in_force(const std::string& valid_from, const std::string& valid_until,
                 const std::string& day) {
  return day.empty() ||
         ((valid_from.empty() || valid_from <= day) && (valid_until.empty() || day <= valid_until));
}

}  // namespace chengnuo::templates
