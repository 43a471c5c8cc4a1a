#include <sys/stat.h>

#include "console/assembly.h"
#include "console/doctor_looks.h"
#include "pipeline/json.h"
#include "signing/certificate.h"
#include "signing/development_ca.h"
#include "signing/key_check.h"
#include "signing/trust.h"

namespace chengnuo::console {
namespace {

namespace fs = std::filesystem;
using enum Diagnosis::Grade;
using pipeline::Message;
using pipeline::Time;

constexpr auto kSoon = std::chrono::days(60);  // what a certification authority may take

/// Nothing if a certificate is good for a while yet.
Diagnoses expiry_of(const std::string& der, const Message& whose, Time now) {
  const signing::CertificateFacts facts = signing::facts_of(der);
  const std::string day = pipeline::rfc3339(facts.not_after).substr(0, 10);
  const Message advice = {"请向认证机构申请新证书。",
                          "Ask the certification authority for a new one."};
  if (facts.not_after <= now)
    return {{fault,
             {whose.zh + "的证书已于 " + day + " 过期。",
              whose.en + ": the certificate expired on " + day + "."},
             advice}};
  if (facts.not_after - now < kSoon)
    return {{warning,
             {whose.zh + "的证书将于 " + day + " 过期。",
              whose.en + ": the certificate expires on " + day + "."},
             advice}};
  return {};
}

/// Nothing if only its owner can read a file.
Diagnoses privacy_of(const fs::path& file) {
  struct stat facts {};
  if (file.empty() || ::stat(file.c_str(), &facts) != 0 || (facts.st_mode & 077) == 0) return {};
  return {{warning,
           {"密钥或口令文件他人可读：" + file.string(),
            "Others can read a file with a key or password: " + file.string()},
           {"执行：chmod 600 " + file.string(), "Run: chmod 600 " + file.string()}}};
}

void append(Diagnoses& to, const Diagnoses& more) { to.insert(to.end(), more.begin(), more.end()); }

}  // namespace

Diagnoses look_at_unit_key(const UnitConfig& unit, Time now) {
  const auto key = signing_key(unit);
  signing::check_key(*key, now);
  const Message whose = {"单位 " + unit.id, "Unit " + unit.id};
  Diagnoses found;
  for (const fs::path& file : {unit.key, unit.password_file}) append(found, privacy_of(file));
  append(found, expiry_of(key->chain().front(), whose, now));
  if (signing::is_development_certificate(key->chain().front()))
    found.push_back(
        {warning,
         {whose.zh + " 用的是开发测试密钥。", whose.en + " signs with a development key."},
         {"正式使用前，请换成认证机构签发的密钥和证书。",
          "Before real use, put in a key that a certification authority has certified."}});
  if (!found.empty()) return found;
  return {{good, {whose.zh + " 的签名密钥可用", whose.en + "'s signing key is usable"}, {}}};
}

Diagnoses look_at_page_certificate(const Config& config, Time now) {
  if (config.tls_certificate.empty()) return {};
  const auto key = signing::open_key({config.tls_key, config.tls_certificate, {}});
  const Message whose = {"网页（HTTPS）", "The page (HTTPS)"};
  Diagnoses found = privacy_of(config.tls_key);
  append(found, expiry_of(key->chain().front(), whose, now));
  if (!found.empty()) return found;
  return {{good, {whose.zh + "的证书可用", whose.en + ": the certificate is usable"}, {}}};
}

Diagnoses look_at_receiver(const std::string& receiver, const ReceiverConfig& config, Time now) {
  if (config.url.empty()) return {};  // a folder; nothing to prove to anybody
  const Message whose = {"接收方 " + receiver, "Receiver " + receiver};
  Diagnoses found;
  if (!config.ca.empty())
    for (const std::string& der : signing::read_trust_anchors({config.ca}).certificates)
      append(found, expiry_of(der, {whose.zh + "的根证书", whose.en + "'s authority"}, now));
  if (!config.client_certificate.empty()) {
    const auto key = signing::open_key({config.client_key, config.client_certificate, {}});
    append(found, privacy_of(config.client_key));
    append(found, expiry_of(key->chain().front(),
                            {whose.zh + "的客户端", whose.en + ", our client"}, now));
  }
  if (config.url.starts_with("http://") && config.url.find("://127.") == std::string::npos &&
      config.url.find("://localhost") == std::string::npos &&
      config.url.find("://[::1]") == std::string::npos)
    found.push_back({warning,
                     {whose.zh + " 的地址不是 https，报文可被旁观。",
                      whose.en + " is not reached by https: others can read along."},
                     {"请向接收方索取 https 地址。", "Ask the receiver for an https address."}});
  return found;
}

}  // namespace chengnuo::console
