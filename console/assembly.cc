#include "console/assembly.h"

#include <algorithm>

#include "archive/stage.h"
#include "console/earlier.h"
#include "ocr/read_stage.h"
#include "signing/stage.h"
#include "templates/stages.h"
#include "templates/template.h"

namespace chengnuo::console {
namespace {

namespace fs = std::filesystem;

std::map<std::string, std::unique_ptr<signing::Key>> unit_keys(const Config& config) {
  std::map<std::string, std::unique_ptr<signing::Key>> keys;
  for (const UnitConfig& unit : config.units) keys[unit.id] = signing_key(unit);
  return keys;
}

publication::TrustAnchors receipt_signers(const ReceiverConfig& config) {
  if (!fs::exists(config.receipts)) return {};
  return publication::TrustAnchors(certificates_below(config.receipts));
}

std::unique_ptr<publication::Publisher> publisher(const std::string& receiver,
                                                  const ReceiverConfig& config,
                                                  const UnitConfig& house) {
  if (config.url.empty())
    return publication::make_folder_publisher(receiver, config.folder, message_key(house),
                                              receipt_signers(config));
  return publication::make_http_publisher(receiver, http_settings(config));
}

publication::Hiding hiding_of(templates::Mask mask) {
  switch (mask) {
    case templates::Mask::none:
      break;
    case templates::Mask::part:
      return publication::Hiding::part;
    case templates::Mask::all:
      return publication::Hiding::all;
  }
  return publication::Hiding::none;
}

std::vector<signing::SigningUnit> signing_units(
    const Config& config, const std::map<std::string, std::unique_ptr<signing::Key>>& keys) {
  std::vector<signing::SigningUnit> units;
  for (const UnitConfig& unit : config.units)
    units.push_back(
        {unit.id, unit.name, *keys.at(unit.id), level_for(unit, config, *keys.at(unit.id))});
  return units;
}

}  // namespace

std::string first_stage() { return "read"; }
std::string stage_after_correction() { return "join"; }
std::string stage_after_approval() { return "sign"; }

Machinery::Machinery(const Config& config, const DataFiles& data, pipeline::Database& database)
    : people(database),
      work(config.work),
      templates(catalogue(config, data)),
      readers(reader_settings(config, data)),
      keys(unit_keys(config)),
      levels(time_stamp_settings(config), anchors_below({config.trust})),
      archive(config, database),
      filing(archive.store, archive.codes, archive.records, work, archive_settings(config)),
      // The order of everything: a submission goes from top to bottom.
      stages{
          ocr::read_stage(readers, work),
          templates::sort_stage(templates, work),
          templates::check_stage(templates, work, check_settings(config)),
          templates::join_stage(),
          with_earlier(templates::decide_stage(templates, work, check_settings(config)),
                       pipeline::Register(database)),
          second_person_stage(review_rules(config, people).needs_second_person),
          signing::sign_stage(signing_units(config, keys), work),
          signing::extend_stage(signing_units(config, keys), levels, work),
          archive::archive_stage(filing, config.house, dispatches()),
      } {}

ocr::ReaderSettings reader_settings(const Config& config, const DataFiles& data) {
  ocr::ReaderSettings settings;
  settings.reader = data.reader;
  settings.processes = config.readers;
  settings.page_limit = config.page_limit;
  settings.pages_per_process = config.pages_per_reader;
  settings.memory_mb = config.reader_memory_mb;
  settings.engine = config.engine;
  settings.precision = config.precision;
  settings.models = config.models.empty() ? data.models : config.models;
  settings.max_pages = config.most_pages;
  return settings;
}

templates::Catalogue catalogue(const Config& config, const DataFiles& data) {
  templates::Catalogue templates(data.templates);
  if (fs::exists(config.templates) && !fs::equivalent(config.templates, data.templates))
    templates.add(config.templates);
  return templates;
}

templates::CheckSettings check_settings(const Config& config) {
  return {.certain = config.least_confidence,
          .also_required = {config.also_required.begin(), config.also_required.end()},
          .sample = config.sample};
}

std::map<std::string, std::unique_ptr<publication::Publisher>> publishers(const Config& config) {
  std::map<std::string, std::unique_ptr<publication::Publisher>> made;
  made["platform"] = publisher("platform", config.platform, config.units.front());
  made["activity_office"] =
      publisher("activity_office", config.activity_office, config.units.front());
  return made;
}

publication::SenderSettings sender_settings(const Config& config,
                                            const templates::Catalogue& templates) {
  publication::SenderSettings settings;
  settings.activity = config.activity;
  settings.publicity_days = config.publicity_days;
  settings.hiding = [&templates](const std::string& unit, const std::string& id,
                                 const std::string& field) {
    const templates::Template* of = templates.find(id, unit);
    const templates::FieldRule* rule = of == nullptr ? nullptr : find_field(*of, field);
    return rule == nullptr ? publication::Hiding::none : hiding_of(rule->mask);
  };
  for (const UnitConfig& unit : config.units)
    settings.units[unit.id] = {unit.name, message_key(unit)};
  return settings;
}

publication::HttpSettings http_settings(const ReceiverConfig& config) {
  publication::HttpSettings settings;
  settings.url = config.url;
  settings.ca = config.ca;
  settings.client_certificate = config.client_certificate;
  settings.client_key = config.client_key;
  settings.receipts = receipt_signers(config);
  return settings;
}

std::vector<fs::path> certificates_below(const fs::path& path) {
  if (!fs::is_directory(path)) return {path};
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(path)) {
    const fs::path ending = entry.path().extension();
    if (ending == ".pem" || ending == ".crt" || ending == ".cer") files.push_back(entry.path());
  }
  std::ranges::sort(files);
  return files;
}

Review::Rules review_rules(const Config& config, const People& people) {
  return {
      [setting = config.second_person, &people] { return needs_second_person(setting, people); },
      config.undo};
}

signing::TimeStampSettings time_stamp_settings(const Config& config) {
  signing::TimeStampSettings settings;
  settings.urls = config.time_stamps;
  settings.timeout = config.time_stamp_wait;
  return settings;
}

signing::TrustAnchors anchors_below(const std::vector<fs::path>& paths) {
  std::vector<fs::path> files;
  for (const fs::path& path : paths)
    if (fs::exists(path))
      for (const fs::path& file : certificates_below(path)) files.push_back(file);
  return signing::read_trust_anchors(files);
}

signing::Level level_for(const UnitConfig& unit, const Config& config, const signing::Key& key) {
  if (const auto named = signing::level_named(unit.level)) return *named;
  return config.time_stamps.empty() ? signing::Level::b_b : signing::highest_level(key);
}

std::unique_ptr<signing::Key> signing_key(const UnitConfig& unit) {
  return signing::open_key({unit.key, unit.certificate, unit.password_file});
}

publication::MessageKey message_key(const UnitConfig& unit) {
  return {unit.message_key, unit.message_certificate, unit.message_password_file};
}

pipeline::Submission submission_named(const pipeline::Register& reg, const std::string& id) {
  auto found = reg.find(id);
  if (found) return std::move(*found);
  throw pipeline::Error(pipeline::Remedy::fix_document,
                        {"没有编号为 " + id + " 的申报件。", "There is no submission " + id + "."},
                        {"用 chengnuo status 查看全部编号。", "chengnuo status lists them all."});
}

}  // namespace chengnuo::console
