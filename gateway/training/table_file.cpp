#include "training/table_file.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cmath>
#include <optional>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <unistd.h>

#include "app/file_descriptor.h"
#include "training/csv_reader.h"

namespace sekisho::gateway {
namespace {

namespace fs = std::filesystem;
using Fields = std::span<const std::string_view>;

std::optional<bool> parse_label(std::string_view text) {
  for (const std::string_view yes : {"1", "true", "True", "TRUE", "1.0"})
    if (text == yes) return true;
  for (const std::string_view no : {"0", "false", "False", "FALSE", "0.0"})
    if (text == no) return false;
  return std::nullopt;
}

std::optional<double> parse_amount(std::string_view text) {
  double number = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (fault != std::errc{} || end != text.data() + text.size() || !std::isfinite(number)) return std::nullopt;
  return number;
}

std::optional<Timestamp> parse_time(std::string_view text) {
  constexpr std::size_t date = 10;
  constexpr std::size_t whole = 19;
  if (text.size() != whole || text[date] != ' ') return parse_rfc3339(text);
  std::string utc(text);
  utc[date] = 'T';
  return parse_rfc3339(utc + 'Z');
}

/// Faults by line: the first few, and how many there are.
class LineFaults {
 public:
  void add(std::size_t line, std::string detail) {
    constexpr std::size_t shown = 5;
    if (++count_ <= shown) first_.push_back(fmt::format("line {}: {}", line, detail));
  }

  [[nodiscard]] bool any() const { return count_ > 0; }

  [[nodiscard]] std::string text() const {
    const std::string listed = fmt::format("{}", fmt::join(first_, "; "));
    return count_ == first_.size() ? listed : fmt::format("{}; and {} more", listed, count_ - first_.size());
  }

 private:
  std::vector<std::string> first_;
  std::size_t count_ = 0;
};

/// A cell as an error may show it: a few characters on one line.
std::string quoted(std::string_view cell) {
  constexpr std::size_t most = 40;
  std::string out(cell.substr(0, most));
  std::ranges::replace_if(out, [](char c) { return static_cast<unsigned char>(c) < 0x20; }, ' ');
  return fmt::format("'{}{}'", out, cell.size() > most ? "…" : "");
}

/// Turns records into rows of a table.
class TableReader {
 public:
  explicit TableReader(const TableColumns& columns) : columns_(columns), builder_(columns.entities) {}

  void take(std::size_t line, Fields fields) {
    if (!has_header_) {
      read_header(line, fields);
    } else if (fault_.empty()) {
      read_row(line, fields);
    }
  }

  Result<scoring::LabelledTable> finish() {
    if (!has_header_) return fail(ErrorKind::invalid, "it is empty");
    if (!fault_.empty()) return fail(ErrorKind::invalid, fault_);
    if (faults_.any()) return fail(ErrorKind::invalid, faults_.text());
    return builder_.build();
  }

 private:
  void read_header(std::size_t line, Fields fields) {
    has_header_ = true;
    width_ = fields.size();
    id_ = place_of(line, columns_.id, fields);
    label_ = place_of(line, columns_.label, fields);
    time_ = place_of(line, columns_.time, fields);
    amount_ = place_of(line, columns_.amount, fields);
    for (const std::string& entity : columns_.entities)
      entities_.push_back(place_of(line, entity, fields));
    values_.resize(entities_.size());
  }

  std::size_t place_of(std::size_t line, std::string_view name, Fields header) {
    const auto found = std::ranges::find(header, name);
    if (found != header.end() && std::ranges::count(header, name) == 1)
      return static_cast<std::size_t>(found - header.begin());
    if (fault_.empty())
      fault_ = fmt::format("line {}: the header has {} column {}", line,
                           found == header.end() ? "no" : "more than one", quoted(name));
    return 0;
  }

  void read_row(std::size_t line, Fields fields) {
    if (fields.size() != width_)
      return faults_.add(line, fmt::format("has {} fields, the header has {}", fields.size(), width_));
    if (builder_.rows() == scoring::LabelledTable::max_rows)
      return faults_.add(line, fmt::format("only {} rows can be held", scoring::LabelledTable::max_rows));
    const auto label = parse_label(fields[label_]);
    const auto time = parse_time(fields[time_]);
    const auto amount = parse_amount(fields[amount_]);
    if (!label) return faults_.add(line, fmt::format("{} is no label: 0 or 1", quoted(fields[label_])));
    if (!time)
      return faults_.add(
          line, fmt::format("{} is no time: RFC 3339 or YYYY-MM-DD HH:MM:SS", quoted(fields[time_])));
    if (!amount) return faults_.add(line, fmt::format("{} is no amount", quoted(fields[amount_])));
    for (std::size_t i = 0; i < entities_.size(); ++i)
      values_[i] = fields[entities_[i]];
    builder_.add(fields[id_], *label, *time, *amount, values_);
  }

  const TableColumns& columns_;
  scoring::LabelledTableBuilder builder_;
  bool has_header_ = false;
  std::string fault_;  ///< of the header: no row can be read
  LineFaults faults_;
  std::size_t width_ = 0;
  std::size_t id_ = 0;
  std::size_t label_ = 0;
  std::size_t time_ = 0;
  std::size_t amount_ = 0;
  std::vector<std::size_t> entities_;
  std::vector<std::string_view> values_;
};

std::unexpected<Error> in_file(const fs::path& file, std::string_view why) {
  return fail(ErrorKind::invalid, fmt::format("cannot read {}: {}", file.string(), why));
}

}  // namespace

Result<scoring::LabelledTable> read_table(const fs::path& file, const TableColumns& columns) {
  const FileDescriptor opened{::open(file.c_str(), O_RDONLY | O_CLOEXEC)};
  if (!opened) return in_file(file, std::generic_category().message(errno));
  TableReader table(columns);
  CsvReader csv([&](std::size_t line, Fields fields) { table.take(line, fields); });
  std::vector<char> chunk(std::size_t{1} << 20U);
  while (true) {
    const ssize_t got = ::read(opened.get(), chunk.data(), chunk.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return in_file(file, std::generic_category().message(errno));
    const auto taken = got == 0 ? csv.finish() : csv.feed({chunk.data(), static_cast<std::size_t>(got)});
    if (!taken) return in_file(file, taken.error().detail);
    if (got == 0) break;
  }
  auto read = table.finish();
  if (!read) return in_file(file, read.error().detail);
  return read;
}

std::optional<Timestamp> parse_day(std::string_view text) {
  constexpr std::size_t length = 10;
  if (text.size() != length) return std::nullopt;
  return parse_rfc3339(std::string(text) + "T00:00:00Z");
}

std::optional<Milliseconds> parse_length(std::string_view text) {
  constexpr std::array units = std::to_array<std::pair<char, std::chrono::seconds>>({
      {'d', std::chrono::days{1}},
      {'h', std::chrono::hours{1}},
      {'m', std::chrono::minutes{1}},
      {'s', std::chrono::seconds{1}},
  });
  if (text.empty()) return std::nullopt;
  const auto unit = std::ranges::find(units, text.back(), [](const auto& pair) { return pair.first; });
  if (unit == units.end()) return std::nullopt;
  constexpr std::chrono::seconds longest = std::chrono::days{3650};
  std::int64_t number = 0;
  const std::string digits(text.substr(0, text.size() - 1));
  const char* const last = digits.data() + digits.size();
  const auto [end, fault] = std::from_chars(digits.data(), last, number);
  if (fault != std::errc{} || end != last || number <= 0 || number > longest / unit->second)
    return std::nullopt;
  return Milliseconds{unit->second * number};
}

}  // namespace sekisho::gateway
