#include "publication/answer.h"

#include "pipeline/error.h"
#include "pipeline/json.h"
#include "publication/message.h"

namespace chengnuo::publication {

using pipeline::Error;
using pipeline::Remedy;

pipeline::Receipt receipt_from(const std::string& receiver, const std::string& message_id,
                               const std::string& answer) {
  const auto receipt = parse_receipt(answer);
  if (!receipt || receipt->message_id != message_id)
    throw Error(Remedy::retry,
                {"接收方 " + receiver + " 的回答不是本报文的回执。",
                 "The answer of receiver " + receiver + " is no receipt for this message."},
                {"将自动重试；若一直如此，请与接收方联系。",
                 "It will be sent again; if this goes on, ask the receiver."});
  if (!receipt->accepted)
    throw Error(Remedy::fix_document,
                {"接收方 " + receiver + " 拒收：" + receipt->reason,
                 "Receiver " + receiver + " refuses the message: " + receipt->reason},
                {"请按接收方所述原因处理后，执行 chengnuo publish retry。",
                 "Put right what the receiver names, then run: chengnuo publish retry"});
  pipeline::Time at;
  try {
    at = pipeline::from_rfc3339(receipt->at);
  } catch (const std::exception&) {
    throw Error(Remedy::retry,
                {"回执中的时间无法读取。", "The time in the receipt cannot be read."},
                {"将自动重试；若一直如此，请与接收方联系。",
                 "It will be sent again; if this goes on, ask the receiver."});
  }
  return {receiver, at, receipt->number, message_id};
}

}  // namespace chengnuo::publication
