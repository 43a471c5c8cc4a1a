#pragma once

#include "pipeline/finding.h"
#include "pipeline/submission.h"
#include "publication/message.h"

namespace chengnuo::console {

// The words that people read for what is stored as names.

pipeline::Message word_for(pipeline::State state);
/// Of a held one also for whom it waits: 待核对, 待审核, 需补正, 异常.
pipeline::Message word_for(const pipeline::Submission& submission);
pipeline::Message word_for(pipeline::FieldState state);
pipeline::Message word_for(pipeline::Verdict verdict);
pipeline::Message word_for(pipeline::WordingPart part);
pipeline::Message word_for(pipeline::DocumentKind kind);
pipeline::Message word_for(pipeline::HoldFor whom);
pipeline::Message word_for(publication::MessageKind kind);
pipeline::Message word_for_receiver(const std::string& receiver);
/// A field's or requirement's name by its id; the id itself if it is a template's own.
pipeline::Message field_word(const std::string& id);
pipeline::Message requirement_word(const std::string& id);

/// A copy's signature waits for its time stamp or for the data of long-term validation.
bool level_is_pending(const pipeline::Submission& submission);
pipeline::Message level_word(const pipeline::Submission& submission, const pipeline::Copy& copy);

}  // namespace chengnuo::console
