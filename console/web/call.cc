#include "console/web/call.h"

#include <algorithm>
#include <charconv>

namespace chengnuo::console {
namespace {

constexpr std::size_t kLongestText = 10'000;

}  // namespace

Refused not_found() { return {404, {"没有找到。", "Not found."}, {}}; }

int Call::number(const char* name, int otherwise, int least, int most) const {
  const std::string text = query(name);
  int value = otherwise;
  if (!text.empty()) std::from_chars(text.data(), text.data() + text.size(), value);
  return std::clamp(value, least, most);
}

std::string Call::text(const char* name) const {
  if (!body.is_object() || !body.contains(name))
    throw Refused{422, {std::string("缺少 ") + name, std::string(name) + " is missing"}};
  return text(name, {});
}

std::string Call::text(const char* name, const std::string& otherwise) const {
  if (!body.is_object() || !body.contains(name)) return otherwise;
  const nlohmann::json& value = body.at(name);
  if (!value.is_string() || value.get_ref<const std::string&>().size() > kLongestText)
    throw Refused{422,
                  {std::string(name) + " 应为文字，且不能太长",
                   std::string(name) + " must be a text that is not too long"}};
  return value.get<std::string>();
}

void Call::require_unit(const std::string& unit) const {
  if (!person().sees(unit)) throw not_found();
}

}  // namespace chengnuo::console
