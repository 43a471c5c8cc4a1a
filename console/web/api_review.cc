// Decisions of people (console/review.h), and who looks at a case.

#include "console/web/api.h"
#include "console/web/case_json.h"

namespace chengnuo::console {
namespace {

using nlohmann::json;

/// The act that the call asks for, in the name of the person who logged in.
Word word_of(const Desk& desk, const Call& call) {
  seen_submission(desk, call);
  Word word;
  word.id = call.part("id");
  word.who = call.person().full_name;
  word.reason = call.text("reason", "");
  word.seen = call.text("revision", "");
  return word;
}

json decided(const Desk& desk, const Call& call, const pipeline::Submission& submission) {
  return case_json(submission, desk, call.person(), call.language);
}

std::vector<Correction> corrections_in(const Call& call) {
  std::vector<Correction> corrections;
  const json changes = call.body.value("changes", json::array());
  if (!changes.is_array() || changes.empty() || changes.size() > 100)
    throw Refused{422, {"没有要更正的内容。", "There is nothing to correct."}};
  for (const json& each : changes) {
    if (!each.is_object()) throw Refused{422, {"更正写法不对。", "A correction is wrong."}};
    Call one{call.request, call.response, {}, {}, call.language, each};
    corrections.push_back({one.text("field"), one.text("value")});
  }
  return corrections;
}

}  // namespace

void add_review_api(Router& router, Desk& desk) {
  const std::string one = "/api/submissions/{id}";
  router.post(one + "/corrections", Right::correct, [&desk](Call& call) {
    return decided(desk, call, desk.review.correct(word_of(desk, call), corrections_in(call)));
  });
  router.post(one + "/approval", Right::approve, [&desk](Call& call) {
    return decided(desk, call, desk.review.approve(word_of(desk, call)));
  });
  router.post(one + "/return", Right::correct, [&desk](Call& call) {
    return decided(desk, call, desk.review.give_back(word_of(desk, call)));
  });
  router.post(one + "/undo", Right::correct, [&desk](Call& call) {
    return decided(desk, call, desk.review.undo(word_of(desk, call)));
  });
  router.put(one + "/presence", Right::look, [&desk](Call& call) {
    const auto submission = seen_submission(desk, call);
    return json{
        {"others", desk.presence.look(submission.id, call.person().full_name, desk.reg.now())},
        {"revision", revision_of(submission)}};
  });
  router.remove(one + "/presence", Right::look, [&desk](Call& call) {
    desk.presence.leave(seen_submission(desk, call).id, call.person().full_name);
    return json{{"others", json::array()}};
  });
}

}  // namespace chengnuo::console
