#include <csignal>
#include <thread>

#include "console/command.h"
#include "console/service.h"
#include "console/signals.h"

namespace chengnuo::console {
namespace {

/// Runs `work` until it ends by itself or the process is asked to stop.
void until_stopped(const std::function<void(std::stop_token)>& work, const StopSignals& signals) {
  std::exception_ptr failure;
  std::jthread working([&](std::stop_token stop) {
    try {
      work(stop);
    } catch (...) {
      failure = std::current_exception();
    }
    kill(getpid(), SIGTERM);  // wakes the wait below
  });
  signals.wait();
  working.request_stop();
  working.join();
  if (failure) std::rethrow_exception(failure);
}

}  // namespace

void add_run_commands(CLI::App& app, Context& context) {
  auto once = std::make_shared<bool>(false);
  CLI::App* run = app.add_subcommand("run", "运行服务 / the service");
  run->add_flag("--once", *once, "处理完现有文件即结束 / work off what is there and end");
  run->callback([&context, once] {
    const StopSignals signals;
    Service service(context.config(), find_data_files(), context.terminal.language);
    until_stopped([&](std::stop_token stop) { *once ? service.run_once(stop) : service.run(stop); },
                  signals);
  });

  app.add_subcommand("worker", "只处理申报件，用于增加主机 / only the pipeline, for further hosts")
      ->callback([&context] {
        const StopSignals signals;
        Service service(context.config(), find_data_files(), context.terminal.language);
        until_stopped([&](std::stop_token stop) { service.work(stop); }, signals);
      });
}

}  // namespace chengnuo::console
