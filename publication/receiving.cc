#include "publication/receiving.h"

namespace chengnuo::publication {
namespace {

/// What the schema cannot say: which parts a message of this kind has. Empty if all is well.
std::string fault_in(const OutMessage& message, const std::string& xml) {
  if (is_act(message.kind) != message.notice.has_value())
    return "a letter or report has no notice, every other kind has one";
  const bool texted =
      message.kind == MessageKind::letter || message.kind == MessageKind::correction;
  if (texted == message.paragraphs.empty()) return "only a letter or a correction has a text";
  if (texted && xml.find(text_digest(message.paragraphs)) == std::string::npos)
    return "the text does not fit its digest";
  return {};
}

}  // namespace

Receiving::Answer Receiving::take(const std::string& xml, const std::string& at) {
  const auto message = parse_message(xml);
  ReceiptText refusal;
  refusal.at = at;
  refusal.message_id = message && !message->id.empty() ? message->id : "unknown";
  const auto refuse = [&](int status, std::string reason) {
    refusal.reason = std::move(reason);
    return Answer{status, refusal};
  };
  {
    const std::lock_guard lock(validating_);
    if (const std::string complaint = schema_.complaint(xml); !message || !complaint.empty())
      return refuse(400, complaint.empty() ? "not a message" : complaint);
  }
  if (const std::string fault = fault_in(*message, xml); !fault.empty()) return refuse(400, fault);
  const XmlVerification verification = verify_xml(xml, anchors_);
  if (!verification.valid) return refuse(403, verification.reason);

  const auto result = store_.store(xml, *message, verification.signer, at);
  switch (result.outcome) {
    case LetterStore::Outcome::stored:
    case LetterStore::Outcome::known:
      break;
    case LetterStore::Outcome::conflicting:
      return refuse(409, "another message has this id");
    case LetterStore::Outcome::too_early:
      refusal.needs = result.needs;
      return refuse(503, "message " + result.needs + " has to come before it");
    case LetterStore::Outcome::foreign:
      return refuse(403, "the letter that it is about was published by another unit");
  }
  return {200, result.receipt};
}

}  // namespace chengnuo::publication
