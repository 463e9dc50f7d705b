#pragma once

#include <cstddef>
#include <filesystem>
#include <string>

#include <domain/result.h>
#include <scoring/booster.h>
#include <scoring/table_training.h>

#include "training/table_file.h"

namespace sekisho::gateway {

/// What to train on and where its results go. An empty path: not wanted.
struct TableFiles {
  std::filesystem::path table;
  std::filesystem::path model;
  std::filesystem::path report;  ///< the page with curves lies beside it, `.html` for `.json`
  std::filesystem::path features;
  std::filesystem::path scores;
};

/// Reads a table, trains and writes the results. Each file takes its place whole, and none does when anything
/// failed before. Fails in one line that says what to mend.
[[nodiscard]] Result<scoring::TrainingReport> train_table(const TableFiles& files,
                                                          const TableColumns& columns,
                                                          const scoring::TableTask& task,
                                                          scoring::Booster& booster);

/// `OUT.html` for `OUT.json`; `.html` behind any other name.
[[nodiscard]] std::filesystem::path page_beside(const std::filesystem::path& report);

}  // namespace sekisho::gateway
