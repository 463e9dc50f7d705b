#include "observe/log.h"

#include <utility>

#include <spdlog/logger.h>
#include <spdlog/sinks/stdout_sinks.h>

#include "observe/json_line_formatter.h"

namespace sekisho::gateway {
namespace {

spdlog::level::level_enum level_of(LogLevel level) {
  switch (level) {
    case LogLevel::debug:
      return spdlog::level::debug;
    case LogLevel::info:
      return spdlog::level::info;
    case LogLevel::warning:
      return spdlog::level::warn;
    case LogLevel::error:
      return spdlog::level::err;
  }
  std::unreachable();
}

}  // namespace

Log::Log(LogLevel level)
    : logger_(
          std::make_shared<spdlog::logger>("sekisho", std::make_shared<spdlog::sinks::stderr_sink_mt>())) {
  logger_->set_formatter(std::make_unique<JsonLineFormatter>());
  set_level(level);
}

Log::~Log() = default;

void Log::debug(std::string_view message, std::initializer_list<LogField> fields) const {
  write(LogLevel::debug, message, fields);
}

void Log::info(std::string_view message, std::initializer_list<LogField> fields) const {
  write(LogLevel::info, message, fields);
}

void Log::warning(std::string_view message, std::initializer_list<LogField> fields) const {
  write(LogLevel::warning, message, fields);
}

void Log::error(std::string_view message, std::initializer_list<LogField> fields) const {
  write(LogLevel::error, message, fields);
}

void Log::set_level(LogLevel level) {
  logger_->set_level(level_of(level));
}

void Log::flush() {
  logger_->flush();
}

void Log::write(LogLevel level, std::string_view message, std::initializer_list<LogField> fields) const {
  if (!logger_->should_log(level_of(level))) return;
  logger_->log(level_of(level), spdlog::string_view_t{log_members(message, fields)});
}

}  // namespace sekisho::gateway
