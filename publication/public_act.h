#pragma once

#include <optional>
#include <string>
#include <vector>

#include "pipeline/stage.h"
#include "pipeline/submission.h"
#include "publication/message.h"
#include "publication/standing.h"

namespace chengnuo::publication {

/// Something that a unit does about a letter that it published: a correction, withdrawal,
/// suspension, resumption, delisting or relisting. It stands in the register as a decision of the
/// submission, written in one transaction with its message in the outbox
/// (Register::decide(…, decision_of(act), …, {outgoing_of(act)})), so that act and message are one.
struct PublicAct {
  MessageKind kind = MessageKind::correction;
  std::string message_id;
  Notice notice;
  std::string who;
  std::string text_before = {};  ///< correction only: the text that held until then
};

/// `number` in the act's message id: one more than the acts of this kind that the submission has.
std::string act_message_id(const std::string& house, const pipeline::Submission& submission,
                           MessageKind kind);
pipeline::Decision decision_of(const PublicAct& act);
pipeline::Outgoing outgoing_of(const PublicAct& act, const std::string& receiver);
/// The act that a message of this id tells; nothing if the submission has none.
std::optional<PublicAct> find_act(const pipeline::Submission& submission,
                                  const std::string& message_id);
/// The text that the letter's message, or this correction's, carries however late it is sent: what
/// held until the next correction. Nothing if the present text is it.
std::optional<std::string> text_told_by(const pipeline::Submission& submission,
                                        const std::string& message_id);
/// All of them, in the order in which they were decided, as the platform will see them.
std::vector<Act> acts_of(const pipeline::Submission& submission);
/// The last act of one of two opposite kinds, such as delisting and relisting: whether `on` holds.
bool holds(const pipeline::Submission& submission, MessageKind on, MessageKind off);

}  // namespace chengnuo::publication
