#include "tests/signing/authorities.h"

#include <httplib.h>

#include <stdexcept>

#include "pipeline/file.h"
#include "pipeline/json.h"
#include "signing/openssl.h"

namespace chengnuo::signing::tests {
namespace {

using pipeline::read_file;
using pipeline::Time;
using pipeline::write_durably;

/// "2026-11-25 08:00:00", UTC.
std::string moment(Time at) {
  std::string text = pipeline::rfc3339(at).substr(0, 19);
  text[10] = ' ';
  return text;
}

/// As in OpenSSL's index of issued certificates: "261125080000Z".
std::string index_time(Time at) {
  std::string digits;
  for (const char c : moment(at))
    if (c >= '0' && c <= '9') digits += c;
  return digits.substr(2) + "Z";
}

constexpr const char* kConfiguration = R"([tsa]
serial = FOLDER/tsa.serial
signer_digest = sha256
digests = sha256, sha384, sha512
default_policy = 1.2.3.4.1
accuracy = secs:1
ess_cert_id_alg = sha256
[strict]
serial = FOLDER/tsa.serial
signer_digest = sha256
digests = sha512
default_policy = 1.2.3.4.1
[issuing]
database = FOLDER/issuing.index
crlnumber = FOLDER/crlnumber
default_md = sha256
[root]
database = FOLDER/root.index
crlnumber = FOLDER/crlnumber
default_md = sha256
)";

constexpr const char* kAuthority =
    "basicConstraints=critical,CA:TRUE\\nkeyUsage=critical,keyCertSign,cRLSign";

}  // namespace

Authorities::Authorities(Time now) : now_(now) {
  std::string configuration = kConfiguration;
  for (std::size_t at = 0; (at = configuration.find("FOLDER")) != std::string::npos;)
    configuration.replace(at, 6, folder().string());
  write_durably(folder_ / "openssl.cnf", configuration);
  write_durably(folder_ / "tsa.serial", "01\n");
  write_durably(folder_ / "crlnumber", "01\n");
  write_durably(folder_ / "root.index", "");
  write_durably(folder_ / "issuing.index.attr", "unique_subject = no\n");
  serve();

  const std::string services = "\\nauthorityInfoAccess=OCSP;URI:" + url("ocsp") +
                               "\\ncrlDistributionPoints=URI:" + url("issuing.crl");
  issue("root", "root", 7300, kAuthority);
  issue("issuing", "root", 3650,
        std::string(kAuthority) + "\\ncrlDistributionPoints=URI:" + url("root.crl"));
  issue("responder", "issuing", 3650, "extendedKeyUsage=OCSPSigning\\nnoCheck=ignored");
  issue("signer", "issuing", 730, "keyUsage=critical,digitalSignature,nonRepudiation" + services);
  issue("stranger", "stranger", 730, "extendedKeyUsage=critical,timeStamping");
  make_tsa_certificate();
  write_durably(folder_ / "signer-chain.pem", read_file(folder_ / "signer.pem") +
                                                  read_file(folder_ / "issuing.pem") +
                                                  read_file(folder_ / "root.pem"));
}

Authorities::~Authorities() {
  {
    const std::lock_guard lock(mutex_);
    closed_ = true;
  }
  closing_.notify_all();
  server_->stop();
}

void Authorities::openssl(const std::string& arguments, Time at) const {
  const Ran ran = run("TZ=UTC faketime -f '@" + moment(at) + "' openssl " + arguments);
  if (ran.status != 0) throw std::runtime_error(arguments + ": " + ran.output);
}

void Authorities::make_tsa_certificate() {
  issue("tsa", "issuing", 365,
        "keyUsage=critical,digitalSignature\\nextendedKeyUsage=critical,timeStamping"
        "\\nauthorityInfoAccess=OCSP;URI:" +
            url("ocsp") + "\\ncrlDistributionPoints=URI:" + url("issuing.crl"));
}

void Authorities::issue(const std::string& name, const std::string& issuer, int days,
                        const std::string& extensions) {
  const std::string base = (folder_ / name).string();
  const std::string by = (folder_ / issuer).string();
  const Time now = now_;
  const std::string subject = "/CN=Test " + name;
  run("printf '" + extensions + "' > " + base + ".ext");
  openssl("req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout " + base +
              ".key -out " + base + ".csr -subj '" + subject + "'",
          now);
  const std::string signing =
      name == issuer ? "-signkey " + base + ".key" : "-CA " + by + ".pem -CAkey " + by + ".key";
  const std::lock_guard lock(mutex_);
  ++serial_;
  openssl("x509 -req -in " + base + ".csr " + signing + " -sha256 -days " + std::to_string(days) +
              " -set_serial " + std::to_string(serial_) + " -extfile " + base + ".ext -out " +
              base + ".pem",
          now - std::chrono::minutes(5));
  char hex[16];
  std::snprintf(hex, sizeof hex, "%X", serial_);
  if (issuer == "issuing")
    issued_[name + hex] = {serial_, "V\t" + index_time(now + std::chrono::days(days)) + "\t\t" +
                                        hex + "\tunknown\t" + subject + "\n"};
  write_index();
}

void Authorities::write_index() const {
  std::string index;
  for (const auto& [name, entry] : issued_) index += entry.second;
  write_durably(folder_ / "issuing.index", index);
  write_durably(folder_ / "none.index", "");
}

void Authorities::revoke(const std::string& name, Time at) {
  const std::lock_guard lock(mutex_);
  for (auto& [key, entry] : issued_) {
    if (!key.starts_with(name)) continue;
    std::string& line = entry.second;
    line[0] = 'R';
    line.insert(line.find('\t', 2) + 1, index_time(at));
  }
  write_index();
}

KeySettings Authorities::signer_below(int issuers) {
  std::string chain = read_file(folder_ / "issuing.pem") + read_file(folder_ / "root.pem");
  std::string above = "issuing";
  for (int i = 0; i < issuers; ++i) {
    const std::string name = "authority" + std::to_string(i);
    issue(name, above, 3650, kAuthority);
    chain = read_file(folder_ / (name + ".pem")) + chain;
    above = name;
  }
  issue("deep", above, 730, "keyUsage=critical,digitalSignature,nonRepudiation");
  write_durably(folder_ / "deep-chain.pem", read_file(folder_ / "deep.pem") + chain);
  return {folder_ / "deep.key", folder_ / "deep-chain.pem", {}};
}

std::string Authorities::certificate(const std::string& name) const {
  return read_trust_anchors({folder_ / (name + ".pem")}).certificates.front();
}

std::string Authorities::url(const std::string& service) const {
  return "http://127.0.0.1:" + std::to_string(port_) + "/" + service;
}

int Authorities::asked(const std::string& service) const {
  const std::lock_guard lock(mutex_);
  const auto found = asked_.find("/" + service);
  return found == asked_.end() ? 0 : found->second;
}

void Authorities::serve() {
  server_ = std::make_unique<httplib::Server>();
  const auto count = [this](const httplib::Request& request) {
    const std::lock_guard lock(mutex_);
    ++asked_[request.path];
  };
  server_->Post(
      R"(/tsa(-.*)?)", [this, count](const httplib::Request& request, httplib::Response& response) {
        count(request);
        response.set_content(answer_time_stamp(request.matches[1], request.body, response),
                             "application/timestamp-reply");
      });
  server_->Post("/ocsp",
                [this, count](const httplib::Request& request, httplib::Response& response) {
                  count(request);
                  answer_ocsp(request.body, response);
                });
  server_->Get(R"(/(issuing|root)\.crl)",
               [this, count](const httplib::Request& request, httplib::Response& response) {
                 count(request);
                 answer_crl(request.matches[1], response);
               });
  port_ = server_->bind_to_any_port("127.0.0.1");
  thread_ = std::jthread([this] { server_->listen_after_bind(); });
}

std::string Authorities::answer_time_stamp(const std::string& how, std::string query,
                                           httplib::Response& response) {
  std::unique_lock lock(mutex_);
  if (how == "-500" || how == "-429") {
    response.status = std::stoi(how.substr(1));
    return "";
  }
  if (how == "-hangs") {
    closing_.wait(lock, [this] { return closed_; });
    return "";
  }
  if (how == "-garbage") return "<html>welcome</html>";
  if (how == "-nonce") query[query.size() - 4] = static_cast<char>(query[query.size() - 4] ^ 1);
  if (how == "-imprint") {
    char& byte = query[query.find(std::string("\x04\x20")) + 2];
    byte = static_cast<char>(byte ^ 1);
  }
  const Time now = now_;
  const std::string base = (folder_ / "stamp").string();
  write_durably(base + ".tsq", query);
  const std::string who = (folder_ / (how == "-stranger" ? "stranger" : "tsa")).string();
  openssl("ts -reply -config " + (folder_ / "openssl.cnf").string() + " -section " +
              (how == "-refuses" ? "strict" : "tsa") + " -queryfile " + base + ".tsq -signer " +
              who + ".pem -inkey " + who + ".key -chain " + (folder_ / "issuing.pem").string() +
              " -out " + base + ".tsr",
          how == "-clock" ? now - std::chrono::hours(1) : now);
  return read_file(base + ".tsr");
}

void Authorities::answer_ocsp(const std::string& question, httplib::Response& response) {
  const std::lock_guard lock(mutex_);
  const Service how = ocsp_;
  response.status = how == Service::down ? 500 : 200;
  if (how == Service::down) return;
  const std::string base = (folder_ / "status").string();
  write_durably(base + ".orq", question);
  const auto path = [this](const std::string& name) { return (folder_ / name).string(); };
  const std::string who = how == Service::unauthorised ? "signer" : "responder";
  const Time now = now_;
  openssl("ocsp -index " + path(how == Service::unknown ? "none.index" : "issuing.index") +
              " -CA " + path("issuing.pem") + " -rsigner " + path(who + ".pem") + " -rkey " +
              path(who + ".key") + " -reqin " + base + ".orq -respout " + base +
              ".ors -ndays 1 -noverify",
          how == Service::out_of_date ? now - std::chrono::days(30) : now);
  response.set_content(read_file(base + ".ors"), "application/ocsp-response");
}

void Authorities::answer_crl(const std::string& issuer, httplib::Response& response) {
  const std::lock_guard lock(mutex_);
  const Service how = crl_;
  response.status = how == Service::down ? 500 : 200;
  if (how == Service::down) return;
  const std::string base = (folder_ / issuer).string();
  const Time now = now_;
  openssl("ca -gencrl -config " + (folder_ / "openssl.cnf").string() + " -name " + issuer +
              " -cert " + base + ".pem -keyfile " + base + ".key -crldays 7 -out " + base + ".crl",
          how == Service::out_of_date ? now - std::chrono::days(30) : now);
  openssl("crl -in " + base + ".crl -outform DER -out " + base + ".crl.der", now);
  response.set_content(read_file(base + ".crl.der"), "application/pkix-crl");
}

}  // namespace chengnuo::signing::tests
