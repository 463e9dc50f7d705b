#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <domain/result.h>
#include <domain/time.h>
#include <scoring/booster.h>
#include <scoring/labelled_table.h>
#include <scoring/model_file.h>
#include <scoring/table_features.h>
#include <scoring/training_report.h>

namespace sekisho::scoring {

/// Which rows of a table are learnt, and which are ranked. Spans are [from, to), in whole days; earlier rows
/// are history alone.
struct TableSpans {
  Timestamp train_from;
  Timestamp train_to;
  Timestamp test_from;  ///< not before train_to
  Timestamp test_to;
};

struct TableTask {
  TableSpans spans;
  Windows windows;
  std::uint64_t seed = 0;
  std::string trainer;  ///< for the model's origin
};

/// Where rows go as they are computed, in order of time. Empty ones are not called.
struct TableSinks {
  /// Of rows in [train_from, test_to): the pinned columns, those of pinned_names().
  std::function<void(std::string_view id, std::span<const double> pinned)> features;
  /// Of rows in [test_from, test_to): the calibrated probability on 0–100.
  std::function<void(std::string_view id, double score)> scores;
};

struct TableResult {
  ModelFile model;
  TrainingReport report;
};

/// Fits a model to a labelled table and judges it on the test span, in one pass over the rows.
///
/// Judged are the rows of the test span but for those whose first entity has a value with a positive row in
/// [train_from, start of the row's day − delay): who was caught already needs no model. At most 250,000 rows
/// are learnt; of more, a random part of each label, weighted. Fails as train(), and when the test span has
/// no row to judge.
[[nodiscard]] Result<TableResult> train_on_table(const LabelledTable& table, const TableTask& task,
                                                 Booster& booster, const TableSinks& sinks);

}  // namespace sekisho::scoring
