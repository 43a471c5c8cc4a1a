#include "signing/pkcs11_session.h"

#include <dlfcn.h>

#include <array>
#include <sstream>

#include "pipeline/error.h"
#include "pipeline/file.h"
#include "signing/key_file.h"

namespace chengnuo::signing {
namespace {

namespace fs = std::filesystem;
using pipeline::Message;

[[noreturn]] void fail(const char* code, const Message& what, const Message& advice) {
  const std::string tail = std::string(" [") + code + "]";
  throw pipeline::Error(pipeline::Remedy::fix_setup, {what.zh + tail, what.en + tail}, advice);
}

[[noreturn]] void fail_removed() {
  fail("TOKEN_REMOVED",
       {"找不到签名密钥盘（令牌），可能已被拔出。",
        "The signing token is not there; it may have been taken out."},
       {"请插好密钥盘；如名称有误，请改正 key 中的 token。",
        "Put it in; if its name is wrong, put right token= in the key's address."});
}

[[noreturn]] void fail_pin() {
  fail("PIN_INCORRECT",
       {"签名密钥盘的 PIN 不正确，不会再次尝试，以免锁死。",
        "The token refused the PIN. It is not tried again, lest the token locks itself."},
       {"请更正 PIN 文件的第一行；文件改动后才会再试一次。",
        "Put right the first line of the PIN's file; it is tried once more after that."});
}

}  // namespace

void require(CK_RV answer) {
  switch (answer) {
    case CKR_OK:
      return;
    case CKR_PIN_INCORRECT:
    case CKR_PIN_INVALID:
    case CKR_PIN_LEN_RANGE:
      fail_pin();
    case CKR_PIN_LOCKED:
      fail("PIN_LOCKED",
           {"签名密钥盘已锁死（PIN 错误次数过多）。",
            "The signing token is locked after too many wrong PINs."},
           {"请由密钥盘管理员解锁。", "Its security officer has to unlock it."});
    case CKR_PIN_EXPIRED:
      fail("PIN_EXPIRED", {"签名密钥盘的 PIN 已过期。", "The signing token's PIN has expired."},
           {"请用密钥盘自带的工具更换 PIN。", "Change it with the token's own tool."});
    case CKR_TOKEN_NOT_PRESENT:
    case CKR_TOKEN_NOT_RECOGNIZED:
    case CKR_DEVICE_REMOVED:
    case CKR_SLOT_ID_INVALID:
      fail_removed();
    case CKR_SESSION_HANDLE_INVALID:
    case CKR_SESSION_CLOSED:
    case CKR_USER_NOT_LOGGED_IN:
    case CKR_OBJECT_HANDLE_INVALID:
    case CKR_KEY_HANDLE_INVALID:
      throw SessionLost(pipeline::Remedy::fix_setup,
                        {"与签名密钥盘的会话已中断。 [SESSION_LOST]",
                         "The session with the signing token was lost. [SESSION_LOST]"},
                        {"会自动重新连接；如反复出现，请检查密钥盘。",
                         "It is opened anew; if it happens again and again, look at the token."});
    default: {
      std::ostringstream number;
      number << "0x" << std::hex << answer;
      fail("TOKEN_ERROR",
           {"签名密钥盘报错 " + number.str() + "。",
            "The signing token reported error " + number.str() + "."},
           {"请查阅密钥盘厂商的说明。", "Its maker's manual says what that means."});
    }
  }
}

namespace {

CK_FUNCTION_LIST* functions_of(const std::string& module) {
  // Never closed: other sessions of this process may rest on it.
  void* const library = ::dlopen(module.c_str(), RTLD_NOW | RTLD_LOCAL);
  const auto list =
      library == nullptr
          ? nullptr
          : reinterpret_cast<CK_C_GetFunctionList>(::dlsym(library, "C_GetFunctionList"));
  CK_FUNCTION_LIST* functions = nullptr;
  if (list == nullptr || list(&functions) != CKR_OK || functions == nullptr)
    fail("TOKEN_MODULE",
         {"无法加载密钥盘驱动：" + module, "The token's module cannot be loaded: " + module},
         {"请检查 key 中的 module-path，并安装密钥盘厂商的驱动。",
          "Check module-path in the key's address, and install the maker's module."});
  CK_C_INITIALIZE_ARGS arguments{};
  arguments.flags = CKF_OS_LOCKING_OK;
  const CK_RV result = functions->C_Initialize(&arguments);
  if (result != CKR_CRYPTOKI_ALREADY_INITIALIZED) require(result);
  return functions;
}

/// Remembers, beside a PIN's file, which state of that file a token refused.
class RefusedPin {
 public:
  explicit RefusedPin(const fs::path& pin_file)
      : marker_(pin_file.native() + ".refused"), state_(state_of(pin_file)) {}

  bool is_this() const {
    std::error_code missing;
    return fs::exists(marker_, missing) && pipeline::read_file(marker_) == state_;
  }
  void remember() const {
    try {
      pipeline::write_durably(marker_, state_);
    } catch (const pipeline::Error&) {
      return;  // a folder that may not be written, such as systemd's credentials: told all the same
    }
  }
  void forget() const {
    std::error_code ignored;
    fs::remove(marker_, ignored);
  }

 private:
  static std::string state_of(const fs::path& pin_file) {
    std::error_code ignored;
    return std::to_string(fs::last_write_time(pin_file, ignored).time_since_epoch().count());
  }
  fs::path marker_;
  std::string state_;
};

std::string trimmed(const unsigned char* text, std::size_t size) {
  std::string label(reinterpret_cast<const char*>(text), size);
  label.resize(label.find_last_not_of(' ') + 1);
  return label;
}

CK_ATTRIBUTE wanted(CK_ATTRIBUTE_TYPE type, const void* value, std::size_t size) {
  return {type, const_cast<void*>(value), size};
}

}  // namespace

Pkcs11Session::Pkcs11Session(const Pkcs11Uri& uri, const fs::path& pin_file)
    : functions_(functions_of(uri.module)) {
  const CK_SLOT_ID slot = slot_of(uri.token);
  require(functions_->C_OpenSession(slot, CKF_SERIAL_SESSION, nullptr, nullptr, &session_));
  try {
    log_in(slot, pin_file);
    find_key(uri);
  } catch (...) {
    functions_->C_CloseSession(session_);
    throw;
  }
}

Pkcs11Session::~Pkcs11Session() { functions_->C_CloseSession(session_); }

CK_SLOT_ID Pkcs11Session::slot_of(const std::string& token) const {
  CK_ULONG count = 0;
  require(functions_->C_GetSlotList(CK_TRUE, nullptr, &count));
  std::vector<CK_SLOT_ID> slots(count);
  require(functions_->C_GetSlotList(CK_TRUE, slots.data(), &count));
  slots.resize(count);
  std::vector<CK_SLOT_ID> found;
  for (const CK_SLOT_ID slot : slots) {
    CK_TOKEN_INFO info{};
    if (functions_->C_GetTokenInfo(slot, &info) != CKR_OK) continue;
    if ((info.flags & CKF_TOKEN_INITIALIZED) == 0) continue;
    if (token.empty() || trimmed(info.label, sizeof info.label) == token) found.push_back(slot);
  }
  if (found.size() != 1) fail_removed();
  return found.front();
}

void Pkcs11Session::log_in(CK_SLOT_ID slot, const fs::path& pin_file) const {
  CK_TOKEN_INFO info{};
  require(functions_->C_GetTokenInfo(slot, &info));
  if ((info.flags & CKF_LOGIN_REQUIRED) == 0) return;
  if ((info.flags & CKF_USER_PIN_LOCKED) != 0) require(CKR_PIN_LOCKED);
  const RefusedPin refused(pin_file);
  if (refused.is_this()) fail_pin();
  const Password pin = password_in(pin_file);
  std::string copy(pin.text(), pin.size());  // the function wants to write to it
  const CK_RV result = functions_->C_Login(
      session_, CKU_USER, reinterpret_cast<unsigned char*>(copy.data()), copy.size());
  OPENSSL_cleanse(copy.data(), copy.size());
  if (result == CKR_PIN_INCORRECT) refused.remember();
  if (result != CKR_USER_ALREADY_LOGGED_IN) require(result);
  refused.forget();
}

std::vector<CK_OBJECT_HANDLE> Pkcs11Session::find(std::vector<CK_ATTRIBUTE> attributes) const {
  require(functions_->C_FindObjectsInit(session_, attributes.data(), attributes.size()));
  std::array<CK_OBJECT_HANDLE, 16> found{};
  CK_ULONG count = 0;
  const CK_RV result = functions_->C_FindObjects(session_, found.data(), found.size(), &count);
  functions_->C_FindObjectsFinal(session_);
  require(result);
  return {found.begin(), found.begin() + static_cast<std::ptrdiff_t>(count)};
}

std::string Pkcs11Session::attribute(CK_OBJECT_HANDLE object, CK_ATTRIBUTE_TYPE type) const {
  CK_ATTRIBUTE asked{type, nullptr, 0};
  require(functions_->C_GetAttributeValue(session_, object, &asked, 1));
  std::string value(asked.ulValueLen, '\0');
  asked.pValue = value.data();
  require(functions_->C_GetAttributeValue(session_, object, &asked, 1));
  return value;
}

void Pkcs11Session::find_key(const Pkcs11Uri& uri) {
  const CK_OBJECT_CLASS kind = CKO_PRIVATE_KEY;
  std::vector<CK_ATTRIBUTE> attributes = {wanted(CKA_CLASS, &kind, sizeof kind)};
  if (!uri.object.empty())
    attributes.push_back(wanted(CKA_LABEL, uri.object.data(), uri.object.size()));
  if (!uri.id.empty()) attributes.push_back(wanted(CKA_ID, uri.id.data(), uri.id.size()));
  const auto found = find(attributes);
  if (found.size() != 1)
    fail("TOKEN_KEY",
         {"密钥盘中没有（或不止一个）所配置的签名密钥。",
          "The token holds no such signing key, or more than one."},
         {"请在 key 中写明 object 或 id。", "Name its object or id in the key's address."});
  key_ = found.front();
}

std::vector<std::string> Pkcs11Session::certificates() const {
  const std::string id = attribute(key_, CKA_ID);
  const CK_OBJECT_CLASS kind = CKO_CERTIFICATE;
  std::vector<std::string> all;
  for (const CK_OBJECT_HANDLE object :
       find({wanted(CKA_CLASS, &kind, sizeof kind), wanted(CKA_ID, id.data(), id.size())}))
    all.push_back(attribute(object, CKA_VALUE));
  return all;
}

std::string Pkcs11Session::sign(const CK_MECHANISM& mechanism, std::string_view bytes) const {
  CK_MECHANISM how = mechanism;
  std::string message(bytes);
  std::string signature(1024, '\0');
  CK_ULONG size = signature.size();
  require(functions_->C_SignInit(session_, &how, key_));
  require(functions_->C_Sign(session_, reinterpret_cast<unsigned char*>(message.data()),
                             message.size(), reinterpret_cast<unsigned char*>(signature.data()),
                             &size));
  signature.resize(size);
  return signature;
}

}  // namespace chengnuo::signing
