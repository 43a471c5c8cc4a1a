#pragma once

#include <CLI/CLI.hpp>
#include <memory>

#include "archive/catalogue.h"
#include "console/archive_parts.h"
#include "console/command.h"

namespace chengnuo::console {

// What the files of `chengnuo archive …` share.

/// The archive of the context's home.
struct OpenedArchive {
  explicit OpenedArchive(const Context& context, Opening opening = Opening::known)
      : config(context.config()), database(config.database), parts(config, database, opening) {}

  Config config;
  pipeline::Database database;
  ArchiveParts parts;
};

nlohmann::json record_json(const archive::Listed& record);

/// What a person looks for, by the options that every search has.
struct Search {
  archive::Query query;
  std::string any;  ///< a name, a number, or words on a page
  std::string from, until, state;
};
/// A limit for what works on all that a search finds.
inline constexpr int kEverything = 10'000'000;
/// Adds the options; they live as long as the command.
std::shared_ptr<Search> add_search_options(CLI::App& command);
/// The records that are meant (archive_search.h).
std::vector<archive::Listed> find_records(const archive::Catalogue& catalogue, Search search);

void add_archive_finding(CLI::App& archive, Context& context);  // search, get
nlohmann::json head_json(const archive::LogHead& head);
void tell_head(const Terminal& terminal, const archive::LogHead& head);

void add_archive_proving(CLI::App& archive, Context& context);    // seal, prove, rebuild
void add_archive_verifying(CLI::App& archive, Context& context);  // verify
void add_archive_keeping(CLI::App& archive, Context& context);    // delivered, hold, …, report
void add_archive_packing(CLI::App& archive, Context& context);    // export, hand-over, import
void add_archive_renewing(CLI::App& archive, Context& context);   // renew

}  // namespace chengnuo::console
