#include "console/archive_parts.h"

#include "archive/recovery.h"
#include "console/assembly.h"
#include "console/time_now.h"
#include "signing/detached.h"

namespace chengnuo::console {

using pipeline::Error;
using pipeline::Remedy;

ArchiveParts::ArchiveParts(const Config& config, pipeline::Database& database, Opening opening)
    : store(config.archive, config.archive_copies),
      codes(database, archive_settings(config).code),
      records(database),
      log(database),
      heads(store, log, database, archive_settings(config).code.fonds) {
  if (opening == Opening::rebuild || !records.empty() || archive::codes_in(store).empty()) return;
  if (codes.any()) {
    archive::rebuild_catalogue(store, codes, records);
    return;
  }
  throw Error(Remedy::fix_setup,
              {"档案库中有档案，但数据库一无所知：数据库可能已丢失，或设置指向了别的数据库。",
               "The archive holds records of which the database knows nothing: it was lost, or the "
               "configuration names another one."},
              {"请核对设置；如数据库确已丢失，请执行 chengnuo archive rebuild 由档案库恢复。",
               "Check the configuration; if the database is lost: chengnuo archive rebuild"},
              config.archive);
}

archive::ArchiveSettings archive_settings(const Config& config) {
  archive::ArchiveSettings settings;
  settings.fonds_name = config.units.front().name;
  if (!config.archive_code_pattern.empty()) settings.code.pattern = config.archive_code_pattern;
  return settings;
}

archive::Notary notary(const Config& config) {
  archive::Notary notary;
  notary.sign = [unit = config.units.front()](const std::string& text) {
    const auto key = signing_key(unit);
    return signing::sign_detached(text, *key);
  };
  if (config.time_stamps.empty()) return notary;
  const auto stamps = std::make_shared<signing::TimeStampClient>(time_stamp_settings(config),
                                                                 anchors_below({config.trust}));
  notary.stamp = [stamps](const std::string& signature) {
    return signing::stamp_bytes(*stamps, signature, time_now());
  };
  return notary;
}

archive::HeadSignatureCheck head_signature_check(const Config& config) {
  return [anchors = anchors_below({config.trust})](
             const std::string& text,
             const std::string& signature) -> std::optional<pipeline::Message> {
    const auto problem = signing::problem_of_detached(text, signature, anchors, time_now());
    return problem ? std::optional(problem->what) : std::nullopt;
  };
}

std::vector<archive::Dispatch> dispatches() {
  return {{"activity_office", "report"}, {"platform", "letter"}};
}

}  // namespace chengnuo::console
