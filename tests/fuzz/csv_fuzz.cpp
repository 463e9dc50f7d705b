// The CSV reader gives the same rows and faults however its text is cut, and every row that it gives can be
// written and read again.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "reference/csv_stream.h"

namespace {

using sekisho::gateway::CsvRecord;
using sekisho::gateway::CsvStream;

struct ReadText {
  std::vector<std::vector<std::string>> rows;
  std::vector<std::uint64_t> lines;
  std::vector<std::uint64_t> faults;
  bool operator==(const ReadText&) const = default;
};

ReadText read(std::string_view text, std::size_t piece) {
  ReadText out;
  CsvStream reader{[&](const CsvRecord& row) {
                     out.rows.emplace_back(row.fields.begin(), row.fields.end());
                     out.lines.push_back(row.line);
                   },
                   [&](std::uint64_t line, std::string_view) { out.faults.push_back(line); }};
  for (std::size_t at = 0; at < text.size(); at += piece)
    reader.feed(text.substr(at, piece));
  reader.finish();
  return out;
}

std::string written(const ReadText& rows) {
  std::string text;
  for (const auto& row : rows.rows) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      text += i == 0 ? "\"" : ",\"";
      for (const char c : row[i])
        text += c == '"' ? std::string{"\"\""} : std::string{c};
      text += '"';
    }
    text += "\r\n";
  }
  return text;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view text{reinterpret_cast<const char*>(data) + 1, size - 1};
  const auto whole = read(text, text.size() + 1);
  if (read(text, std::size_t{data[0]} % 7 + 1) != whole) std::abort();
  const auto again = read(written(whole), 4096);
  if (!again.faults.empty() || again.rows != whole.rows) std::abort();
  return 0;
}
