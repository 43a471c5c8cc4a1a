#include "console/service_log.h"

#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <array>
#include <cstdlib>
#include <utility>

namespace chengnuo::console {
namespace {

using pipeline::Message;
namespace level = spdlog::level;

constexpr std::array<std::pair<std::string_view, LogLevel>, 4> kLevels = {
    {{"error", LogLevel::error},
     {"warning", LogLevel::warning},
     {"info", LogLevel::info},
     {"debug", LogLevel::debug}}};

level::level_enum spdlog_level(LogLevel wanted) {
  switch (wanted) {
    case LogLevel::error:
      return level::err;
    case LogLevel::warning:
      return level::warn;
    case LogLevel::info:
      return level::info;
    case LogLevel::debug:
      break;
  }
  return level::debug;
}

/// The priorities of syslog(3) in front of a line, as systemd reads them.
class Priority final : public spdlog::custom_flag_formatter {
 public:
  void format(const spdlog::details::log_msg& line, const std::tm&,
              spdlog::memory_buf_t& out) override {
    const std::string_view mark = line.level >= level::err    ? "<3>"
                                  : line.level == level::warn ? "<4>"
                                  : line.level == level::info ? "<6>"
                                                              : "<7>";
    out.append(mark.data(), mark.data() + mark.size());
  }
  std::unique_ptr<custom_flag_formatter> clone() const override {
    return std::make_unique<Priority>();
  }
};

std::unique_ptr<spdlog::formatter> formatter() {
  auto made = std::make_unique<spdlog::pattern_formatter>();
  const bool journal = std::getenv("JOURNAL_STREAM") != nullptr;  // systemd.exec(5)
  made->add_flag<Priority>('*').set_pattern(journal ? "%*%v" : "%Y-%m-%d %H:%M:%S %v");
  return made;
}

}  // namespace

LogLevel log_level_named(std::string_view name) {
  for (const auto& [each, wanted] : kLevels)
    if (each == name) return wanted;
  throw pipeline::Error(
      pipeline::Remedy::fix_setup,
      {"[service] log 不能是“" + std::string(name) + "”。",
       "[service] log cannot be \"" + std::string(name) + "\"."},
      {"请写 error、warning、info 或 debug。", "Say error, warning, info or debug."});
}

ServiceLog::ServiceLog(pipeline::Language language, LogLevel level)
    : language_(language),
      logger_(std::make_shared<spdlog::logger>("service",
                                               std::make_shared<spdlog::sinks::stderr_sink_mt>())) {
  logger_->set_formatter(formatter());
  logger_->set_level(spdlog_level(level));
  logger_->flush_on(spdlog_level(LogLevel::debug));
}

void ServiceLog::error(const Message& message) const { logger_->error(message.in(language_)); }
void ServiceLog::error(const Message& where, const pipeline::Error& what) const {
  error({where.zh + "：" + what.message().zh + " " + what.advice().zh,
         where.en + ": " + what.message().en + " " + what.advice().en});
}
void ServiceLog::warning(const Message& message) const { logger_->warn(message.in(language_)); }
void ServiceLog::info(const Message& message) const { logger_->info(message.in(language_)); }
void ServiceLog::debug(const Message& message) const { logger_->debug(message.in(language_)); }

}  // namespace chengnuo::console
