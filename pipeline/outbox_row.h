#pragma once

#include <string>

#include "pipeline/sql.h"
#include "pipeline/stage.h"

namespace chengnuo::pipeline {

/// A message that the transaction makes necessary. One with the same id is there already when a
/// stage ran twice; then nothing is added.
void put_in_outbox(Transaction& transaction, const Submission& submission, const Outgoing& message);

}  // namespace chengnuo::pipeline
