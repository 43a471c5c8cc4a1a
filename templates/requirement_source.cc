#include "templates/requirement_source.h"

#include "pipeline/error.h"
#include "pipeline/file.h"
#include "templates/requirement_reader.h"

namespace chengnuo::templates {
namespace {

std::filesystem::path base_file(const std::string& name, const std::filesystem::path& file,
                                const std::filesystem::path& schemas) {
  // A plain name: a template of a unit reaches no file elsewhere, and no base has a base.
  if (std::filesystem::path(name).filename() == name)
    for (const auto& folder : {file.parent_path(), schemas})
      if (std::filesystem::is_regular_file(folder / name)) return folder / name;
  throw pipeline::Error(
      pipeline::Remedy::fix_setup,
      {"模板 " + file.filename().string() + " 引用的承诺要素规则文件找不到：" + name,
       "The file of requirements that " + file.filename().string() +
           " builds on was not found: " + name},
      {"请将该文件放在模板旁边，或改正 base 属性。",
       "Put it beside the template, or correct the attribute base."},
      file);
}

}  // namespace

RequirementSource requirement_source(const xmlNode& requirements, const std::filesystem::path& file,
                                     const std::filesystem::path& schemas) {
  RequirementReader reader;
  std::string bytes;
  if (const std::string base = attribute(requirements, "base"); !base.empty()) {
    const std::filesystem::path path = base_file(base, file, schemas);
    bytes = pipeline::read_file(path);
    const XmlDocument document = parse_xml(path, bytes);
    check_against(schemas / "template.xsd", path, *document);
    reader.read(*xmlDocGetRootElement(document.get()), path);
  }
  reader.read(requirements, file);
  return {reader.take(), std::move(bytes)};
}

}  // namespace chengnuo::templates
