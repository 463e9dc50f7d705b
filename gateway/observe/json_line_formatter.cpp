#include "observe/json_line_formatter.h"

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <variant>

#include <domain/json_writer.h>
#include <fmt/chrono.h>
#include <fmt/format.h>
#include <spdlog/common.h>
#include <spdlog/details/log_msg.h>

namespace sekisho::gateway {
namespace {

/// One form of UTF-8 sequence (Unicode 15, table 3-7): what its first and second byte may be, and its length.
struct Utf8Form {
  unsigned char first_min, first_max, second_min, second_max;
  std::size_t length;
};

constexpr std::array utf8_forms = std::to_array<Utf8Form>({{0x00, 0x7f, 0, 0, 1},
                                                           {0xc2, 0xdf, 0x80, 0xbf, 2},
                                                           {0xe0, 0xe0, 0xa0, 0xbf, 3},
                                                           {0xe1, 0xec, 0x80, 0xbf, 3},
                                                           {0xed, 0xed, 0x80, 0x9f, 3},
                                                           {0xee, 0xef, 0x80, 0xbf, 3},
                                                           {0xf0, 0xf0, 0x90, 0xbf, 4},
                                                           {0xf1, 0xf3, 0x80, 0xbf, 4},
                                                           {0xf4, 0xf4, 0x80, 0x8f, 4}});

bool has_form(std::string_view text, const Utf8Form& form) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  if (text.size() < form.length || byte(0) < form.first_min || byte(0) > form.first_max) return false;
  if (form.length > 1 && (byte(1) < form.second_min || byte(1) > form.second_max)) return false;
  for (std::size_t i = 2; i < form.length; ++i) {
    if ((byte(i) & 0xc0U) != 0x80U) return false;
  }
  return true;
}

/// The length of the UTF-8 sequence that the text begins with, 0 when it begins with none.
std::size_t sequence_length(std::string_view text) {
  for (const Utf8Form& form : utf8_forms) {
    if (has_form(text, form)) return form.length;
  }
  return 0;
}

std::string as_utf8(std::string_view text) {
  std::string clean;
  clean.reserve(text.size());
  while (!text.empty()) {
    const std::size_t length = sequence_length(text);
    clean += length == 0 ? std::string_view{"\xef\xbf\xbd"} : text.substr(0, length);
    text.remove_prefix(length == 0 ? 1 : length);
  }
  return clean;
}

void write_value(JsonWriter& out, const LogField& field) {
  out.key(field.name);
  if (const auto* text = std::get_if<std::string_view>(&field.value)) {
    out.value(as_utf8(*text));
  } else {
    std::visit([&](const auto& value) { out.value(value); }, field.value);
  }
}

std::string_view level_name(spdlog::level::level_enum level) {
  switch (level) {
    case spdlog::level::debug:
      return "debug";
    case spdlog::level::warn:
      return "warning";
    case spdlog::level::err:
      return "error";
    default:
      return "info";
  }
}

}  // namespace

std::string log_members(std::string_view message, std::initializer_list<LogField> fields) {
  std::string members;
  JsonWriter out{members};
  out.member("message", as_utf8(message));
  for (const LogField& field : fields)
    write_value(out, field);
  return members;
}

void JsonLineFormatter::format(const spdlog::details::log_msg& record, spdlog::memory_buf_t& line) {
  const auto at = std::chrono::floor<std::chrono::milliseconds>(record.time.time_since_epoch());
  const std::time_t seconds = std::chrono::floor<std::chrono::seconds>(at).count();
  fmt::format_to(std::back_inserter(line), R"({{"at":"{:%Y-%m-%dT%H:%M:%S}.{:03}Z","level":"{}",{}}})",
                 fmt::gmtime(seconds), (at % std::chrono::seconds{1}).count(), level_name(record.level),
                 std::string_view{record.payload.data(), record.payload.size()});
  line.push_back('\n');
}

std::unique_ptr<spdlog::formatter> JsonLineFormatter::clone() const {
  return std::make_unique<JsonLineFormatter>();
}

}  // namespace sekisho::gateway
