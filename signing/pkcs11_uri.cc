#include "signing/pkcs11_uri.h"

#include <algorithm>
#include <string_view>

#include "pipeline/error.h"

namespace chengnuo::signing {
namespace {

constexpr std::string_view kScheme = "pkcs11:";

[[noreturn]] void refuse(const pipeline::Message& what) {
  throw pipeline::Error(
      pipeline::Remedy::fix_setup, {what.zh + " [KEY_URI]", what.en + " [KEY_URI]"},
      {"写法：pkcs11:token=名称;object=密钥名称?module-path=/usr/lib/…/驱动.so，PIN 放在 "
       "password_file 中。",
       "Write pkcs11:token=NAME;object=KEY?module-path=/usr/lib/…/module.so, and put the PIN into "
       "password_file."});
}

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::string decoded(std::string_view text) {
  std::string bytes;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool escaped = text[i] == '%' && i + 2 < text.size() && hex_value(text[i + 1]) >= 0 &&
                         hex_value(text[i + 2]) >= 0;
    bytes +=
        escaped ? static_cast<char>(hex_value(text[i + 1]) * 16 + hex_value(text[i + 2])) : text[i];
    if (escaped) i += 2;
  }
  return bytes;
}

void read_attribute(std::string_view attribute, Pkcs11Uri& into) {
  const std::size_t equals = std::min(attribute.find('='), attribute.size());
  const std::string_view key = attribute.substr(0, equals);
  if (key.starts_with("pin-"))
    refuse({"PKCS#11 地址中不能写 PIN。", "A PKCS#11 address must not hold a PIN."});
  const std::string value = decoded(attribute.substr(std::min(equals + 1, attribute.size())));
  if (key == "module-path") into.module = value;
  if (key == "token") into.token = value;
  if (key == "object") into.object = value;
  if (key == "id") into.id = value;
}

}  // namespace

bool is_pkcs11_uri(const std::string& text) { return text.starts_with(kScheme); }

Pkcs11Uri parse_pkcs11_uri(const std::string& text) {
  if (!is_pkcs11_uri(text)) refuse({"不是 PKCS#11 地址。", "This is no PKCS#11 address."});
  Pkcs11Uri uri;
  std::string_view rest = std::string_view(text).substr(kScheme.size());
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find_first_of(";?&"), rest.size());
    read_attribute(rest.substr(0, end), uri);
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  if (uri.module.empty())
    refuse({"PKCS#11 地址没有写驱动程序（module-path）。",
            "The PKCS#11 address names no module (module-path)."});
  return uri;
}

}  // namespace chengnuo::signing
