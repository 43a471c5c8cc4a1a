#include "templates/catalogue.h"

#include <algorithm>
#include <functional>
#include <string_view>

#include "pipeline/error.h"

namespace chengnuo::templates {
namespace {

using pipeline::Error;
using pipeline::Message;
using pipeline::Remedy;

/// No template: the rules on which letters build (requirement_source.h).
constexpr std::string_view kRequirements = "requirements.xml";

/// In name order, so that two runs see the same.
std::vector<std::filesystem::path> contents(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> all;
  std::error_code failure;
  for (const auto& entry : std::filesystem::directory_iterator(folder, failure))
    all.push_back(entry.path());
  if (failure) {
    throw Error(Remedy::fix_setup,
                Message{"无法读取模板文件夹：" + folder.string(),
                        "The template folder cannot be read: " + folder.string()},
                Message{"请检查该文件夹是否存在、服务帐号是否有读取权限。",
                        "Check that it exists and that the service's account may read it."},
                folder);
  }
  std::ranges::sort(all);
  return all;
}

}  // namespace

Catalogue::Catalogue(const std::filesystem::path& folder) : schemas_(folder) {
  add(folder);
  if (entries_.empty()) {
    throw Error(Remedy::fix_setup,
                Message{"模板文件夹中没有模板：" + folder.string(),
                        "There is no template in " + folder.string()},
                Message{"请放入 form.xml 与 letter.xml（随程序提供）。",
                        "Put form.xml and letter.xml there; they come with the program."},
                folder);
  }
}

void Catalogue::add(const std::filesystem::path& folder) {
  add_folder(folder, "");
  for (const auto& path : contents(folder))
    if (std::filesystem::is_directory(path)) add_folder(path, path.filename().string());
}

void Catalogue::add_folder(const std::filesystem::path& folder, const std::string& unit) {
  std::vector<Entry> added;
  for (const auto& path : contents(folder)) {
    if (path.extension() != ".xml" || std::filesystem::is_directory(path)) continue;
    if (path.filename() == kRequirements) continue;
    if (is_plan(path)) {
      Plan plan = read_plan(path, schemas_);
      plan.unit = unit;
      std::erase_if(plans_,
                    [&](const Plan& other) { return other.unit == unit && other.id == plan.id; });
      plans_.push_back(std::move(plan));
      continue;
    }
    Entry entry{unit, read_template(path, schemas_)};
    const auto same_id = [&](const Entry& other) { return other.content.id == entry.content.id; };
    if (const auto twin = std::ranges::find_if(added, same_id); twin != added.end()) {
      throw Error(
          Remedy::fix_setup,
          Message{"两个模板的 id 相同（" + entry.content.id + "）：" +
                      twin->content.file.filename().string() + "、" + path.filename().string(),
                  "Two templates have the id " + entry.content.id + ": " +
                      twin->content.file.filename().string() + ", " + path.filename().string()},
          Message{"请改其中一个的 id。", "Give one of them another id."}, path);
    }
    added.push_back(std::move(entry));
  }
  for (Entry& entry : added) {
    std::erase_if(entries_, [&](const Entry& other) {
      return other.unit == unit && other.content.id == entry.content.id;
    });
    entries_.push_back(std::move(entry));
  }
  for (const Plan& plan : plans_)
    if (plan.unit == unit) require_bound_templates(plan);
}

void Catalogue::add_file(const std::filesystem::path& file, const std::string& unit) {
  entries_.push_back({unit, read_template(file, schemas_)});
}

void Catalogue::require_bound_templates(const Plan& plan) const {
  for (const BoundTemplate& bound : plan.templates) {
    const Template* of = find(bound.id, plan.unit);
    if (of != nullptr && (bound.version.empty() || bound.version == of->version)) continue;
    const std::string which = bound.id + (bound.version.empty() ? "" : " " + bound.version);
    throw Error(
        Remedy::fix_setup,
        Message{"工作方案 " + plan.file.filename().string() + " 指定的模板没有找到：" + which,
                "The template that the plan " + plan.file.filename().string() +
                    " binds is not there: " + which},
        Message{"请把该模板放入本单位的模板文件夹，或改正工作方案中的编号、版本。",
                "Put it into the unit's folder, or correct its id or version in the plan."},
        plan.file);
  }
}

std::vector<const Template*> Catalogue::of_kind(pipeline::DocumentKind kind,
                                                const std::string& unit,
                                                const std::string& day) const {
  std::vector<const Template*> bound;
  for (const Plan& plan : plans_) {
    if (plan.unit != unit || !is_in_force(plan.valid_from, plan.valid_until, day)) continue;
    for (const BoundTemplate& each : plan.templates)
      if (const Template* of = find(each.id, unit); of->kind == kind) bound.push_back(of);
  }
  if (!bound.empty()) return bound;
  std::vector<const Template*> own;
  std::vector<const Template*> general;
  for (const Entry& entry : entries_) {
    if (entry.content.kind != kind) continue;
    if (!unit.empty() && entry.unit == unit) own.push_back(&entry.content);
    if (entry.unit.empty()) general.push_back(&entry.content);
  }
  return own.empty() ? general : own;
}

std::vector<const Template*> Catalogue::of_unit(const std::string& unit,
                                                const std::string& day) const {
  std::vector<const Template*> all;
  for (const auto kind : {pipeline::DocumentKind::letter, pipeline::DocumentKind::form}) {
    std::vector<const Template*> some = of_kind(kind, unit, day);
    const auto in_force = [&](const Template* of) {
      return is_in_force(of->valid_from, of->valid_until, day);
    };
    if (std::ranges::any_of(some, in_force)) std::erase_if(some, std::not_fn(in_force));
    all.insert(all.end(), some.begin(), some.end());
  }
  return all;
}

const Template* Catalogue::find(const std::string& id, const std::string& unit) const {
  const Template* general = nullptr;
  for (const Entry& entry : entries_) {
    if (entry.content.id != id) continue;
    if (!unit.empty() && entry.unit == unit) return &entry.content;
    if (entry.unit.empty()) general = &entry.content;
  }
  return general;
}

}  // namespace chengnuo::templates
