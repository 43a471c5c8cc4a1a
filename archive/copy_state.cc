#include "archive/copy_state.h"

#include <algorithm>
#include <ranges>
#include <string_view>

#include "pipeline/error.h"
#include "pipeline/json.h"

namespace chengnuo::archive {

using pipeline::Decision;
using pipeline::Error;
using pipeline::Remedy;

namespace {

// Decision::action: stored, do not rename.
constexpr const char* kDeliver = "deliver_copy";
constexpr const char* kHold = "archive_hold";
constexpr const char* kRelease = "archive_release";

void require_reason(const std::string& reason) {
  if (!reason.empty()) return;
  throw Error(Remedy::fix_document, {"须写明原因。", "A reason is needed."},
              {"请加上 --reason \"原因\"。", "Add --reason \"why\"."});
}

Decision decision(const char* action, const std::string& who, const std::string& reason) {
  Decision made;
  made.who = who;
  made.action = action;
  made.reason = reason;
  return made;
}

/// The last decision of one of these actions; null if there is none.
const Decision* last(const pipeline::Submission& submission, std::string_view one,
                     std::string_view other) {
  for (const Decision& each : submission.decisions | std::views::reverse)
    if (each.action == one || each.action == other) return &each;
  return nullptr;
}

}  // namespace

Decision decision_of(const Delivery& delivery, pipeline::Time at) {
  const auto day = [&] {
    try {
      return pipeline::from_rfc3339(delivery.on + "T00:00:00+08:00");
    } catch (const Error&) {
      throw Error(Remedy::fix_document,
                  {"日期不正确：" + delivery.on, "This is no day: " + delivery.on},
                  {"请写成 2026-01-05。", "Write it as 2026-01-05."});
    }
  }();
  if (day > at) {
    throw Error(Remedy::fix_document, {"移交日期在将来。", "The day lies in the future."},
                {"请核对日期。", "Check the day."});
  }
  if (delivery.receipt.empty()) {
    throw Error(
        Remedy::fix_document, {"须写明签收凭据。", "A receipt is needed."},
        {"请加上 --receipt \"签收人或单号\"。", "Add --receipt \"who signed, or a number\"."});
  }
  Decision made = decision(kDeliver, delivery.who, delivery.receipt);
  made.target = pipeline::name_of(pipeline::Holder::enterprise);
  made.after = delivery.on;
  return made;
}

std::optional<Delivery> delivery_of(const pipeline::Submission& submission) {
  const Decision* found = last(submission, kDeliver, kDeliver);
  if (found == nullptr) return {};
  return Delivery{found->after, found->reason, found->who};
}

Decision hold_decision(const std::string& who, const std::string& reason) {
  require_reason(reason);
  return decision(kHold, who, reason);
}

Decision release_decision(const std::string& who, const std::string& reason) {
  require_reason(reason);
  return decision(kRelease, who, reason);
}

std::optional<std::string> hold_of(const pipeline::Submission& submission) {
  const Decision* found = last(submission, kHold, kRelease);
  if (found == nullptr || found->action == kRelease) return {};
  return found->reason;
}

}  // namespace chengnuo::archive
