#pragma once

#include <atomic>
#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "signing/trust.h"
#include "tests/signing/fixtures.h"

namespace httplib {
class Server;
struct Response;
}  // namespace httplib

namespace chengnuo::signing::tests {

/// How an OCSP responder or the place of the lists of revoked certificates fares.
enum class Service {
  works,
  down,          ///< HTTP 500
  unknown,       ///< OCSP: does not know the certificate
  out_of_date,   ///< its answers' nextUpdate is past
  unauthorised,  ///< OCSP: signed by one whom the issuer did not appoint
};

/// A certification authority with the services that live signatures need, on 127.0.0.1: time
/// stamps, OCSP, lists of revoked certificates. What they answer is made by OpenSSL's programs, at
/// a time that the test sets. All certificates are P-256 under one root and one issuing authority.
class Authorities {
 public:
  explicit Authorities(pipeline::Time now = kNow);
  ~Authorities();

  const std::filesystem::path& folder() const { return folder_.path(); }
  std::filesystem::path root() const { return folder_ / "root.pem"; }
  TrustAnchors anchors() const { return read_trust_anchors({root()}); }
  /// A key whose certificate names the OCSP responder and the list.
  KeySettings signer() const { return {folder_ / "signer.key", folder_ / "signer-chain.pem", {}}; }
  /// A new key under `issuers` further authorities.
  KeySettings signer_below(int issuers);
  /// A certificate of the authority's, one of "signer", "tsa", "responder", "issuing", DER.
  std::string certificate(const std::string& name) const;

  /// The address of a service: "tsa", or one that fails in its own way: "tsa-500", "tsa-429",
  /// "tsa-hangs", "tsa-garbage", "tsa-refuses", "tsa-nonce", "tsa-imprint", "tsa-stranger",
  /// "tsa-clock" (an hour late).
  std::string url(const std::string& service) const;
  /// How often it was asked.
  int asked(const std::string& service) const;

  /// The services' clock.
  void set_time(pipeline::Time now) { now_ = now; }
  /// The time stamps' certificate ends a year after it was made; this makes another.
  void make_tsa_certificate();
  void revoke(const std::string& name, pipeline::Time at);
  void set_ocsp(Service how) { ocsp_ = how; }
  void set_crl(Service how) { crl_ = how; }

 private:
  void openssl(const std::string& arguments, pipeline::Time at) const;
  void issue(const std::string& name, const std::string& issuer, int days,
             const std::string& extensions);
  void write_index() const;
  void serve();
  std::string answer_time_stamp(const std::string& how, std::string query,
                                httplib::Response& response);
  void answer_ocsp(const std::string& question, httplib::Response& response);
  void answer_crl(const std::string& issuer, httplib::Response& response);

  TemporaryFolder folder_;
  std::atomic<pipeline::Time> now_;
  std::atomic<Service> ocsp_ = Service::works;
  std::atomic<Service> crl_ = Service::works;
  std::map<std::string, std::pair<int, std::string>> issued_;  ///< by name: serial, index line
  std::map<std::string, int> asked_;
  int serial_ = 4096;
  int port_ = 0;
  mutable std::mutex mutex_;
  std::condition_variable_any closing_;
  bool closed_ = false;
  std::unique_ptr<httplib::Server> server_;
  std::jthread thread_;
};

}  // namespace chengnuo::signing::tests
