#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "archive/filing.h"
#include "console/archive_parts.h"
#include "console/config.h"
#include "console/home.h"
#include "console/review.h"
#include "console/web/people.h"
#include "ocr/reader_pool.h"
#include "pipeline/error.h"
#include "pipeline/outbox.h"
#include "pipeline/register.h"
#include "pipeline/stage.h"
#include "pipeline/work_folder.h"
#include "publication/sender.h"
#include "signing/extend.h"
#include "signing/key.h"
#include "templates/catalogue.h"
#include "templates/check.h"

namespace chengnuo::console {

// How the rooms' parts are made from the configuration. The only place that knows all rooms.

ocr::ReaderSettings reader_settings(const Config& config, const DataFiles& data);
templates::Catalogue catalogue(const Config& config, const DataFiles& data);
templates::CheckSettings check_settings(const Config& config);
std::map<std::string, std::unique_ptr<publication::Publisher>> publishers(const Config& config);
publication::HttpSettings http_settings(const ReceiverConfig& config);
/// `templates`, which mark personal data, must outlive what is made of it.
publication::SenderSettings sender_settings(const Config& config,
                                            const templates::Catalogue& templates);
/// PEM and DER files at a path that is a file or a folder.
std::vector<std::filesystem::path> certificates_below(const std::filesystem::path& path);

/// The certificates that are trusted; what is not there holds none.
signing::TrustAnchors anchors_below(const std::vector<std::filesystem::path>& paths);

/// How people decide in this house, at every door. `people` must outlive it.
Review::Rules review_rules(const Config& config, const People& people);

/// Time stamps and revocation for the levels above B-B.
signing::TimeStampSettings time_stamp_settings(const Config& config);
/// "auto" is the highest that the unit's certificate and the configuration allow.
signing::Level level_for(const UnitConfig& unit, const Config& config, const signing::Key& key);

/// The keys of a unit's configuration. Throws Error: fix_setup, as open_key does.
std::unique_ptr<signing::Key> signing_key(const UnitConfig& unit);
publication::MessageKey message_key(const UnitConfig& unit);

/// Throws Error: fix_document if there is none of this id.
pipeline::Submission submission_named(const pipeline::Register& reg, const std::string& id);

// Where a submission goes on, by the names of the stages.
std::string first_stage();
std::string stage_after_correction();  ///< its papers are judged anew
std::string stage_after_approval();    ///< nothing is left to judge

/// The pipeline's stages in their order, and what they work with.
struct Machinery {
  Machinery(const Config& config, const DataFiles& data, pipeline::Database& database);

  People people;
  pipeline::WorkFolder work;
  templates::Catalogue templates;
  ocr::ReaderPool readers;
  std::map<std::string, std::unique_ptr<signing::Key>> keys;  ///< by unit
  signing::LevelServices levels;
  ArchiveParts archive;
  archive::Filing filing;
  std::vector<pipeline::Stage> stages;
};

}  // namespace chengnuo::console
