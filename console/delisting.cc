#include "console/delisting.h"

#include <algorithm>

#include "console/assembly.h"
#include "console/papers.h"
#include "console/public_act.h"
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

/// The case that the delisting rests on.
publication::Complaint case_of(pipeline::Database& database, const DelistingWish& wish) {
  auto about = publication::ComplaintRegister(database).about(wish.submission);
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

/// Files of one delisting under way, gone with this object: what counts lies in the archive.
class NoticeFiles {
 public:
  NoticeFiles(const fs::path& folder, const std::string& id)
      : plain(folder / (id + ".pdf")), with_signature(folder / (id + ".signed.pdf")) {
    fs::create_directories(folder);
  }
  ~NoticeFiles() {
    std::error_code ignored;
    fs::remove(plain, ignored);
    fs::remove(with_signature, ignored);
  }
  NoticeFiles(const NoticeFiles&) = delete;
  NoticeFiles& operator=(const NoticeFiles&) = delete;
  const fs::path plain, with_signature;
};

/// Writes the notice, signs it, and keeps it in the archive. Returns its digest. May run twice.
std::string written_notice(const Config& config, archive::ObjectStore& store,
                           const Submission& submission, const DelistingWish& wish,
                           const publication::Complaint& complaint, pipeline::Time now) {
  const UnitConfig& unit = unit_of(config, submission.unit);
  const NoticeFiles files(config.work / "notices", submission.id);
  if (wish.notice.empty())
    publication::write_pdf(
        files.plain, publication::delisting_notice(letterhead(config, unit, wish.number, now),
                                                   enterprise_on_papers(submission), complaint));
  const auto key = signing_key(unit);
  signing::SignRequest request;
  request.reason = "除名通知";
  request.time = now;
  signing::sign_pdf(wish.notice.empty() ? files.plain : wish.notice, files.with_signature, request,
                    *key);
  return store.put(files.with_signature).sha256;
}

}  // namespace

Delisted strike_off(const Config& config, pipeline::Database& database, archive::ObjectStore& store,
                    const DelistingWish& wanted, pipeline::Time now) {
  const Submission submission = submission_named(pipeline::Register(database), wanted.submission);
  DelistingWish wish = wanted;
  wish.submission = submission.id;
  ActWish act{submission.id, publication::MessageKind::delisting, wish.reason, wish.number, {},
              wish.who};
  if (act.reason.empty()) act.reason = "违背质量信誉承诺，性质恶劣，影响严重";
  if (publication::holds(submission, publication::MessageKind::delisting,
                         publication::MessageKind::relisting))
    complete_record(config, database, submission);  // it may have been killed just before that
  check_act(submission, act);
  const auto complaint = case_of(database, wish);
  if (wish.reason.empty() && !complaint.opinion.empty()) act.reason = complaint.opinion;
  act.sha256 = written_notice(config, store, submission, wish, complaint, now);
  pipeline::crash_point("notice signed, nothing decided");
  return {carry_out(config, database, act, now), act.sha256};
}

Submission revoke(const Config& config, pipeline::Database& database, const DelistingWish& wish,
                  pipeline::Time now) {
  return carry_out(config, database,
                   {wish.submission,
                    publication::MessageKind::relisting,
                    wish.reason,
                    wish.number,
                    {},
                    wish.who},
                   now);
}

}  // namespace chengnuo::console
