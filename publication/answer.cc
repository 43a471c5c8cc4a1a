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

}  // namespace chengnuo::publication
