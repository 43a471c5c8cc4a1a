#pragma once

#include <optional>
#include <string>
#include <vector>

#include "pipeline/submission.h"

namespace chengnuo::publication {

enum class MessageKind {
  letter,  ///< the letter's text, to the publication platform; for the public
  report,  ///< the enterprise's information, to the Activity Office (活动办)
};

/// What goes out about one submission: the members of `message` in message.xsd. Made anew from the
/// archived facts each time it is sent, so that a repetition says the same.
struct OutMessage {
  std::string id;  ///< the receiver takes it once
  MessageKind kind = MessageKind::letter;
  std::string created;  ///< RFC 3339: when the submission was archived
  std::string unit;     ///< the organising unit's name
  std::string batch;
  std::string enterprise;
  std::string code;
  std::string legal_representative;
  std::string address;
  std::string industry;
  std::string main_products;
  std::vector<std::pair<std::string, std::string>> facts;  ///< report only: field id, value
  std::string activity;
  std::string archive_code;
  std::string signed_on;                                    ///< ISO date; empty if none
  std::vector<std::pair<std::string, std::string>> copies;  ///< holder, SHA-256
  std::vector<std::string> paragraphs;                      ///< letter only; personal data masked
  bool read_by_person = false;
};

/// `created` and the message's words depend on nothing but the arguments.
OutMessage letter_message(const pipeline::Submission& submission, const std::string& id,
                          const std::string& unit_name, const std::string& activity,
                          pipeline::Time created);
OutMessage report_message(const pipeline::Submission& submission, const std::string& id,
                          const std::string& unit_name, const std::string& activity,
                          pipeline::Time created);

/// SHA-256 over the paragraphs' UTF-8, each followed by one line feed (message.xsd, text/@sha256).
std::string text_digest(const std::vector<std::string>& paragraphs);

std::string to_xml_text(const OutMessage& message);
/// Nothing if the XML is not a message; `xml` must have passed the schema.
std::optional<OutMessage> parse_message(const std::string& xml);

/// A receiver's answer as it travels (message.xsd, receipt).
struct ReceiptText {
  std::string message_id;
  bool accepted = false;
  std::string number;
  std::string at;  ///< RFC 3339
  std::string url;
  std::string reason;
};
std::string to_xml_text(const ReceiptText& receipt);
std::optional<ReceiptText> parse_receipt(const std::string& xml);

}  // namespace chengnuo::publication
