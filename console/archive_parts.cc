#include "console/archive_parts.h"

#include "archive/filing.h"
#include "archive/recovery.h"
#include "console/assembly.h"
#include "console/time_now.h"
#include "signing/detached.h"
#include "signing/trust.h"
#include "signing/verify.h"

namespace chengnuo::console {

using pipeline::Error;
using pipeline::Remedy;

namespace {

/// A database that knows fewer heads than the archive has is older: a backup that was put back. It
/// would give numbers away a second time.
void require_current(const archive::ObjectStore& store, const archive::LogHeads& heads) {
  const auto names = store.names_in("log");
  const std::filesystem::path newest = archive::HeadFiles(heads.newest() + 1).text.parent_path();
  if (names.empty() || names.back() < newest.filename().string()) return;
  throw Error(Remedy::fix_setup,
              {"数据库比档案库旧，可能是恢复的备份：档案库中有数据库不知道的日志头。",
               "The database is older than the archive, perhaps a backup that was put back: the "
               "archive has heads of which it knows nothing."},
              {"请停止服务，移走现有数据库，执行 chengnuo archive rebuild 由档案库恢复。",
               "Stop the service, move the database away, and run chengnuo archive rebuild"},
              store.root() / "log" / names.back());
}

}  // namespace

ArchiveParts::ArchiveParts(const Config& config, pipeline::Database& database, Opening opening)
    : store(config.archive, config.archive_copies),
      codes(database, archive_settings(config).code),
      records(database),
      log(database),
      heads(store, log, database, archive_settings(config).code.fonds) {
  if (opening == Opening::rebuild) return;
  require_current(store, heads);
  if (!records.empty() || archive::codes_in(store).empty()) return;
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

archive::OutsideChecks outside_checks(const Config& config, const ArchiveParts& parts) {
  const auto anchors = anchors_below({config.trust});
  return {[anchors](const std::filesystem::path& pdf) -> std::optional<pipeline::Message> {
            const auto report = signing::verify_file(pdf, anchors, time_now());
            // Whether a signer is trusted changes with the years; what changed in the file does
            // not.
            const bool bad = report.verdict == signing::Validity::unsigned_ ||
                             report.verdict == signing::Validity::invalid;
            return bad ? std::optional(report.reason) : std::nullopt;
          },
          [&parts](const std::string& leaf) { return parts.log.number_of(leaf).has_value(); }};
}

void refile(const Config& config, ArchiveParts& parts, pipeline::Submission submission) {
  archive::Filing(parts.store, parts.codes, parts.records, pipeline::WorkFolder(config.work),
                  archive_settings(config))
      .file(submission);
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
