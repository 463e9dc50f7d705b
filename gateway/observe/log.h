#pragma once

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <variant>

namespace spdlog {
class logger;
}

namespace sekisho::gateway {

enum class LogLevel { debug, info, warning, error };

/// One member of a log line. No value may be personal data, a secret, or text that a stranger chose freely.
struct LogField {
  std::string_view name;
  std::variant<std::string_view, std::int64_t, double, bool> value;
};

/// JSON lines on standard error: `{"at":…,"level":…,"message":…, fields…}`. Thread-safe; the level may change
/// while running.
class Log {
 public:
  explicit Log(LogLevel level);
  ~Log();

  void debug(std::string_view message, std::initializer_list<LogField> fields = {}) const;
  void info(std::string_view message, std::initializer_list<LogField> fields = {}) const;
  void warning(std::string_view message, std::initializer_list<LogField> fields = {}) const;
  void error(std::string_view message, std::initializer_list<LogField> fields = {}) const;

  void set_level(LogLevel level);
  void flush();

 private:
  void write(LogLevel level, std::string_view message, std::initializer_list<LogField> fields) const;
  std::shared_ptr<spdlog::logger> logger_;
};

}  // namespace sekisho::gateway
