#include "console/public_act.h"

#include <algorithm>

#include "archive/filing.h"
#include "archive/stage.h"
#include "console/archive_parts.h"
#include "console/assembly.h"
#include "console/words.h"
#include "pipeline/crash_point.h"
#include "pipeline/work_folder.h"
#include "publication/work_calendar.h"

namespace chengnuo::console {
namespace {

using pipeline::Error;
using pipeline::Message;
using pipeline::Remedy;
using pipeline::State;
using pipeline::Submission;
using enum publication::MessageKind;

/// Why it does not fit; empty if it does.
Message hindrance(const Submission& submission, publication::MessageKind kind) {
  const bool withdrawn = publication::holds(submission, withdrawal, letter);
  const bool suspended = publication::holds(submission, suspension, resumption);
  const bool delisted = publication::holds(submission, delisting, relisting);
  if (!pipeline::is_filed(submission.state))
    return {"承诺书尚未归档报送", "its letter is not archived yet"};
  if (withdrawn) return {"承诺书已撤回", "its letter was withdrawn"};
  if (kind == suspension && suspended) return {"公示已经中止", "it is suspended already"};
  if (kind == resumption && !suspended) return {"公示没有中止", "it is not suspended"};
  if (kind == delisting && delisted) return {"该企业已经除名", "it is delisted already"};
  if (kind == relisting && !delisted) return {"该企业没有被除名", "it is not delisted"};
  return {};
}

State state_after(const Submission& submission, publication::MessageKind kind) {
  if (kind == delisting) return State::delisted;
  if (kind != relisting) return submission.state;
  return pipeline::find_receipt(submission, "platform") ? State::published : State::archived;
}

/// The written notices of its delistings, in order; each is an object of the archive.
std::vector<archive::LaterPaper> notices_of(const Submission& submission) {
  std::vector<archive::LaterPaper> papers;
  for (const publication::Act& act : publication::acts_of(submission))
    if (act.kind == delisting && !act.notice.sha256.empty())
      papers.push_back({archive::kDelistingNoticeRole, "除名通知书.pdf", act.notice.sha256});
  return papers;
}

}  // namespace

void check_act(const Submission& submission, const ActWish& wish) {
  const Message why = hindrance(submission, wish.kind);
  if (!why.empty())
    throw Error(Remedy::fix_document,
                {submission.id + " 不能" + word_for(wish.kind).zh + "：" + why.zh + "。",
                 submission.id + ", " + word_for(wish.kind).en + ": " + why.en + "."},
                {"用 chengnuo status " + submission.id + " 查看现状。",
                 "chengnuo status " + submission.id + " tells how it stands."});
  if (wish.reason.empty())
    throw Error(Remedy::fix_setup,
                {"须写明原因，公众会看到它。", "The public has to read a reason."},
                {"请加上 --reason \"原因\"。", "Add --reason \"why\"."});
}

Submission carry_out(const Config& config, pipeline::Database& database, const ActWish& wish,
                     pipeline::Time now, const std::function<void(Submission&)>& change) {
  pipeline::Register reg(database);
  const Submission submission = submission_named(reg, wish.submission);
  check_act(submission, wish);

  publication::PublicAct act;
  act.kind = wish.kind;
  act.message_id = publication::act_message_id(config.house, submission, wish.kind);
  act.notice.about = archive::message_id(config.house, submission.id, {"platform", "letter"});
  act.notice.number = wish.number;
  act.notice.on = publication::iso(publication::day_in_china(now));
  act.notice.reason = wish.reason;
  act.notice.sha256 = wish.sha256;
  act.who = wish.who;
  if (wish.kind == correction)
    if (const auto* published = pipeline::find_document(submission, pipeline::DocumentKind::letter))
      act.text_before = published->text;
  const Submission decided =
      reg.decide(submission.id, publication::decision_of(act),
                 [&](Submission& changed) {
                   check_act(changed, wish);  // somebody else may have been quicker
                   if (change) change(changed);
                   changed.state = state_after(changed, wish.kind);
                 },
                 {publication::outgoing_of(act, "platform")});
  pipeline::crash_point("act decided, not in the record");
  complete_record(config, database, decided);
  return decided;
}

void complete_record(const Config& config, pipeline::Database& database, Submission submission) {
  ArchiveParts parts(config, database);
  archive::Filing(parts.store, parts.codes, parts.records, pipeline::WorkFolder(config.work),
                  archive_settings(config))
      .file(submission, notices_of(submission));
}

}  // namespace chengnuo::console
