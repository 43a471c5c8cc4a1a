#include "console/units.h"

#include <toml++/toml.h>

#include <algorithm>
#include <sstream>

#include "console/assembly.h"
#include "pipeline/error.h"
#include "pipeline/file.h"
#include "signing/development_ca.h"
#include "signing/key_check.h"

namespace chengnuo::console {
namespace {

namespace fs = std::filesystem;
using pipeline::Error;
using pipeline::Remedy;

/// The configuration file's own way to write a unit, every value quoted as TOML wants it.
std::string block_of(const UnitConfig& unit, const fs::path& home) {
  const auto shown = [&](const fs::path& path) {
    const fs::path below = path.lexically_proximate(fs::absolute(home));
    return below.native().starts_with("..") ? path.string() : below.string();
  };
  std::ostringstream block;
  block << "\n[[unit]]\n";
  const auto line = [&](const char* key, const std::string& text) {
    if (!text.empty()) block << key << " = " << toml::value<std::string>(text) << "\n";
  };
  line("id", unit.id);
  line("name", unit.name);
  line("phone", unit.phone);
  line("key", shown(unit.key));
  line("certificate", unit.certificate.empty() ? "" : shown(unit.certificate));
  line("password_file", unit.password_file.empty() ? "" : shown(unit.password_file));
  return block.str();
}

}  // namespace

UnitConfig add_unit(const fs::path& home, UnitConfig unit, pipeline::Time now) {
  const Config config = read_config(home);
  if (!is_unit_id(unit.id))
    throw Error(
        Remedy::fix_setup,
        {"单位编号不能用作文件夹名：" + unit.id, "The id cannot name a folder: " + unit.id},
        {"请用字母、数字、汉字和 - _。", "Use letters, digits, Chinese characters, - and _."});
  if (std::ranges::any_of(config.units, [&](const UnitConfig& each) { return each.id == unit.id; }))
    throw Error(Remedy::fix_setup,
                {"已有编号为 " + unit.id + " 的单位。", "There is a unit " + unit.id + " already."},
                {"请换一个编号；chengnuo unit list 列出已有的。",
                 "Take another id; chengnuo unit list shows those that there are."});
  if (unit.key.empty()) {
    const signing::KeySettings made =
        signing::make_development_key(home / "keys", {unit.id, unit.name}, now);
    unit.key = fs::absolute(made.key_file);
    unit.password_file = fs::absolute(made.password_file);
  }
  for (fs::path* path : {&unit.key, &unit.certificate, &unit.password_file})
    if (!path->empty()) *path = fs::absolute(home) / *path;
  signing::check_key(*signing_key(unit), now);
  const fs::path file = home / "chengnuo.toml";
  pipeline::write_durably(file, pipeline::read_file(file) + block_of(unit, home));
  fs::create_directories(config.inbox / unit.id);
  return unit;
}

}  // namespace chengnuo::console
