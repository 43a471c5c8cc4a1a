#include "publication/xml_signature.h"

#include <openssl/err.h>
#include <xmlsec/crypto.h>
#include <xmlsec/errors.h>
#include <xmlsec/keysmngr.h>
#include <xmlsec/templates.h>
#include <xmlsec/xmldsig.h>
#include <xmlsec/xmlsec.h>
#include <xmlsec/xmltree.h>

#include "pipeline/error.h"
#include "pipeline/file.h"
#include "publication/xml.h"

namespace chengnuo::publication {
namespace {

using pipeline::Error;
using pipeline::Remedy;

using DSigCtxPtr = std::unique_ptr<xmlSecDSigCtx, Free<xmlSecDSigCtxDestroy>>;
using KeyPtr = std::unique_ptr<xmlSecKey, Free<xmlSecKeyDestroy>>;
using KeysMngrPtr = std::unique_ptr<xmlSecKeysMngr, Free<xmlSecKeysMngrDestroy>>;

/// Answers are given in our own words; xmlsec's own reports would go to stderr.
void be_silent(const char*, int, const char*, const char*, const char*, int, const char*) {}

[[noreturn]] void unusable(const std::filesystem::path& file) {
  ERR_clear_error();
  throw Error(Remedy::fix_setup,
              {"报文签名密钥或证书无法使用。",
               "The key or certificate for signing messages cannot be used."},
              {"请检查 [publication] 中的密钥、证书和密码文件。",
               "Check key, certificate and password file under [publication]."},
              file);
}

std::string password_of(const MessageKey& key) {
  if (key.password_file.empty()) return {};
  const std::string content = pipeline::read_file(key.password_file);
  return content.substr(0, content.find_first_of("\r\n"));
}

/// Never prompts on the terminal: with no password OpenSSL would ask a person.
int give_password(char* buffer, int size, int, void* from) {
  const auto& password = *static_cast<const std::string*>(from);
  if (password.size() > static_cast<std::size_t>(size)) return -1;
  password.copy(buffer, password.size());
  return static_cast<int>(password.size());
}

bool is_pkcs12(const std::filesystem::path& file) {
  return file.extension() == ".p12" || file.extension() == ".pfx";
}

/// The unit's key with its certificate; its chain too, where it lies in the same file.
KeyPtr load_key(const MessageKey& key) {
  const std::string bytes = pipeline::read_file(key.key);
  std::string password = password_of(key);
  const auto* data = reinterpret_cast<const xmlSecByte*>(bytes.data());
  const auto size = static_cast<xmlSecSize>(bytes.size());
  if (is_pkcs12(key.key)) {
    KeyPtr loaded(xmlSecCryptoAppPkcs12LoadMemory(data, size, password.c_str(), nullptr, nullptr));
    if (!loaded) unusable(key.key);
    return loaded;
  }
  // With no password given OpenSSL would ask for one on the terminal: the callback says no.
  KeyPtr loaded(xmlSecCryptoAppKeyLoadMemory(data, size, xmlSecKeyDataFormatPem,
                                             password.empty() ? nullptr : password.c_str(),
                                             reinterpret_cast<void*>(give_password), &password));
  if (!loaded) unusable(key.key);
  if (xmlSecCryptoAppKeyCertLoad(loaded.get(), key.certificate.c_str(), xmlSecKeyDataFormatPem) < 0)
    unusable(key.certificate);
  return loaded;
}

xmlNode* add_template(xmlDoc* document, xmlSecTransformId signature_method) {
  xmlNode* signature =
      xmlSecTmplSignatureCreate(document, xmlSecTransformExclC14NId, signature_method, nullptr);
  xmlAddChild(xmlDocGetRootElement(document), signature);
  xmlNode* reference = xmlSecTmplSignatureAddReference(signature, xmlSecTransformSha256Id, nullptr,
                                                       to_xml(""), nullptr);
  xmlSecTmplReferenceAddTransform(reference, xmlSecTransformEnvelopedId);
  xmlSecTmplReferenceAddTransform(reference, xmlSecTransformExclC14NId);
  xmlNode* info = xmlSecTmplSignatureEnsureKeyInfo(signature, nullptr);
  xmlNode* data = xmlSecTmplKeyInfoAddX509Data(info);
  xmlSecTmplX509DataAddCertificate(data);
  return signature;
}

}  // namespace

XmlSecurity::XmlSecurity() {
  if (xmlSecInit() < 0 || xmlSecCryptoAppInit(nullptr) < 0 || xmlSecCryptoInit() < 0)
    throw Error(Remedy::fix_setup,
                {"XML 签名库无法启动。", "The XML signature library did not start."},
                {"请重新安装 libxmlsec1-openssl。", "Install libxmlsec1-openssl again."});
  xmlSecErrorsSetCallback(be_silent);
}

XmlSecurity::~XmlSecurity() {
  xmlSecCryptoShutdown();
  xmlSecCryptoAppShutdown();
  xmlSecShutdown();
}

std::string sign_xml(const std::string& xml, const MessageKey& key) {
  DocPtr document = parse_strangers_xml(xml);
  if (!document) throw std::logic_error("sign_xml: the message is not XML");

  KeyPtr loaded = load_key(key);
  const bool elliptic = xmlSecKeyDataCheckId(xmlSecKeyGetValue(loaded.get()), xmlSecKeyDataEcdsaId);
  const DSigCtxPtr context(xmlSecDSigCtxCreate(nullptr));
  context->signKey = loaded.release();
  xmlNode* signature = add_template(
      document.get(), elliptic ? xmlSecTransformEcdsaSha256Id : xmlSecTransformRsaSha256Id);
  if (xmlSecDSigCtxSign(context.get(), signature) < 0) unusable(key.key);
  return serialise(document.get());
}

}  // namespace chengnuo::publication
