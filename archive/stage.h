#pragma once

#include <string>
#include <vector>

#include "archive/filing.h"
#include "pipeline/stage.h"

namespace chengnuo::archive {

/// Who is told once a submission is archived, and of what.
struct Dispatch {
  std::string receiver;  ///< "activity_office", "platform"
  std::string kind;      ///< "report", "letter"
};

/// The id of the message that tells `receiver` of a submission: the same however often the stage
/// runs. `sender` tells apart the houses that send to one receiver.
std::string message_id(const std::string& sender, const std::string& submission,
                       const Dispatch& dispatch);

/// The stage "archive": files the submission and gives out the messages that follow. `filing` must
/// outlive it.
pipeline::Stage archive_stage(Filing& filing, std::string sender, std::vector<Dispatch> dispatches);

}  // namespace chengnuo::archive
