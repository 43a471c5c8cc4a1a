#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <xmlsec/crypto.h>
#include <xmlsec/xmldsig.h>
#include <xmlsec/xmlsec.h>
#include <xmlsec/xmltree.h>

#include <algorithm>

#include "pipeline/error.h"
#include "publication/xml.h"
#include "publication/xml_signature.h"

namespace chengnuo::publication {
namespace {

using BioPtr = std::unique_ptr<BIO, Free<BIO_free_all>>;
using CertificatePtr = std::unique_ptr<X509, Free<X509_free>>;
using DSigCtxPtr = std::unique_ptr<xmlSecDSigCtx, Free<xmlSecDSigCtxDestroy>>;
using StorePtr = std::unique_ptr<X509_STORE, Free<X509_STORE_free>>;
using StoreContextPtr = std::unique_ptr<X509_STORE_CTX, Free<X509_STORE_CTX_free>>;

/// Borrowed certificates, as OpenSSL wants a list.
struct StackFree {
  void operator()(STACK_OF(X509) * stack) const noexcept { sk_X509_free(stack); }
};
using StackPtr = std::unique_ptr<STACK_OF(X509), StackFree>;

/// The only Signature element, directly below the root; null where it is missing or not alone.
xmlNode* only_signature(xmlDoc* document) {
  xmlNode* root = xmlDocGetRootElement(document);
  xmlNode* found = nullptr;
  for (xmlNode* each = root == nullptr ? nullptr : root->children; each; each = each->next) {
    if (!xmlSecCheckNodeName(each, xmlSecNodeSignature, xmlSecDSigNs)) continue;
    if (found != nullptr) return nullptr;
    found = each;
  }
  return found;
}

/// Whoever signed may send at most so many certificates along.
constexpr std::size_t kMostCertificates = 8;

void collect_certificates(xmlNode* node, std::vector<CertificatePtr>& found) {
  for (; node != nullptr && found.size() < kMostCertificates; node = node->next) {
    if (xmlSecCheckNodeName(node, xmlSecNodeX509Certificate, xmlSecDSigNs)) {
      std::string base64 = content(node);
      std::erase_if(base64, [](char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; });
      std::string der(base64.size(), '\0');
      const int size = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(der.data()),
                                       reinterpret_cast<const unsigned char*>(base64.data()),
                                       static_cast<int>(base64.size()));
      const auto* bytes = reinterpret_cast<const unsigned char*>(der.data());
      if (size > 0)
        if (CertificatePtr certificate{d2i_X509(nullptr, &bytes, size)})
          found.push_back(std::move(certificate));
    }
    collect_certificates(node->children, found);
  }
}

/// The signer's: the one that issued none of the others.
X509* signers_own(const std::vector<CertificatePtr>& certificates) {
  for (const CertificatePtr& one : certificates)
    if (std::ranges::none_of(certificates, [&](const CertificatePtr& other) {
          return other != one && X509_check_issued(one.get(), other.get()) == X509_V_OK;
        }))
      return one.get();
  return nullptr;
}

/// PEM, else a single certificate in DER.
std::vector<CertificatePtr> certificates_in(const std::filesystem::path& anchor) {
  std::vector<CertificatePtr> found;
  const BioPtr file(BIO_new_file(anchor.c_str(), "r"));
  while (file) {
    CertificatePtr certificate(PEM_read_bio_X509(file.get(), nullptr, nullptr, nullptr));
    if (!certificate) break;
    found.push_back(std::move(certificate));
  }
  if (file && found.empty() && BIO_reset(file.get()) == 0)
    if (CertificatePtr certificate{d2i_X509_bio(file.get(), nullptr)})
      found.push_back(std::move(certificate));
  ERR_clear_error();
  if (found.empty())
    throw pipeline::Error(
        pipeline::Remedy::fix_setup,
        {"受信任的证书无法读取。", "A certificate that is to be trusted cannot be read."},
        {"请换成 PEM 或 DER 格式的证书文件。", "Put a certificate there, PEM or DER."}, anchor);
  return found;
}

bool leads_to(X509_STORE* store, X509* certificate, const std::vector<CertificatePtr>& others) {
  const StackPtr chain(sk_X509_new_null());
  for (const CertificatePtr& other : others) sk_X509_push(chain.get(), other.get());
  const StoreContextPtr context(X509_STORE_CTX_new());
  const bool good = X509_STORE_CTX_init(context.get(), store, certificate, chain.get()) == 1 &&
                    X509_verify_cert(context.get()) == 1;
  ERR_clear_error();
  return good;
}

std::string common_name(X509* certificate) {
  char name[256] = "";
  X509_NAME_get_text_by_NID(X509_get_subject_name(certificate), NID_commonName, name, sizeof name);
  return name;
}

/// The certificate's key, for xmlsec.
xmlSecKey* key_of(X509* certificate) {
  unsigned char* der = nullptr;
  const int size = i2d_X509(certificate, &der);
  if (size <= 0) return nullptr;
  xmlSecKey* key = xmlSecCryptoAppKeyLoadMemory(
      der, static_cast<xmlSecSize>(size), xmlSecKeyDataFormatCertDer, nullptr, nullptr, nullptr);
  OPENSSL_free(der);
  return key;
}

/// Only what sign_xml makes is allowed, so that a signature cannot be about something else.
bool allow_only_our_form(xmlSecDSigCtx* context) {
  context->enabledReferenceUris = xmlSecTransformUriTypeEmpty;
  context->flags |= XMLSEC_DSIG_FLAGS_STORE_SIGNEDINFO_REFERENCES;
  for (xmlSecTransformId id : {xmlSecTransformExclC14NId, xmlSecTransformSha256Id,
                               xmlSecTransformRsaSha256Id, xmlSecTransformEcdsaSha256Id})
    if (xmlSecDSigCtxEnableSignatureTransform(context, id) < 0) return false;
  for (xmlSecTransformId id :
       {xmlSecTransformEnvelopedId, xmlSecTransformExclC14NId, xmlSecTransformSha256Id})
    if (xmlSecDSigCtxEnableReferenceTransform(context, id) < 0) return false;
  return true;
}

XmlVerification refused(const char* reason) { return {false, reason, {}}; }

}  // namespace

/// Exactly the anchors, and nothing of the system's: xmlsec's own store would also trust every
/// authority that browsers trust, and with it whoever has a certificate for a web site.
struct TrustAnchors::State {
  StorePtr store;
};

TrustAnchors::TrustAnchors(const std::vector<std::filesystem::path>& files) {
  if (files.empty()) return;
  StorePtr store(X509_STORE_new());
  for (const auto& file : files)
    for (const CertificatePtr& certificate : certificates_in(file))
      X509_STORE_add_cert(store.get(), certificate.get());
  // A unit's own certificate may be an anchor too.
  X509_STORE_set_flags(store.get(), X509_V_FLAG_PARTIAL_CHAIN);
  ERR_clear_error();
  state_ = std::make_shared<const State>(State{std::move(store)});
}

XmlVerification verify_xml(const std::string& xml, const TrustAnchors& anchors) {
  const DocPtr document = parse_strangers_xml(xml);
  if (!document) return refused("not well-formed XML");
  xmlNode* signature = only_signature(document.get());
  if (signature == nullptr) return refused("there is not exactly one signature below the root");

  std::vector<CertificatePtr> certificates;
  collect_certificates(signature->children, certificates);
  X509* signer = signers_own(certificates);
  if (signer == nullptr) return refused("the signature names no certificate");
  if (anchors.empty() || !leads_to(anchors.state()->store.get(), signer, certificates))
    return refused("the certificate is not trusted");

  const DSigCtxPtr context(xmlSecDSigCtxCreate(nullptr));
  if (!context || !allow_only_our_form(context.get())) return refused("the verifier did not start");
  context->signKey = key_of(signer);
  if (context->signKey == nullptr) return refused("the certificate's key cannot be used");
  const int done = xmlSecDSigCtxVerify(context.get(), signature);
  ERR_clear_error();
  if (done < 0) return refused("the signature's form is not allowed");
  if (context->status != xmlSecDSigStatusSucceeded) return refused("the signature does not fit");
  if (xmlSecPtrListGetSize(&context->signedInfoReferences) != 1)
    return refused("the signature must cover the whole message once");
  return {true, {}, common_name(signer)};
}

}  // namespace chengnuo::publication
