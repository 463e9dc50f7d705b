#include "training/train_table.h"

#include <array>
#include <charconv>
#include <cmath>
#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "training/replaced_file.h"

namespace sekisho::gateway {
namespace {

namespace fs = std::filesystem;

/// A field as CSV has it.
std::string csv_field(std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(text);
  std::string quoted = "\"";
  for (const char c : text)
    quoted += c == '"' ? std::string{"\"\""} : std::string{c};
  return quoted + '"';
}

/// The shortest text that reads back as the same number; nothing for NaN.
void append_number(std::string& line, double number) {
  if (std::isnan(number)) return;
  std::array<char, 32> text{};
  const auto end = std::to_chars(text.data(), text.data() + text.size(), number).ptr;
  line.append(text.data(), end);
}

/// A CSV file of an id and numbers; none when its path is empty.
class NumbersFile {
 public:
  [[nodiscard]] Result<void> open(const fs::path& path, std::string_view id,
                                  std::span<const std::string> columns) {
    if (path.empty()) return {};
    auto opened = ReplacedFile::open(path);
    if (!opened) return std::unexpected(opened.error());
    file_.emplace(std::move(*opened));
    std::string header = csv_field(id);
    for (const std::string& column : columns)
      header += ',' + csv_field(column);
    file_->write(header + '\n');
    return {};
  }

  [[nodiscard]] bool wanted() const { return file_.has_value(); }

  void add(std::string_view id, std::span<const double> numbers) {
    line_ = csv_field(id);
    for (const double number : numbers) {
      line_ += ',';
      append_number(line_, number);
    }
    line_ += '\n';
    file_->write(line_);
  }

  [[nodiscard]] Result<void> commit() { return file_ ? file_->commit() : Result<void>{}; }

 private:
  std::optional<ReplacedFile> file_;
  std::string line_;
};

/// Every file that is written: opened before hours of work, in place after them.
class ResultFiles {
 public:
  [[nodiscard]] static Result<ResultFiles> open(const TableFiles& files, const TableColumns& columns,
                                                const scoring::Windows& windows) {
    ResultFiles results;
    const auto names = scoring::pinned_names(columns.entities, windows.windows);
    const std::string score = "score";
    if (auto opened = results.features_.open(files.features, columns.id, names); !opened)
      return std::unexpected(opened.error());
    if (auto opened = results.scores_.open(files.scores, columns.id, {&score, 1}); !opened)
      return std::unexpected(opened.error());
    for (const fs::path& path : {page_beside(files.report), files.report, files.model}) {
      auto opened = ReplacedFile::open(path);
      if (!opened) return std::unexpected(opened.error());
      results.texts_.push_back(std::move(*opened));
    }
    return results;
  }

  /// They borrow this.
  [[nodiscard]] scoring::TableSinks sinks() {
    scoring::TableSinks sinks;
    if (features_.wanted())
      sinks.features = [this](std::string_view id, std::span<const double> pinned) {
        features_.add(id, pinned);
      };
    if (scores_.wanted())
      sinks.scores = [this](std::string_view id, double score) { scores_.add(id, {&score, 1}); };
    return sinks;
  }

  [[nodiscard]] Result<void> commit(const scoring::TableResult& trained) {
    texts_[0].write(scoring::report_html(trained.report));
    texts_[1].write(scoring::report_json(trained.report));
    texts_[2].write(scoring::write_model(trained.model));
    if (auto kept = features_.commit(); !kept) return kept;
    if (auto kept = scores_.commit(); !kept) return kept;
    for (ReplacedFile& text : texts_)
      if (auto kept = text.commit(); !kept) return kept;
    return {};
  }

 private:
  NumbersFile features_;
  NumbersFile scores_;
  std::vector<ReplacedFile> texts_;  ///< page, report, model
};

}  // namespace

Result<scoring::TrainingReport> train_table(const TableFiles& files, const TableColumns& columns,
                                            const scoring::TableTask& task, scoring::Booster& booster) {
  auto results = ResultFiles::open(files, columns, task.windows);
  if (!results) return std::unexpected(results.error());
  const auto table = read_table(files.table, columns);
  if (!table) return std::unexpected(table.error());
  auto trained = scoring::train_on_table(*table, task, booster, results->sinks());
  if (!trained) return std::unexpected(trained.error());
  if (auto kept = results->commit(*trained); !kept) return std::unexpected(kept.error());
  return std::move(trained->report);
}

fs::path page_beside(const fs::path& report) {
  if (report.extension() == ".json") return fs::path(report).replace_extension(".html");
  return report.string() + ".html";
}

}  // namespace sekisho::gateway
