#include "tests/signing/aged_file.h"

#include <fstream>

#include "signing/cms.h"
#include "signing/cms_check.h"
#include "signing/openssl.h"
#include "signing/revocation_client.h"
#include "signing/time_stamp_client.h"

namespace chengnuo::signing::tests {
namespace {

std::string sha256(std::string_view bytes) { return digest_of(bytes, EVP_sha256()); }

}  // namespace

std::string AgedFile::token_over(std::string_view digest) {
  TimeStampClient client({{authorities.url("tsa")}}, authorities.anchors());
  return client.stamp(digest, now);
}

void AgedFile::append(HandMade wanted) {
  wanted.field = "S" + std::to_string(++signatures_);
  bytes = signed_by_hand(bytes, wanted);
}

void AgedFile::sign() {
  HandMade wanted;
  wanted.cms = honest_cms(*key_);
  append(wanted);
}

void AgedFile::sign_stamped() {
  HandMade wanted;
  wanted.cms = [this](const std::string& covered) {
    const std::string plain = make_cms(sha256(covered), *key_);
    const CmsFacts facts = check_cms(plain, [&](const char*) { return sha256(covered); });
    return with_time_stamp(plain, token_over(sha256(facts.signature)));
  };
  append(wanted);
}

void AgedFile::add_stamp() {
  HandMade wanted;
  wanted.type = "DocTimeStamp";
  wanted.sub_filter = "ETSI.RFC3161";
  wanted.cms = [this](const std::string& covered) { return token_over(sha256(covered)); };
  append(wanted);
}

void AgedFile::add_store() {
  for (const char* const name : {"signer", "tsa"}) {
    RevocationClient client;
    EvidenceWanted wanted;
    wanted.chain = chain_of(authorities.certificate(name), {authorities.certificate("issuing")},
                            authorities.anchors(), now);
    add(store_, client.find(wanted, now).data);
  }
  std::vector<NewObject> objects;
  std::string store = "<</Type/DSS";
  std::uint32_t next = size_of(bytes);
  const auto add_all = [&](const char* key, const std::vector<std::string>& all) {
    store += std::string(key) + "[";
    for (const std::string& each : all) {
      objects.push_back({next, stream_of(each)});
      store += std::to_string(next++) + " 0 R ";
    }
    store += "]";
  };
  add_all("/Certs", store_.certificates);
  add_all("/OCSPs", store_.ocsp_responses);
  add_all("/CRLs", store_.crls);
  objects.push_back({next, store + ">>"});
  std::string catalog = value_of(bytes, kRoot);
  catalog.insert(catalog.rfind(">>"), "/DSS " + std::to_string(next) + " 0 R");
  if (const std::size_t old = catalog.find("/DSS "); old != catalog.rfind("/DSS "))
    catalog.erase(old, catalog.find('R', old) + 1 - old);
  objects.push_back({kRoot, catalog});
  bytes = with_update(bytes, objects);
}

VerificationReport AgedFile::verified(std::optional<pipeline::Time> at, RevocationRule rule) const {
  const TemporaryFolder folder;
  std::ofstream(folder / "aged.pdf", std::ios::binary) << bytes;
  return verify_file(folder / "aged.pdf", authorities.anchors(), at.value_or(now), {rule});
}

}  // namespace chengnuo::signing::tests
