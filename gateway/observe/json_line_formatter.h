#pragma once

#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>

#include <spdlog/formatter.h>

#include "observe/log.h"

namespace sekisho::gateway {

/// The members of a log line after its time and level: `"message":…, fields…`. Bytes that are not UTF-8
/// become U+FFFD, so that a line is always JSON.
[[nodiscard]] std::string log_members(std::string_view message, std::initializer_list<LogField> fields);

/// Makes one JSON line of a record whose payload is log_members(): puts time (UTC, milliseconds) and level
/// before it.
class JsonLineFormatter final : public spdlog::formatter {
 public:
  void format(const spdlog::details::log_msg& record, spdlog::memory_buf_t& line) override;
  [[nodiscard]] std::unique_ptr<spdlog::formatter> clone() const override;
};

}  // namespace sekisho::gateway
