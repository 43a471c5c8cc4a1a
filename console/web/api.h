#pragma once

#include <functional>
#include <memory>

#include "archive/catalogue.h"
#include "archive/object_store.h"
#include "console/config.h"
#include "console/review.h"
#include "console/web/live.h"
#include "console/web/people.h"
#include "console/web/presence.h"
#include "console/web/router.h"
#include "console/web/uploads.h"
#include "pipeline/outbox.h"
#include "pipeline/register.h"
#include "pipeline/work_folder.h"
#include "templates/catalogue.h"
#include "watcher/intake.h"

namespace chengnuo::console {

/// What the handlers work with. Everything outlives the server.
struct Desk {
  const Config& config;
  pipeline::Database& database;
  pipeline::Register& reg;
  const templates::Catalogue& templates;
  pipeline::WorkFolder work;
  watcher::Intake& intake;
  People& people;
  Sessions& sessions;
  Review& review;
  Live& live;
  Presence& presence;
  Uploads& uploads;
  archive::Catalogue& records;
  archive::ObjectStore& store;

  std::string unit_name(const std::string& unit) const;
};

/// The submission that the path names, if the person may see it. Throws Refused 404.
pipeline::Submission seen_submission(const Desk& desk, const Call& call);
/// Batches with their counts, the latest first.
nlohmann::json batches_json(const Desk& desk, const std::vector<pipeline::Tally>& tallies,
                            pipeline::Language language);

// One function for each area of the API; openapi.json describes them all.

void add_session_api(Router& router, Desk& desk);      // log in and out, set-up, password
void add_home_api(Router& router, Desk& desk);         // what waits, today, batches; events
void add_submissions_api(Router& router, Desk& desk);  // list, one, page images
void add_review_api(Router& router, Desk& desk);       // correct, approve, return, undo, presence
void add_hand_in_api(Router& router, Desk& desk);      // uploads
void add_batches_api(Router& router, Desk& desk);      // batches, receipts
void add_archive_api(Router& router, Desk& desk);      // search, copies, verification
void add_people_api(Router& router, Desk& desk);       // users
void add_complaints_api(Router& router, Desk& desk);   // complaints and their steps
void add_delistings_api(Router& router, Desk& desk);   // delisting, and its revocation
void add_statistics_api(Router& router, Desk& desk);   // the year in figures
void add_audit_api(Router& router, Desk& desk);        // audit log, messages, diagnosis

}  // namespace chengnuo::console
