#include "signing/revocation_client.h"

#include <algorithm>

#include "pipeline/json.h"
#include "signing/cms_parts.h"
#include "signing/http.h"
#include "signing/openssl.h"
#include "signing/revocation.h"

namespace chengnuo::signing {
namespace {

using pipeline::Message;
using pipeline::Time;

constexpr std::chrono::minutes kSkew{5};
constexpr int kDeepestResponder = 3;  // a responder's certificate may have a responder

enum class Kind { ocsp, crl };

std::optional<Revocation> read(Kind kind, std::string_view der, X509* certificate, X509* issuer) {
  return kind == Kind::ocsp ? read_ocsp(der, certificate, issuer)
                            : read_crl(der, certificate, issuer);
}

}  // namespace

/// One find(): proves link after link and keeps what proves it.
class RevocationClient::Search {
 public:
  /// `client`: null to ask nobody.
  Search(RevocationClient* client, const EvidenceWanted& wanted, Time now)
      : client_(client), wanted_(wanted), now_(now) {}

  Evidence run() {
    const std::vector<std::string>& chain = wanted_.chain;
    evidence_.data.certificates = chain;
    for (std::size_t i = 0; i + 1 < chain.size() && !evidence_.problem; ++i)
      prove({certificate_of(chain[i]), certificate_of(chain[i + 1]),
             i == 0 ? wanted_.known_since : std::nullopt});
    return std::move(evidence_);
  }

 private:
  struct Link {
    CertificatePtr certificate;
    CertificatePtr issuer;
    std::optional<Time> known_since;
    int depth = 0;
  };

  void prove(const Link& link) {
    must(link.certificate && link.issuer, "d2i_X509");
    if (proved_by_present(link)) return;
    const RevocationSources sources = sources_of(link.certificate.get());
    const std::string question = ocsp_request(link.certificate.get(), link.issuer.get());
    for (const std::string& url : sources.ocsp)
      if (proved_by_service(Kind::ocsp, link, url, question)) return;
    for (const std::string& url : sources.crl)
      if (proved_by_service(Kind::crl, link, url, "")) return;
    const std::string name = common_name_of(link.certificate.get());
    if (sources.empty())
      evidence_.problem = {Validity::indeterminate,
                           "NO_REVOCATION_SOURCE",
                           {"证书“" + name + "”没有写明吊销查询地址，无法达到 B-LT。",
                            "The certificate " + name +
                                " names no service that says whether it was revoked; B-LT is out "
                                "of reach with it."}};
    else
      evidence_.problem = {
          Validity::indeterminate,
          "TRY_LATER",
          {"暂时得不到证书“" + name + "”的吊销信息（OCSP 和 CRL 均不可用或尚未更新）。",
           "Whether " + name +
               " was revoked cannot be learned now: neither OCSP nor CRL gives it, "
               "or both are older than the signature."}};
  }

  bool proved_by_present(const Link& link) {
    if (wanted_.present == nullptr) return false;
    const auto proves = [&](Kind kind, const std::string& der) {
      const auto found = read(kind, der, link.certificate.get(), link.issuer.get());
      if (!found || !knows_enough(*found, link)) return false;
      accept(kind, der, *found, link);
      return true;
    };
    return std::ranges::any_of(wanted_.present->ocsp_responses,
                               [&](const std::string& der) { return proves(Kind::ocsp, der); }) ||
           std::ranges::any_of(wanted_.present->crls,
                               [&](const std::string& der) { return proves(Kind::crl, der); });
  }

  bool proved_by_service(Kind kind, const Link& link, const std::string& url,
                         const std::string& question) {
    if (client_ == nullptr) return false;
    Answer answer = client_->answer_of(url, question, now_);
    if (proved_by(kind, link, answer.body)) return true;
    return answer.at != now_ && proved_by(kind, link, client_->fetch(url, question, now_).body);
  }

  bool proved_by(Kind kind, const Link& link, const std::string& der) {
    const auto found = read(kind, der, link.certificate.get(), link.issuer.get());
    if (!found || !knows_enough(*found, link) || found->this_update > now_ + kSkew ||
        (found->next_update && *found->next_update < now_ - kSkew))
      return false;
    accept(kind, der, *found, link);
    return true;
  }

  static bool knows_enough(const Revocation& found, const Link& link) {
    using std::chrono::seconds;
    return found.status != Revocation::Status::unknown &&
           (!link.known_since ||
            found.this_update >= std::chrono::floor<seconds>(*link.known_since));
  }

  void accept(Kind kind, const std::string& der, const Revocation& found, const Link& link) {
    add(evidence_.data,
        kind == Kind::ocsp ? ValidationData{{}, {der}, {}} : ValidationData{{}, {}, {der}});
    const bool was_good =
        found.status == Revocation::Status::good ||
        (link.known_since && *link.known_since < found.revoked_at);  // proven to be older
    if (!was_good) {
      const std::string name = common_name_of(link.certificate.get());
      const std::string day = pipeline::rfc3339(found.revoked_at);
      evidence_.problem = {Validity::invalid,
                           "REVOKED",
                           {"证书“" + name + "”已于 " + day + " 吊销。",
                            "The certificate " + name + " was revoked on " + day + "."}};
      return;
    }
    if (found.responder.empty()) return;
    add(evidence_.data, {{found.responder}, {}, {}});
    CertificatePtr responder = certificate_of(found.responder);
    if (needs_no_check(responder.get()) || link.depth == kDeepestResponder) return;
    X509_up_ref(link.issuer.get());
    prove({std::move(responder), CertificatePtr(link.issuer.get()), std::nullopt, link.depth + 1});
  }

  RevocationClient* client_;
  const EvidenceWanted& wanted_;
  Time now_;
  Evidence evidence_;
};

RevocationClient::Answer RevocationClient::fetch(const std::string& url,
                                                 const std::string& question, Time now) {
  HttpRequest request{url, question.empty() ? "" : "application/ocsp-request", question, timeout_};
  Answer answer{exchange(request).body, now};
  const std::lock_guard lock(mutex_);
  return kept_[url + '\n' + question] = std::move(answer);
}

RevocationClient::Answer RevocationClient::answer_of(const std::string& url,
                                                     const std::string& question, Time now) {
  constexpr std::chrono::hours kKept{1};
  {
    const std::lock_guard lock(mutex_);
    std::erase_if(kept_, [&](const auto& each) { return each.second.at + kKept < now; });
    const auto found = kept_.find(url + '\n' + question);
    if (found != kept_.end()) return found->second;
  }
  return fetch(url, question, now);
}

Evidence RevocationClient::find(const EvidenceWanted& wanted, Time now) {
  return Search(this, wanted, now).run();
}

bool RevocationClient::suffices(const EvidenceWanted& wanted) {
  return !Search(nullptr, wanted, {}).run().problem;
}

}  // namespace chengnuo::signing
