#include "signing/chain_answer.h"

#include <algorithm>

#include "pipeline/json.h"
#include "signing/revocation.h"

namespace chengnuo::signing {
namespace {

using pipeline::Message;
using pipeline::Time;

/// A response without a next update is taken to hold this long.
constexpr auto kUnlimitedHolds = std::chrono::days(1);

struct Seen {
  std::optional<Revocation> fresh;    ///< says that it was good then
  std::optional<Revocation> revoked;  ///< the earliest revocation
  bool stale = false;
};

/// Good later means good before, too.
bool is_fresh(const Revocation& info, Time then) {
  return then <=
         std::max(info.this_update, info.next_update.value_or(info.this_update + kUnlimitedHolds));
}

void consider(const std::optional<Revocation>& info, Time then, Seen& seen) {
  if (!info || info->status == Revocation::Status::unknown) return;
  if (info->status == Revocation::Status::revoked) {
    if (!seen.revoked || info->revoked_at < seen.revoked->revoked_at) seen.revoked = info;
  } else if (is_fresh(*info, then)) {
    seen.fresh = info;
  } else {
    seen.stale = true;
  }
}

Seen look_up(X509* certificate, X509* issuer, const ValidationData& data, Time then) {
  Seen seen;
  for (const std::string& der : data.ocsp_responses)
    consider(read_ocsp(der, certificate, issuer), then, seen);
  for (const std::string& der : data.crls) consider(read_crl(der, certificate, issuer), then, seen);
  return seen;
}

Problem revoked(const Revocation& info, const ChainQuestion& question, bool of_signer) {
  const std::string since = pipeline::rfc3339(info.revoked_at);
  if (!of_signer)
    return {Validity::indeterminate,
            "REVOKED_CA_NO_POE",
            {"签发机构的证书已于 " + since + " 被吊销。",
             "An issuing authority's certificate was revoked at " + since + "."}};
  if (question.proven)
    return {Validity::invalid,
            "REVOKED",
            {"证书在签名被证明存在之前已被吊销（" + since + "）。",
             "The certificate was revoked (" + since +
                 ") before the signature is proven to have existed."}};
  return {Validity::indeterminate,
          "REVOKED_NO_POE",
          {"证书已于 " + since + " 被吊销，且没有时间戳证明签名在此之前已存在。",
           "The certificate was revoked at " + since +
               ", and no time stamp proves that the signature existed before."}};
}

Problem unknown(bool stale) {
  const char* const zh = stale ? "文件内的吊销信息已过期，须联网或稍后重新取得后再验。"
                               : "文件内没有证书的吊销信息，离线无法确认证书是否被吊销。";
  const char* const en =
      stale ? "The revocation information in the file is out of date for this time; get it anew."
            : "The file holds no revocation information for a certificate, so that it is not known "
              "whether it was revoked.";
  return {Validity::indeterminate, "TRY_LATER", {zh, en}};
}

class Judge {
 public:
  Judge(const ChainQuestion& question, const ValidationData& data)
      : question_(question),
        data_(data),
        then_(std::min(question.proven.value_or(question.now), question.now)) {}

  Time then() const { return then_; }

  void judge_revocation(ChainAnswer& answer) {
    for (std::size_t i = 0; i + 1 < answer.chain.size() && !answer.problem; ++i) {
      const CertificatePtr own = certificate_of(answer.chain[i]);
      const CertificatePtr issuer = certificate_of(answer.chain[i + 1]);
      if (own && issuer) judge_link(own.get(), issuer.get(), i == 0, answer);
    }
  }

 private:
  void judge_link(X509* own, X509* issuer, bool of_signer, ChainAnswer& answer) {
    const Seen seen = look_up(own, issuer, data_, then_);
    if (seen.revoked && seen.revoked->revoked_at <= then_) {
      answer.problem = revoked(*seen.revoked, question_, of_signer);
      return;
    }
    if (seen.fresh || seen.revoked) {  // revoked later: it was good then
      if (of_signer) answer.revocation = good(seen);
      return;
    }
    if (sources_of(own).empty()) {
      if (of_signer)
        answer.revocation = {"证书没有指明吊销服务", "the certificate names no revocation service"};
      return;
    }
    answer.revocation_known = false;
    if (of_signer || answer.revocation.empty())
      answer.revocation = {"没有可用的吊销信息", "there is no usable revocation information"};
    if (question_.rule == RevocationRule::demanded) answer.problem = unknown(seen.stale);
  }

  static Message good(const Seen& seen) {
    if (!seen.fresh) {
      const std::string since = pipeline::rfc3339(seen.revoked->revoked_at);
      return {"后来才被吊销（" + since + "）", "revoked only later (" + since + ")"};
    }
    const std::string at = pipeline::rfc3339(seen.fresh->this_update);
    return {"未被吊销（" + at + " 的信息）", "not revoked, as known at " + at};
  }

  const ChainQuestion& question_;
  const ValidationData& data_;
  Time then_;
};

}  // namespace

ChainAnswer ask_chain(const ChainQuestion& question, const TrustAnchors& anchors,
                      const ValidationData& data) {
  Judge judge(question, data);
  ChainAnswer answer;
  answer.problem = problem_of_chain(question.signer, data.certificates, anchors, judge.then());
  if (answer.problem) return answer;
  answer.chain = chain_of(question.signer, data.certificates, anchors, judge.then());
  judge.judge_revocation(answer);
  return answer;
}

}  // namespace chengnuo::signing
