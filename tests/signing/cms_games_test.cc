// What can be played with inside a signature's CMS (RFC 5652), the byte ranges all in order.
#include <openssl/cms.h>
#include <openssl/pem.h>

#include "signing/openssl.h"
#include "tests/signing/judgement.h"

namespace chengnuo::signing::tests {
namespace {

struct Signer {
  CertificatePtr certificate;
  KeyPtr key;
};

Signer a_signer() {
  a_key();  // makes it where it is missing
  const auto folder = key_folder() / std::to_string(static_cast<int>(KeyKind::p_256));
  const auto pem = [&](const std::string& what) {
    return run("openssl pkcs12 -in " + (folder / "unit.p12").string() +
               " -passin file:" + (folder / "unit.password").string() + " -nodes " + what)
        .output;
  };
  const std::string certificate = pem("-clcerts -nokeys");
  const std::string key = pem("-nocerts");
  const BioPtr certificate_bio(
      BIO_new_mem_buf(certificate.data(), static_cast<int>(certificate.size())));
  const BioPtr key_bio(BIO_new_mem_buf(key.data(), static_cast<int>(key.size())));
  return {CertificatePtr(PEM_read_bio_X509(certificate_bio.get(), nullptr, nullptr, nullptr)),
          KeyPtr(PEM_read_bio_PrivateKey(key_bio.get(), nullptr, nullptr, nullptr))};
}

struct Game {
  int signers = 1;
  const EVP_MD* digest = EVP_sha256();
  unsigned flags = CMS_DETACHED | CMS_BINARY | CMS_CADES | CMS_NOSMIMECAP;
  std::string trailing;  ///< bytes behind the DER
  std::string content;   ///< if not what is covered
};

/// Through OpenSSL's own functions, so a signing time stands in it, which other profiles have.
CmsMaker played(const Game& game) {
  return [game](const std::string& covered) {
    const Signer signer = a_signer();
    const std::string& content = game.content.empty() ? covered : game.content;
    const BioPtr data(BIO_new_mem_buf(content.data(), static_cast<int>(content.size())));
    const CmsPtr cms(CMS_sign(nullptr, nullptr, nullptr, data.get(), game.flags | CMS_PARTIAL));
    for (int i = 0; i < game.signers; ++i)
      CMS_add1_signer(cms.get(), signer.certificate.get(), signer.key.get(), game.digest,
                      game.flags | (i > 0 ? CMS_NOCERTS : 0u));
    CMS_final(cms.get(), data.get(), nullptr, game.flags);
    unsigned char* bytes = nullptr;
    const int size = i2d_CMS_ContentInfo(cms.get(), &bytes);
    const BytesPtr owner(bytes);
    return std::string(as_view(bytes, static_cast<std::size_t>(size))) + game.trailing;
  };
}

VerificationReport judged(CmsMaker cms, const std::string& sub_filter = "adbe.pkcs7.detached") {
  HandMade wanted;
  wanted.sub_filter = sub_filter;
  wanted.cms = std::move(cms);
  return verified(signed_by_hand(a_contract(), wanted));
}

void expect(const VerificationReport& report, Validity verdict, const std::string& code) {
  EXPECT_EQ(report.verdict, verdict) << report.reason.en;
  EXPECT_EQ(report.code, code) << report.reason.en;
}

/// The DER with the first occurrence of some bytes replaced.
CmsMaker with_bytes(CmsMaker cms, std::string old_bytes, std::string new_bytes) {
  return [=](const std::string& covered) { return replaced(cms(covered), old_bytes, new_bytes); };
}

TEST(Cms, AnOrdinaryOneIsValid) {
  expect(judged(played({})), Validity::valid, "");
  EXPECT_EQ(judged(played({})).signatures.at(0).level, "none");
}

TEST(Cms, TwoSignersInOneAreInvalid) {
  Game game;
  game.signers = 2;
  expect(judged(played(game)), Validity::invalid, "FORMAT_FAILURE");
}

TEST(Cms, NoSignerAtAllIsInvalid) {
  Game game;
  game.signers = 0;
  expect(judged(played(game)), Validity::invalid, "FORMAT_FAILURE");
}

TEST(Cms, AContentOfItsOwnIsInvalid) {
  Game game;
  game.flags &= ~static_cast<unsigned>(CMS_DETACHED);
  expect(judged(played(game)), Validity::invalid, "FORMAT_FAILURE");
  game.content = "something else";
  expect(judged(played(game)), Validity::invalid, "FORMAT_FAILURE");
}

TEST(Cms, NoSignedAttributesAreInvalid) {
  Game game;
  game.flags = CMS_DETACHED | CMS_BINARY | CMS_NOATTR;
  expect(judged(played(game)), Validity::invalid, "FORMAT_FAILURE");
}

TEST(Cms, BytesBehindItAreInvalid) {
  Game game;
  game.trailing = "more";
  expect(judged(played(game)), Validity::invalid, "FORMAT_FAILURE");
}

TEST(Cms, ADigestOfOtherBytesIsInvalid) {
  Game game;
  game.content = "what was not covered";
  expect(judged(played(game)), Validity::invalid, "HASH_FAILURE");
}

TEST(Cms, AWeakDigestIsNeverValid) {
  for (const EVP_MD* const digest : {EVP_sha1(), EVP_sha224()}) {
    Game game;
    game.digest = digest;
    game.flags &= ~static_cast<unsigned>(CMS_CADES);
    expect(judged(played(game)), Validity::indeterminate, "CRYPTO_CONSTRAINTS_FAILURE");
  }
}

TEST(Cms, AnUnknownDigestIsNeverValid) {
  const std::string sha256 = "\x60\x86\x48\x01\x65\x03\x04\x02\x01";
  const std::string unknown = "\x60\x86\x48\x01\x65\x03\x04\x02\x7F";
  const auto both = [&](const std::string& covered) {
    std::string cms = played({})(covered);
    for (std::size_t at = cms.find(sha256); at != std::string::npos; at = cms.find(sha256))
      cms.replace(at, sha256.size(), unknown);
    return cms;
  };
  EXPECT_NE(judged(both).verdict, Validity::valid);
}

TEST(Cms, AWrongContentTypeIsInvalid) {
  // The object identifier of the content-type attribute becomes another one.
  const std::string content_type = "\x2A\x86\x48\x86\xF7\x0D\x01\x09\x03";
  const std::string other = "\x2A\x86\x48\x86\xF7\x0D\x01\x09\x7E";
  expect(judged(with_bytes(played({}), content_type, other)), Validity::invalid, "FORMAT_FAILURE");
}

TEST(Cms, AChangedSignatureValueIsInvalid) {
  const auto changed = [](const std::string& covered) {
    std::string cms = played({})(covered);
    cms.back() = static_cast<char>(cms.back() ^ 1);
    return cms;
  };
  expect(judged(changed), Validity::invalid, "SIG_CRYPTO_FAILURE");
}

TEST(Cms, PadesWantsTheSigningCertificateNamed) {
  Game game;
  game.flags &= ~static_cast<unsigned>(CMS_CADES);
  expect(judged(played(game), "ETSI.CAdES.detached"), Validity::invalid, "FORMAT_FAILURE");
  expect(judged(played({}), "ETSI.CAdES.detached"), Validity::valid, "");
}

TEST(Cms, ASigningTimeKeepsASignatureFromTheBaseline) {
  EXPECT_EQ(judged(played({}), "ETSI.CAdES.detached").signatures.at(0).level, "none");
}

TEST(Cms, WhatIsNoCmsIsInvalid) {
  for (const std::string junk : {"0", "\x30\x03\x02\x01\x05", "garbage"})
    expect(judged([junk](const std::string&) { return junk; }), Validity::invalid,
           "FORMAT_FAILURE");
}

}  // namespace
}  // namespace chengnuo::signing::tests
