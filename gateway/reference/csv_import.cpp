#include "reference/csv_import.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include <domain/sha256.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include "app/file_descriptor.h"
#include "reference/csv_stream.h"
#include "reference/row_reader.h"
#include "reference/text_decoder.h"

namespace sekisho::gateway {
namespace {

constexpr std::size_t most_faults = 100;
constexpr std::size_t chunk_bytes = 256 * 1024;
constexpr std::string_view not_text = "\xEF\xBF\xBD";  // U+FFFD

std::string_view without_spaces(std::string_view text) {
  while (!text.empty() && text.front() == ' ')
    text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ')
    text.remove_suffix(1);
  return text;
}

/// Turns the rows of one CSV file into records; keeps what is wrong with it.
class CsvImporter {
 public:
  CsvImporter(const ReferenceImport& import, storage::KeyedFileWriter& writer)
      : import_(import),
        columns_(columns_of(import.kind)),
        rows_(import.kind, import.data, import.master),
        writer_(writer) {}

  void take(const CsvRecord& row) {
    // What was read with the header is still to come.
    if (stop_) return;
    if (places_.empty()) return take_header(row);
    if (row.fields.size() != width_)
      return fault(row.line, fmt::format("{} fields, not the header's {}", row.fields.size(), width_));
    for (std::size_t i = 0; i < columns_.size(); ++i)
      fields_[i] = row.fields[places_[i]];
    if (const auto* bad = std::ranges::find_if(fields_, [](auto f) { return f.contains(not_text); });
        bad != fields_.end()) {
      return fault(row.line,
                   fmt::format("{}: no text in {}; --encoding names the file's",
                               columns_[static_cast<std::size_t>(bad - fields_.begin())], import_.encoding));
    }
    auto read = rows_.read(std::span{fields_}.first(columns_.size()), row.line);
    if (!read) return fault(row.line, read.error());
    // Once a line is at fault nothing will be switched: only further faults matter.
    if (faults_.empty() && !broken_) keep(*std::move(read));
  }

  void fault(std::uint64_t line, std::string_view what) {
    if (++fault_count_ <= most_faults)
      faults_ += fmt::format("{}:{}: {}\n", import_.source.string(), line, what);
  }

  [[nodiscard]] bool has_header() const { return !places_.empty(); }

  [[nodiscard]] bool is_broken() const { return broken_.has_value(); }

  Result<std::uint64_t> finish() {
    if (broken_) return std::unexpected(*broken_);
    if (faults_.empty() && !has_header()) fault(1, "the file is empty: " + wanted_header());
    if (faults_.empty()) return count_;
    if (fault_count_ > most_faults)
      faults_ += fmt::format("{}: {} more lines are at fault\n", import_.source.string(),
                             fault_count_ - most_faults);
    return fail(ErrorKind::invalid, faults_ + "nothing was imported: mend the file and import it again");
  }

 private:
  static constexpr std::size_t most_columns = 8;

  void take_header(const CsvRecord& row) {
    width_ = row.fields.size();
    for (const std::string_view column : columns_) {
      const auto is_column = [&](std::string_view field) { return without_spaces(field) == column; };
      const auto found = std::ranges::find_if(row.fields, is_column);
      if (found == row.fields.end() || std::ranges::count_if(row.fields, is_column) > 1) {
        stop_ = true;
        return fault(row.line, wanted_header());
      }
      places_.push_back(static_cast<std::size_t>(found - row.fields.begin()));
    }
  }

  [[nodiscard]] std::string wanted_header() const {
    return fmt::format("the first line has to name these columns, each once: {}", fmt::join(columns_, ","));
  }

  void keep(ReadRow row) {
    ++count_;
    const bool has_text =
        import_.kind == ReferenceKind::forwarders || import_.kind == ReferenceKind::negatives;
    if (has_text) {
      const auto id = writer_.add_text(row.text);
      if (!id) {
        broken_ = id.error();
        return;
      }
      RowReader::set_text(row, import_.kind, *id);
    }
    if (auto added = writer_.add(row.record); !added) broken_ = added.error();
  }

 public:
  /// The header is wrong: reading on would fault every line.
  [[nodiscard]] bool stop() const { return stop_; }

 private:
  const ReferenceImport& import_;
  std::span<const std::string_view> columns_;
  RowReader rows_;
  storage::KeyedFileWriter& writer_;
  std::vector<std::size_t> places_;  ///< of the columns in the file
  std::size_t width_ = 0;            ///< fields of the header row
  std::array<std::string_view, most_columns> fields_{};
  std::uint64_t count_ = 0;
  std::uint64_t fault_count_ = 0;
  std::string faults_;
  std::optional<Error> broken_;
  bool stop_ = false;
};

std::unexpected<Error> cannot_read(const std::filesystem::path& file) {
  return fail(ErrorKind::invalid,
              fmt::format("cannot read {}: {}", file.string(), std::generic_category().message(errno)));
}

}  // namespace

Result<CsvImported> import_csv(const ReferenceImport& import, storage::KeyedFileWriter& writer) {
  auto decoder = TextDecoder::create(import.encoding);
  if (!decoder) return std::unexpected(decoder.error());
  const FileDescriptor file{::open(import.source.c_str(), O_RDONLY | O_CLOEXEC)};
  if (!file) return cannot_read(import.source);

  CsvImporter importer{import, writer};
  CsvStream reader{[&](const CsvRecord& row) { importer.take(row); },
                   [&](std::uint64_t line, std::string_view what) { importer.fault(line, what); }};
  Sha256Stream hash;
  std::vector<char> chunk(chunk_bytes);
  while (!importer.stop() && !importer.is_broken()) {
    const ssize_t got = ::read(file.get(), chunk.data(), chunk.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return cannot_read(import.source);
    const std::string_view bytes{chunk.data(), static_cast<std::size_t>(got)};
    hash.add(bytes);
    reader.feed(decoder->decode(bytes, bytes.empty()));
    if (!bytes.empty()) continue;
    reader.finish();
    break;
  }
  const auto rows = importer.finish();
  if (!rows) return std::unexpected(rows.error());
  return CsvImported{*rows, hash.finish()};
}

}  // namespace sekisho::gateway
