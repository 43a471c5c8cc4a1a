#include "archive/stage.h"

#include <utility>

namespace chengnuo::archive {

std::string message_id(const std::string& sender, const std::string& submission,
                       const Dispatch& dispatch) {
  return sender + "." + submission + "." + dispatch.receiver + "." + dispatch.kind;
}

pipeline::Stage archive_stage(Filing& filing, std::string sender,
                              std::vector<Dispatch> dispatches) {
  return {"archive", pipeline::State::archived,
          [&filing, sender = std::move(sender),
           dispatches = std::move(dispatches)](pipeline::Submission& submission) {
            filing.file(submission);
            pipeline::Outcome outcome;
            for (const Dispatch& dispatch : dispatches) {
              outcome.outgoing.push_back(
                  {message_id(sender, submission.id, dispatch), dispatch.receiver, dispatch.kind});
            }
            return outcome;
          }};
}

}  // namespace chengnuo::archive
