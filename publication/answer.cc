#include "publication/answer.h"

#include "pipeline/error.h"
#include "pipeline/json.h"
#include "publication/message.h"
#include "publication/publisher.h"

namespace chengnuo::publication {

using pipeline::Error;
using pipeline::Remedy;

namespace {

ReceiverFailure no_receipt(const std::string& receiver) {
  return {Remedy::retry,
          {"接收方 " + receiver + " 的回答不是本报文的回执。",
           "The answer of receiver " + receiver + " is no receipt for this message."},
          {"报文已保存，将自动重试；若一直如此，请与接收方联系。",
           "The message is kept and will be sent again; if this goes on, ask the receiver."}};
}

}  // namespace

pipeline::Receipt receipt_from(const std::string& receiver, const std::string& message_id,
                               const std::string& answer) {
  const auto receipt = parse_receipt(answer);
  if (!receipt || receipt->message_id != message_id) throw no_receipt(receiver);
  if (!receipt->accepted && !receipt->needs.empty())
    throw EarlierNeeded(receipt->needs,
                        {"接收方 " + receiver + " 还没有此前的报文 " + receipt->needs + "。",
                         "Receiver " + receiver + " lacks message " + receipt->needs +
                             ", which goes before this one."},
                        {"已安排先重送那一份。", "That one is sent again first."});
  if (!receipt->accepted)
    throw Error(Remedy::fix_document,
                {"接收方 " + receiver + " 拒收：" + receipt->reason,
                 "Receiver " + receiver + " refuses the message: " + receipt->reason},
                {"请按接收方所述原因处理后，执行 chengnuo publish retry。",
                 "Put right what the receiver names, then run: chengnuo publish retry"});
  try {
    return {receiver, pipeline::from_rfc3339(receipt->at), receipt->number, message_id};
  } catch (const std::exception&) {  // a time that is no time
    throw no_receipt(receiver);
  }
}

void check_signature(const std::string& receiver, const std::string& message_id,
                     const std::string& answer, const TrustAnchors& trusted,
                     const std::filesystem::path& file) {
  const XmlVerification verification = verify_xml(answer, trusted);
  if (verification.valid) return;
  throw Error(
      Remedy::fix_document,
      {"报文 " + message_id + " 的回执签名不能确认，不予采信：" + verification.reason,
       "The receipt for " + message_id + " is not believed: " + verification.reason},
      {"请向接收方 " + receiver + " 核实，删去该回执并索取签名的回执；对方证书放入 keys/receipts/" +
           receiver + "。",
       "Ask receiver " + receiver +
           ", remove this receipt and get a signed one; its certificate "
           "belongs into keys/receipts/" +
           receiver + "."},
      file);
}

}  // namespace chengnuo::publication
