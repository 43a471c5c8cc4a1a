#include "console/renewal.h"

#include <algorithm>
#include <utility>

#include "archive/retrieve.h"
#include "pipeline/digest.h"
#include "pipeline/file.h"

namespace chengnuo::console {
namespace {

using pipeline::Copy;
using pipeline::Submission;
using pipeline::Time;

bool ends_before(const std::filesystem::path& copy, Time until) {
  const auto end = signing::proof_ends(copy);
  return end && *end < until;
}

/// Works on copies of the archived files, which never change.
void renew_copies(const RenewalParts& parts, Submission& submission, Time now) {
  for (Copy& copy : submission.copies) {
    const auto file = parts.work.copy(submission.id, copy.holder);
    pipeline::copy_durably(parts.archive.store.path_of(copy.sha256), file);
    signing::renew_pdf(file, parts.levels, now);
    copy.path = std::filesystem::relative(file, parts.work.root()).string();
    copy.sha256 = pipeline::sha256_of_file(file);
    copy.level = signing::name_of(signing::Level::b_lta);
  }
}

bool same_copies(const std::vector<Copy>& one, const std::vector<Copy>& other) {
  return std::ranges::equal(one, other, {}, &Copy::sha256, &Copy::sha256);
}

/// One archived submission. The record says which copies are the latest: a run that was stopped may
/// have left the register behind.
void renew(const RenewalParts& parts, const archive::Listed& listed, Time now, Time until,
           Renewals& done) {
  Submission submission = archive::read_record(parts.archive.store, listed.record).submission;
  const auto is_stamped = [](const Copy& copy) { return copy.level > "B-B"; };
  if (!std::ranges::any_of(submission.copies, is_stamped)) return;
  ++done.examined;
  const auto due = [&](const Copy& copy) {
    return ends_before(parts.archive.store.path_of(copy.sha256), until);
  };
  if (std::ranges::any_of(submission.copies, due)) {
    if (const auto current = parts.reg.find(submission.id)) {
      const auto latest = std::exchange(submission.copies, {});
      submission = *current;  // states and decisions went on since it was filed
      submission.copies = latest;
    }
    renew_copies(parts, submission, now);
    parts.filing.file(submission);
    done.renewed.push_back(listed.code);
  }
  const auto current = parts.reg.find(submission.id);
  if (!current || same_copies(current->copies, submission.copies)) return;
  pipeline::Decision decision;
  decision.who = "archive";
  decision.action = "renew";
  parts.reg.decide(submission.id, decision,
                   [&](Submission& changed) { changed.copies = submission.copies; });
}

}  // namespace

Renewals renew_archive(const RenewalParts& parts, Time now, Time until,
                       const std::stop_token& stop) {
  Renewals done;
  for (const archive::Listed& listed : parts.archive.records.list()) {
    if (stop.stop_requested()) break;
    try {
      renew(parts, listed, now, until, done);
    } catch (const pipeline::Error& error) {
      done.failures.push_back({listed.code, error});
    }
  }
  return done;
}

}  // namespace chengnuo::console
