#pragma once

#include <CLI/CLI.hpp>
#include <filesystem>
#include <functional>

#include "console/config.h"
#include "console/home.h"
#include "console/terminal.h"

namespace chengnuo::console {

/// What every command works with. Filled from the command line before the command runs.
struct Context {
  Terminal terminal;
  std::filesystem::path home;
  int exit = kDone;

  Config config() const { return read_config(home); }
};

// One function for each group of commands adds them to the command line. A command's work is done
// in a callback, which sets `context.exit`; an Error is shown once, in main.

void add_home_commands(CLI::App& app, Context& context);       // init, backup, doctor
void add_run_commands(CLI::App& app, Context& context);        // run, worker
void add_submit_command(CLI::App& app, Context& context);      // submit
void add_status_commands(CLI::App& app, Context& context);     // status, audit
void add_read_commands(CLI::App& app, Context& context);       // read, check
void add_template_commands(CLI::App& app, Context& context);   // template list|validate|try
void add_review_commands(CLI::App& app, Context& context);     // review list|show|…
void add_sign_command(CLI::App& app, Context& context);        // sign
void add_verify_command(CLI::App& app, Context& context);      // verify
void add_archive_commands(CLI::App& app, Context& context);    // archive search|get
void add_publish_commands(CLI::App& app, Context& context);    // publish status|retry|correct|…
void add_complaint_commands(CLI::App& app, Context& context);  // complaint add|list|…
void add_papers_commands(CLI::App& app, Context& context);     // papers summary|statistics|…
void add_delist_command(CLI::App& app, Context& context);      // delist
void add_people_commands(CLI::App& app, Context& context);     // user
void add_unit_commands(CLI::App& app, Context& context);       // unit
void add_platform_command(CLI::App& app, Context& context);    // platform
void add_manual_command(CLI::App& app, Context& context);      // manual

}  // namespace chengnuo::console
