#include "console/correction_paper.h"

#include <algorithm>

#include "console/papers.h"
#include "console/problem_sheet.h"
#include "console/words.h"
#include "pipeline/error.h"
#include "publication/correction_notice.h"

namespace chengnuo::console {
namespace {

using pipeline::Hold;
using pipeline::HoldFor;
using pipeline::Submission;

/// 承诺书，第 2 页
std::string place_of(const Submission& submission, int page) {
  if (page == 0) return "—";
  const std::string number = "第 " + std::to_string(page) + " 页";
  for (const auto& document : submission.documents)
    if (std::ranges::find(document.pages, page) != document.pages.end())
      return word_for(document.kind).zh + "，" + number;
  return number;
}

std::string reason_of_return(const Submission& submission) {
  const auto latest =
      std::find_if(submission.decisions.rbegin(), submission.decisions.rend(),
                   [](const pipeline::Decision& each) { return each.action == "return"; });
  return latest == submission.decisions.rend() ? std::string() : latest->reason;
}

}  // namespace

publication::Paper correction_paper(const Config& config, const Submission& submission,
                                    pipeline::Time now) {
  Submission shown = submission;
  const auto for_others = [](const Hold& hold) { return hold.for_whom != HoldFor::enterprise; };
  if (!std::ranges::all_of(shown.holds, for_others)) std::erase_if(shown.holds, for_others);
  const std::string reason = reason_of_return(submission);
  if (shown.holds.empty() && reason.empty())
    throw pipeline::Error(
        pipeline::Remedy::fix_document,
        {"本件没有需要补正的内容。", "Nothing in this submission has to be put right."},
        {"待核对或已退回的申报件才能出具补正通知书。",
         "The notice is for submissions that are held or were returned."});

  std::vector<publication::Gap> gaps;
  for (const Hold& hold : shown.holds)
    gaps.push_back({hold.reason.zh, place_of(submission, hold.page), hold.advice.zh});
  std::vector<publication::MarkedPage> pages;
  for (const auto& [page, png] : marked_pages(config, shown))
    pages.push_back({place_of(submission, page) + "（缺项处已用红框标出）", png});
  return publication::correction_notice(
      letterhead(config, unit_of(config, submission.unit), {}, now), submission.id,
      submission.enterprise, reason, gaps, pages);
}

}  // namespace chengnuo::console
