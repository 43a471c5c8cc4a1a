#include <gtest/gtest.h>
#include <httplib.h>

#include <thread>

#include "fixtures.h"
#include "pipeline/error.h"
#include "pipeline/file.h"
#include "publication/manifest.h"
#include "publication/message.h"
#include "publication/parcel.h"
#include "publication/publisher.h"

namespace chengnuo::publication {
namespace {

using pipeline::Error;
using pipeline::Remedy;

const ReceiptText kAccepted{"m1", true, "P1", "2025-11-03T08:00:00Z", "/letters/m1", ""};

TEST(FolderPublisher, PublishingTheSameMessageTwiceLeavesOneCopyAndItsReceiptIsReadBack) {
  const XmlSecurity security;
  const TemporaryFolder folder;
  const TestKeys keys = make_keys(folder.path() / "keys");
  const auto publisher = make_folder_publisher("platform", folder.path(), {}, {keys.ca});

  EXPECT_FALSE(publisher->send({"m1", "<message/>"}));
  EXPECT_FALSE(publisher->send({"m1", "<message/>"}));
  pipeline::write_durably(folder.path() / "m1.receipt.xml",
                          sign_xml(to_xml_text(kAccepted), keys.unit));
  const auto receipt = publisher->send({"m1", "<message/>"});

  ASSERT_TRUE(receipt);
  EXPECT_EQ(receipt->number, "P1");
  EXPECT_EQ(receipt->from, "platform");
  EXPECT_EQ(pipeline::read_file(folder.path() / "m1.xml"), "<message/>");
}

TEST(FolderPublisher, AParcelWithItsManifestIsTakenOnTheOtherSideAndItsReceiptsComeBack) {
  const XmlSecurity security;
  const TemporaryFolder folder;
  const TestKeys keys = make_keys(folder.path() / "keys");
  const TestKeys platform = make_keys(folder.path() / "platform-keys", "ec");
  const auto parcel = folder.path() / "parcel";
  const auto publisher = make_folder_publisher("platform", parcel, keys.unit, {platform.ca});
  const SignedMessage message{letter().id, sign_xml(to_xml_text(letter()), keys.unit)};
  EXPECT_FALSE(publisher->send(message));
  publisher->settle();

  const Schema schema(CHENGNUO_XSD);
  EXPECT_EQ(schema.complaint(pipeline::read_file(parcel / "manifest.xml")), "");
  LetterStore store(folder.path() / "platform", WorkCalendar());
  Receiving receiving(store, schema, {keys.ca});
  const auto results =
      take_parcel(parcel, receiving, {keys.ca}, platform.unit, "2025-11-04T02:00:00Z");

  ASSERT_EQ(results.size(), 1U);
  EXPECT_EQ(results[0].status, 200) << results[0].reason;
  EXPECT_EQ(schema.complaint(pipeline::read_file(parcel / (message.id + ".receipt.xml"))), "");
  const auto receipt = publisher->send(message);
  ASSERT_TRUE(receipt);
  EXPECT_EQ(receipt->number, "P100001");
  publisher->settle();
  EXPECT_TRUE(parse_manifest(pipeline::read_file(parcel / "manifest.xml"))->entries.empty());
}

TEST(FolderPublisher, AParcelThatWasTamperedWithIsNotTaken) {
  const XmlSecurity security;
  const TemporaryFolder folder;
  const TestKeys keys = make_keys(folder.path() / "keys");
  const TestKeys stranger = make_keys(folder.path() / "stranger");
  const auto parcel = folder.path() / "parcel";
  const auto publisher = make_folder_publisher("platform", parcel, keys.unit, {});
  publisher->send({letter().id, sign_xml(to_xml_text(letter()), keys.unit)});
  publisher->settle();
  const Schema schema(CHENGNUO_XSD);
  LetterStore store(folder.path() / "platform", WorkCalendar());
  Receiving receiving(store, schema, {keys.ca});

  pipeline::write_durably(parcel / (letter().id + ".xml"), "<changed/>");
  const auto take = [&] {
    return take_parcel(parcel, receiving, {keys.ca}, keys.unit, "2025-11-04T02:00:00Z");
  };
  EXPECT_EQ(take().at(0).status, 0);
  write_manifest(parcel, "platform", stranger.unit);
  EXPECT_THROW(take(), Error);
  std::filesystem::remove(parcel / "manifest.xml");
  EXPECT_THROW(take(), Error);
}

TEST(FolderPublisher, WhatLiesInAParcelInAnyOrderIsTakenInTheOrderThatTheMessagesName) {
  const XmlSecurity security;
  const TemporaryFolder folder;
  const TestKeys keys = make_keys(folder.path() / "keys");
  const auto parcel = folder.path() / "parcel";
  std::filesystem::create_directories(parcel);
  const auto put = [&](OutMessage message, const std::string& id, const std::string& after) {
    message.id = id;
    message.after = after;
    pipeline::write_durably(parcel / (id + ".xml"), sign_xml(to_xml_text(message), keys.unit));
  };
  put(letter(), "z.first", "");
  put(letter(), "m.second", "z.first");
  put(letter(), "a.third", "m.second");
  put(letter(), "b.orphan", "never.came");
  write_manifest(parcel, "platform", keys.unit);
  const Schema schema(CHENGNUO_XSD);
  LetterStore store(folder.path() / "platform", WorkCalendar());
  Receiving receiving(store, schema, {keys.ca});

  const auto results = take_parcel(parcel, receiving, {keys.ca}, keys.unit, "2025-11-04T02:00:00Z");

  ASSERT_EQ(results.size(), 4U);
  EXPECT_EQ(store.find("z.first")->receipt.number, "P100001");
  EXPECT_EQ(store.find("m.second")->receipt.number, "P100002");
  EXPECT_EQ(store.find("a.third")->receipt.number, "P100003");
  EXPECT_EQ(results.back().message_id, "b.orphan");
  EXPECT_EQ(results.back().status, 503);
  EXPECT_NE(results.back().reason.find("never.came"), std::string::npos);
  EXPECT_FALSE(std::filesystem::exists(parcel / "b.orphan.receipt.xml"));
}

TEST(FolderPublisher, AForgedReceiptIsRefusedAndNamed) {
  const XmlSecurity security;
  const TemporaryFolder folder;
  const TestKeys platform = make_keys(folder.path() / "platform");
  const TestKeys stranger = make_keys(folder.path() / "stranger");
  const auto publisher =
      make_folder_publisher("platform", folder.path() / "parcel", {}, {platform.ca});
  publisher->send({"m1", "<message/>"});
  std::string altered = sign_xml(to_xml_text(kAccepted), platform.unit);
  altered.replace(altered.find("P1"), 2, "P9");

  for (const std::string& forged :
       {to_xml_text(kAccepted), altered, sign_xml(to_xml_text(kAccepted), stranger.unit)}) {
    pipeline::write_durably(folder.path() / "parcel" / "m1.receipt.xml", forged);
    try {
      publisher->send({"m1", "<message/>"});
      ADD_FAILURE() << "believed: " << forged;
    } catch (const Error& error) {
      EXPECT_EQ(error.file().filename(), "m1.receipt.xml");
      EXPECT_NE(error.message().zh.find("m1"), std::string::npos);
    }
  }
}

TEST(FolderPublisher, AReceiptForAnotherMessageIsNotBelieved) {
  const XmlSecurity security;
  const TemporaryFolder folder;
  const TestKeys keys = make_keys(folder.path() / "keys");
  const auto publisher = make_folder_publisher("platform", folder.path(), {}, {keys.ca});
  publisher->send({"m2", "<message/>"});
  pipeline::write_durably(folder.path() / "m2.receipt.xml",
                          sign_xml(to_xml_text(kAccepted), keys.unit));
  EXPECT_THROW(publisher->send({"m2", "<message/>"}), ReceiverFailure);
}

/// A receiver that answers every message in one way.
class Receiver {
 public:
  Receiver(int status, const std::string& body) {
    server_.Post("/api/messages", [=](const httplib::Request&, httplib::Response& reply) {
      reply.status = status;
      reply.set_content(body, "application/xml");
    });
    port_ = server_.bind_to_any_port("127.0.0.1");
    thread_ = std::thread([this] { server_.listen_after_bind(); });
    while (!server_.is_running()) std::this_thread::yield();
  }
  ~Receiver() {
    server_.stop();
    thread_.join();
  }
  std::string url() const { return "http://127.0.0.1:" + std::to_string(port_) + "/api/messages"; }

 private:
  httplib::Server server_;
  int port_ = 0;
  std::thread thread_;
};

Remedy remedy_of(int status, const std::string& body) {
  const Receiver receiver(status, body);
  HttpSettings settings;
  settings.url = receiver.url();
  try {
    make_http_publisher("platform", settings)->send({"m1", "<message/>"});
  } catch (const Error& error) {
    return error.remedy();
  }
  ADD_FAILURE() << "status " << status << " was taken for a success";
  return Remedy::report_bug;
}

TEST(HttpPublisher, TakesAReceiptForAReceipt) {
  const Receiver receiver(200, to_xml_text(kAccepted));
  HttpSettings settings;
  settings.url = receiver.url();

  const auto receipt = make_http_publisher("platform", settings)->send({"m1", "<message/>"});

  ASSERT_TRUE(receipt);
  EXPECT_EQ(receipt->number, "P1");
}

TEST(HttpPublisher, RepeatsAfterAServersErrorAndAfterNonsense) {
  EXPECT_EQ(remedy_of(500, "oops"), Remedy::retry);
  EXPECT_EQ(remedy_of(503, ""), Remedy::retry);
  EXPECT_EQ(remedy_of(200, "<html>welcome</html>"), Remedy::retry);
  ReceiptText other = kAccepted;
  other.message_id = "m2";
  EXPECT_EQ(remedy_of(200, to_xml_text(other)), Remedy::retry);
}

TEST(HttpPublisher, BelievesOnlySignedReceiptsWhereTheReceiversCertificateIsKnown) {
  const XmlSecurity security;
  const TemporaryFolder folder;
  const TestKeys platform = make_keys(folder.path() / "platform");
  const Receiver honest(200, sign_xml(to_xml_text(kAccepted), platform.unit));
  const Receiver liar(200, to_xml_text(kAccepted));
  HttpSettings settings;
  settings.receipts = {platform.ca};

  settings.url = honest.url();
  EXPECT_EQ(make_http_publisher("platform", settings)->send({"m1", "<message/>"})->number, "P1");
  settings.url = liar.url();
  EXPECT_THROW(make_http_publisher("platform", settings)->send({"m1", "<message/>"}), Error);
}

TEST(HttpPublisher, HearsWhichMessageHasToComeBefore) {
  ReceiptText early{"m1", false, "", "2025-11-03T08:00:00Z", "", "too early"};
  early.needs = "m0";
  const Receiver receiver(503, to_xml_text(early));
  HttpSettings settings;
  settings.url = receiver.url();
  try {
    make_http_publisher("platform", settings)->send({"m1", "<message/>"});
    FAIL() << "it was not taken";
  } catch (const EarlierNeeded& needed) {
    EXPECT_EQ(needed.message_id, "m0");
  }
}

TEST(HttpPublisher, TellsARefusedMessageFromAWrongAddress) {
  const ReceiptText refused{"m1", false, "", "2025-11-03T08:00:00Z", "", "签名不被信任"};
  EXPECT_EQ(remedy_of(400, to_xml_text(refused)), Remedy::fix_document);
  EXPECT_EQ(remedy_of(404, "not here"), Remedy::fix_setup);
}

TEST(HttpPublisher, RepeatsWhenNobodyAnswers) {
  HttpSettings settings;
  {
    const Receiver gone(200, "");
    settings.url = gone.url();
  }
  try {
    make_http_publisher("platform", settings)->send({"m1", "<message/>"});
    FAIL() << "nobody was there";
  } catch (const Error& error) {
    EXPECT_EQ(error.remedy(), Remedy::retry);
  }
}

TEST(HttpPublisher, DoesNotOpenOtherKindsOfAddresses) {
  HttpSettings settings;
  settings.url = "file:///etc/passwd";
  EXPECT_THROW(make_http_publisher("platform", settings)->send({"m1", "x"}), Error);
}

}  // namespace
}  // namespace chengnuo::publication
