#include "publication/xml_signature.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

#include "fixtures.h"
#include "pipeline/error.h"
#include "pipeline/file.h"

namespace chengnuo::publication {
namespace {

class XmlSignature : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    security_ = new XmlSecurity;
    folder_ = new TemporaryFolder;
    keys_ = make_keys(folder_->path() / "rsa");
  }
  static void TearDownTestSuite() {
    delete folder_;
    delete security_;
  }
  static inline XmlSecurity* security_;
  static inline TemporaryFolder* folder_;
  static inline TestKeys keys_;
};

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const auto at = text.find(from);
  return at == std::string::npos ? text : text.replace(at, from.size(), to);
}

TEST_F(XmlSignature, OfOursIsAcceptedByUsAndByTheXmlsecCommand) {
  const std::string xml = sign_xml(to_xml_text(letter()), keys_.unit);

  const auto verification = verify_xml(xml, {keys_.ca});

  EXPECT_TRUE(verification.valid) << verification.reason;
  EXPECT_EQ(verification.signer, "Test Unit");
  const auto file = folder_->path() / "message.xml";
  pipeline::write_durably(file, xml);
  const std::string command = "xmlsec1 --verify --trusted-pem '" + keys_.ca.string() +
                              "' --enabled-key-data x509 '" + file.string() + "' >/dev/null 2>&1";
  EXPECT_EQ(std::system(command.c_str()), 0);
}

TEST_F(XmlSignature, WithAnEllipticKeyWorksToo) {
  const TestKeys keys = make_keys(folder_->path() / "ec", "ec");
  const auto verification = verify_xml(sign_xml(to_xml_text(letter()), keys.unit), {keys.ca});
  EXPECT_TRUE(verification.valid) << verification.reason;
}

TEST_F(XmlSignature, WithAKeyInAPkcs12FileWorksToo) {
  const auto folder = folder_->path() / "rsa";
  const std::string command =
      "cd '" + folder.string() +
      "' && cp password out && openssl pkcs12 -export -inkey unit.key -in unit.pem -passin "
      "file:password -passout file:out -out unit.p12";
  ASSERT_EQ(std::system(command.c_str()), 0);
  const MessageKey key{folder / "unit.p12", {}, folder / "password"};

  const auto verification = verify_xml(sign_xml(to_xml_text(letter()), key), {keys_.ca});

  EXPECT_TRUE(verification.valid) << verification.reason;
  EXPECT_EQ(verification.signer, "Test Unit");
}

TEST_F(XmlSignature, IsRefusedWhenAnythingInTheMessageChanged) {
  const std::string xml = sign_xml(to_xml_text(letter()), keys_.unit);
  EXPECT_FALSE(verify_xml(replaced(xml, "恒润", "恒闰"), {keys_.ca}).valid);
  EXPECT_FALSE(verify_xml(replaced(xml, "kind=\"letter\"", "kind=\"report\""), {keys_.ca}).valid);
  EXPECT_FALSE(verify_xml(replaced(xml, "<unit>", "<batch>b</batch><unit>"), {keys_.ca}).valid);
}

TEST_F(XmlSignature, FromAnUnknownCaIsRefused) {
  const TestKeys others = make_keys(folder_->path() / "others");
  EXPECT_FALSE(verify_xml(sign_xml(to_xml_text(letter()), others.unit), {keys_.ca}).valid);
  EXPECT_FALSE(verify_xml(sign_xml(to_xml_text(letter()), keys_.unit), {}).valid);
}

// Whoever has a certificate for a web site must not publish letters.
TEST_F(XmlSignature, FromAnAuthorityThatOnlyTheSystemTrustsIsRefused) {
  const TestKeys others = make_keys(folder_->path() / "system");
  const std::string xml = sign_xml(to_xml_text(letter()), others.unit);
  setenv("SSL_CERT_FILE", others.ca.c_str(), 1);
  EXPECT_FALSE(verify_xml(xml, {keys_.ca}).valid);
  unsetenv("SSL_CERT_FILE");
  EXPECT_TRUE(verify_xml(xml, {others.ca}).valid);
}

TEST_F(XmlSignature, IsAcceptedWhereTheUnitsOwnCertificateIsTheAnchor) {
  EXPECT_TRUE(
      verify_xml(sign_xml(to_xml_text(letter()), keys_.unit), {keys_.unit.certificate}).valid);
}

TEST_F(XmlSignature, OfAnExpiredCertificateIsRefused) {
  TestAuthority authority(folder_->path() / "authority");
  const TlsIdentity old =
      authority.issue("unit", "DNS:unit", "-startdate 20200101000000Z -enddate 20200201000000Z");
  const std::string xml = sign_xml(to_xml_text(letter()), {old.key, old.certificate, {}});
  EXPECT_FALSE(verify_xml(xml, {authority.certificate()}).valid);
}

// Signature wrapping: the signed message is hidden inside another one.
TEST_F(XmlSignature, OfAMessageWithinAnotherDoesNotCountForTheOuterOne) {
  const std::string inner = sign_xml(to_xml_text(letter()), keys_.unit);
  const std::string body = inner.substr(inner.find("?>") + 2);
  const std::string outer =
      "<message xmlns=\"urn:chengnuo:publication:1\"><unit>evil</unit>" + body + "</message>";
  EXPECT_FALSE(verify_xml(outer, {keys_.ca}).valid);

  const auto from = body.find("<Signature");
  const auto end = body.find("</Signature>") + 12;
  const std::string moved = "<message xmlns=\"urn:chengnuo:publication:1\"><unit>evil</unit>" +
                            body.substr(from, end - from) + "</message>";
  EXPECT_FALSE(verify_xml(moved, {keys_.ca}).valid);
}

TEST_F(XmlSignature, ReferringToSomethingElseThanTheWholeIsRefused) {
  const std::string xml = sign_xml(to_xml_text(letter()), keys_.unit);
  EXPECT_FALSE(verify_xml(replaced(xml, "URI=\"\"", "URI=\"#x\""), {keys_.ca}).valid);
  EXPECT_FALSE(verify_xml(to_xml_text(letter()), {keys_.ca}).valid);
  EXPECT_FALSE(verify_xml("garbage", {keys_.ca}).valid);
}

TEST_F(XmlSignature, WithAWrongPasswordIsASetupErrorWithoutThePassword) {
  MessageKey key = keys_.unit;
  key.password_file = folder_->path() / "wrong";
  std::ofstream(key.password_file) << "Wrong-Password";
  try {
    sign_xml(to_xml_text(letter()), key);
    FAIL() << "a wrong password was accepted";
  } catch (const pipeline::Error& error) {
    EXPECT_EQ(error.remedy(), pipeline::Remedy::fix_setup);
    EXPECT_EQ(std::string(error.what()).find("Wrong-Password"), std::string::npos);
  }
}

}  // namespace
}  // namespace chengnuo::publication
