#include <array>
#include <cstdio>

#include <domain/time.h>

namespace sekisho {
namespace {

using namespace std::chrono;

/// Reads fixed-width fields off the front of a text; the first that does not fit spoils the rest.
class Fields {
 public:
  explicit Fields(std::string_view text) : rest_(text) {}

  int number(std::size_t width) {
    if (rest_.size() < width) return spoil();
    int value = 0;
    for (const char c : rest_.substr(0, width)) {
      if (c < '0' || c > '9') return spoil();
      value = value * 10 + (c - '0');
    }
    rest_.remove_prefix(width);
    return value;
  }

  /// Consumes one of the characters and says which; NUL when it is none of them.
  char one_of(std::string_view characters) {
    if (rest_.empty() || !characters.contains(rest_.front())) {
      spoil();
      return '\0';
    }
    const char c = rest_.front();
    rest_.remove_prefix(1);
    return c;
  }

  milliseconds fraction() {
    if (!rest_.starts_with('.')) return {};
    rest_.remove_prefix(1);
    int value = 0;
    std::size_t digits = 0;
    for (; !rest_.empty() && rest_.front() >= '0' && rest_.front() <= '9'; ++digits, rest_.remove_prefix(1)) {
      if (digits < 3) value = value * 10 + (rest_.front() - '0');
    }
    if (digits == 0) spoil();
    for (; digits < 3; ++digits)
      value *= 10;
    return milliseconds{value};
  }

  [[nodiscard]] bool exhausted() const { return good_ && rest_.empty(); }

 private:
  int spoil() {
    good_ = false;
    return 0;
  }

  std::string_view rest_;
  bool good_ = true;
};

}  // namespace

std::optional<Timestamp> parse_rfc3339(std::string_view text) {
  Fields fields{text};
  const auto y = fields.number(4);
  fields.one_of("-");
  const auto mo = static_cast<unsigned>(fields.number(2));
  fields.one_of("-");
  const auto d = static_cast<unsigned>(fields.number(2));
  fields.one_of("Tt");
  const int h = fields.number(2);
  fields.one_of(":");
  const int mi = fields.number(2);
  fields.one_of(":");
  const int s = fields.number(2);
  const milliseconds fraction = fields.fraction();
  minutes offset{0};
  if (const char sign = fields.one_of("Zz+-"); sign == '+' || sign == '-') {
    const int offset_hours = fields.number(2);
    fields.one_of(":");
    const int offset_minutes = fields.number(2);
    if (offset_hours > 23 || offset_minutes > 59) return std::nullopt;
    offset = (hours{offset_hours} + minutes{offset_minutes}) * (sign == '+' ? 1 : -1);
  }
  const year_month_day date{year{y}, month{mo}, day{d}};
  if (!fields.exhausted() || !date.ok() || h > 23 || mi > 59 || s > 59) return std::nullopt;
  const Timestamp at = sys_days{date} + hours{h} + minutes{mi} + seconds{s} + fraction - offset;
  // In UTC, for the offset may lead out of the years that are written back.
  const bool writable = at >= Timestamp{} && at < Timestamp{sys_days{year{10000} / 1 / 1}};
  return writable ? std::optional{at} : std::nullopt;
}

std::string format_rfc3339(Timestamp at) {
  const auto day_start = floor<days>(at);
  const year_month_day date{day_start};
  const hh_mm_ss time{at - day_start};
  const auto millis = static_cast<int>(time.subseconds().count());
  std::array<char, 40> text{};
  int size =
      std::snprintf(text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02d", static_cast<int>(date.year()),
                    static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                    static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()),
                    static_cast<int>(time.seconds().count()));
  std::string out(text.data(), static_cast<std::size_t>(size));
  if (millis != 0) {
    size = std::snprintf(text.data(), text.size(), ".%03d", millis);
    out.append(text.data(), static_cast<std::size_t>(size));
  }
  out += 'Z';
  return out;
}

}  // namespace sekisho
