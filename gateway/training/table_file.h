#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include <domain/result.h>
#include <scoring/labelled_table.h>

namespace sekisho::gateway {

/// Which columns of a table mean what.
struct TableColumns {
  std::string id;
  std::string label;
  std::string time;
  std::string amount;
  std::vector<std::string> entities;
};

/// Reads a labelled table from a CSV file (training/csv_reader.h) with a header row, UTF-8. Labels are 0, 1,
/// true or false; times RFC 3339 or `YYYY-MM-DD HH:MM:SS`, which is UTC; amounts decimal numbers; an empty
/// cell of an entity is none. Fails in one line that names the file, the first faulty lines and how many
/// there are.
[[nodiscard]] Result<scoring::LabelledTable> read_table(const std::filesystem::path& file,
                                                        const TableColumns& columns);

/// Midnight UTC of a day written `YYYY-MM-DD`.
[[nodiscard]] std::optional<Timestamp> parse_day(std::string_view text);

/// A length written as a whole number and d, h, m or s, above 0 and up to ten years: `7d`.
[[nodiscard]] std::optional<Milliseconds> parse_length(std::string_view text);

}  // namespace sekisho::gateway
