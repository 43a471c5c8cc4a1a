#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/submission.h"
#include "publication/hiding.h"

namespace chengnuo::publication {

/// What a message says. Sent and stored by name (name_of): do not rename.
enum class MessageKind {
  letter,      ///< the letter's text, to the publication platform; for the public
  report,      ///< the enterprise's information, to the Activity Office (活动办)
  correction,  ///< a published letter's text was wrong: here is the right one (更正)
  withdrawal,  ///< a letter should not have been published (撤回)
  suspension,  ///< an objection is being looked into: the publicity period stands still (核查中)
  resumption,  ///< it goes on
  delisting,   ///< struck off the list after a grave breach (除名)
  relisting,   ///< the delisting was revoked (撤销除名)
};
std::string_view name_of(MessageKind kind);
/// Is it about a letter that was published before? Such a message has a Notice, no other has.
bool is_act(MessageKind kind);
std::optional<MessageKind> kind_named(std::string_view name);

/// What a message says about a letter that was published before.
struct Notice {
  std::string about;   ///< id of the letter's message
  std::string number;  ///< 文号 of the written notice; may be empty
  std::string on;      ///< ISO date from which it holds
  std::string reason;  ///< for the public; personal data masked
  std::string sha256;  ///< of the signed written notice (PDF); empty if there is none
};

/// What goes out about one submission: the members of `message` in message.xsd. Made anew from the
/// archived facts each time it is sent, so that a repetition says the same.
struct OutMessage {
  std::string id;  ///< the receiver takes it once
  /// The message about this enterprise that the same receiver got before; empty if there is none.
  std::string after;
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
  std::vector<std::string> paragraphs;  ///< letter and correction; personal data masked
  bool read_by_person = false;
  int publicity_days = 0;        ///< letter only: working days of 公示; 0: none
  std::optional<Notice> notice;  ///< of an act
};

/// `created` and the message's words depend on nothing but the arguments. `rule` says which fields
/// are personal data (hiding.h); without one only telephones, mailboxes and identity numbers are.
OutMessage letter_message(const pipeline::Submission& submission, const std::string& id,
                          const std::string& unit_name, const std::string& activity,
                          pipeline::Time created, const HidingRule& rule = {});
OutMessage report_message(const pipeline::Submission& submission, const std::string& id,
                          const std::string& unit_name, const std::string& activity,
                          pipeline::Time created, const HidingRule& rule = {});

/// `kind` is one of those that carry a notice; a correction holds the letter's present text.
OutMessage notice_message(MessageKind kind, const Notice& notice,
                          const pipeline::Submission& submission, const std::string& id,
                          const std::string& unit_name, const std::string& activity,
                          pipeline::Time created, const HidingRule& rule = {});

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
  std::string signer = {};  ///< whose signature the receiver found on the message
  std::string needs = {};   ///< of a refusal: the message that has to come before this one
};
std::string to_xml_text(const ReceiptText& receipt);
std::optional<ReceiptText> parse_receipt(const std::string& xml);

}  // namespace chengnuo::publication
