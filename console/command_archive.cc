#include "console/command_archive.h"

namespace chengnuo::console {

void add_archive_commands(CLI::App& app, Context& context) {
  CLI::App* archive = app.add_subcommand("archive", "档案 / the archive");
  archive->require_subcommand(1);
  add_archive_finding(*archive, context);
  add_archive_proving(*archive, context);
  add_archive_verifying(*archive, context);
  add_archive_packing(*archive, context);
  add_archive_renewing(*archive, context);
  add_archive_keeping(*archive, context);
}

}  // namespace chengnuo::console
