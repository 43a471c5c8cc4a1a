#include <algorithm>
#include <chrono>

#include "archive/object_store.h"
#include "console/assembly.h"
#include "console/command.h"
#include "console/papers.h"
#include "console/public_act.h"
#include "console/time_now.h"
#include "console/user_name.h"
#include "pipeline/crash_point.h"
#include "publication/complaint_register.h"
#include "publication/official_papers.h"
#include "signing/sign.h"

namespace chengnuo::console {
namespace {

namespace fs = std::filesystem;
using pipeline::Error;
using pipeline::Remedy;
using pipeline::Submission;

struct Wish {
  std::string id, complaint, number, reason, who = user_name();
  fs::path notice;  ///< a notice written elsewhere, PDF; empty: it is made
  fs::path out;     ///< where the signed notice goes for printing
  bool revoke = false;
};

/// The case that the delisting rests on: the one named, else the only one that was closed with it.
publication::Complaint case_of(pipeline::Database& database, const Wish& wish) {
  const publication::ComplaintRegister complaints(database);
  auto about = complaints.about(wish.id);
  std::erase_if(about, [&](const publication::Complaint& each) {
    return wish.complaint.empty() ? each.handling != publication::Handling::delisting
                                  : each.id != wish.complaint;
  });
  if (about.empty())
    throw Error(
        Remedy::fix_document,
        {"没有可据以除名的投诉核查记录。", "No case was found that a delisting could rest on."},
        {"除名须先登记：企业已说明、性质恶劣、影响严重，并以“除名”结案（chengnuo complaint …）。",
         "Record first that the enterprise was heard, that the nature is vile and the "
         "influence grave, and close the case with delisting (chengnuo complaint …)."});
  const auto& found = about.front();
  const pipeline::Message hindrance = publication::hindrance_to_delisting(found);
  if (!hindrance.empty())
    throw Error(Remedy::fix_document,
                {"不能除名：" + hindrance.zh + "（" + found.id + "）。",
                 "It cannot be delisted: " + hindrance.en + " (" + found.id + ")."},
                {"只有性质恶劣和影响严重两项都已认定，且企业已说明，才可除名。",
                 "Both conditions have to be found, and the enterprise heard."});
  return found;
}

/// Writes the notice, signs it, and keeps it in the archive. Returns its digest. May run twice.
std::string written_notice(const Config& config, const Submission& submission, const Wish& wish,
                           const publication::Complaint& complaint, pipeline::Time now) {
  const UnitConfig& unit = unit_of(config, submission.unit);
  const fs::path folder = config.work / "notices";
  fs::create_directories(folder);
  fs::path plain = wish.notice;
  if (plain.empty()) {
    plain = folder / (submission.id + ".pdf");
    publication::write_pdf(
        plain, publication::delisting_notice(letterhead(config, unit, wish.number, now),
                                             enterprise_on_papers(submission), complaint));
  }
  const auto key = signing_key(unit);
  signing::SignRequest request;
  request.reason = "除名通知";
  request.time = now;
  signing::sign_pdf(plain, wish.out, request, *key);
  const auto stored = archive::ObjectStore(config.archive, config.archive_copies).put(wish.out);
  if (wish.notice.empty()) fs::remove(plain);
  return stored.sha256;
}

void delist(Context& context, Wish wish) {
  const Config config = context.config();
  pipeline::Database database(config.database);
  const pipeline::Time now = time_now();
  const Submission submission = submission_named(pipeline::Register(database), wish.id);
  wish.id = submission.id;
  ActWish act{wish.id, publication::MessageKind::relisting, wish.reason, wish.number, {}, wish.who};
  if (!wish.revoke) {
    act.kind = publication::MessageKind::delisting;
    const auto complaint = case_of(database, wish);
    if (act.reason.empty())
      act.reason =
          complaint.opinion.empty() ? "违背质量信誉承诺，性质恶劣，影响严重" : complaint.opinion;
    if (wish.out.empty()) wish.out = "除名通知书-" + wish.id + ".pdf";
    check_act(submission, act);
    act.sha256 = written_notice(config, submission, wish, complaint, now);
    pipeline::crash_point("notice signed, nothing decided");
  }
  carry_out(config, database, act, now);
  if (wish.revoke)
    return context.terminal.line({"已撤销除名，撤销信息将发往公示平台。",
                                  "The delisting is revoked; the platform is told."});
  context.terminal.line(
      {"已除名。通知书（已签名）：" + wish.out.string() + "，除名信息将发往公示平台。",
       "Delisted. The signed notice: " + wish.out.string() + "; the platform is told."});
  context.terminal.line({"请打印送达企业，并填写送达回证：chengnuo papers service " + wish.id,
                         "Print it for the enterprise, with its record of service: chengnuo papers "
                         "service " +
                             wish.id});
}

}  // namespace

void add_delist_command(CLI::App& app, Context& context) {
  auto wish = std::make_shared<Wish>();
  CLI::App* command = app.add_subcommand(
      "delist",
      "除名：通知书和发布信息一次办成 / strike off: written notice and publication in one act");
  command->add_option("id", wish->id, "申报件编号 / submission")->required();
  command->add_option("--complaint", wish->complaint, "据以除名的投诉编号 / the case it rests on");
  command
      ->add_option("--notice", wish->notice,
                   "已拟好的通知书（PDF）；不写则自动生成 / a notice as PDF")
      ->check(CLI::ExistingFile);
  command->add_option("--out", wish->out, "签名后的通知书写到哪里 / where the signed notice goes");
  command->add_option("--number", wish->number, "文号 / number of the notice");
  command->add_option("--reason", wish->reason, "向公众说明的原因 / reason for the public");
  command->add_option("--who", wish->who, "经办人 / who decides")->capture_default_str();
  command->add_flag("--revoke", wish->revoke, "撤销除名（须写 --reason）/ revoke it");
  command->callback([&context, wish] { delist(context, *wish); });
}

}  // namespace chengnuo::console
