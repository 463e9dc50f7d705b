#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <domain/result.h>

#include "app/command_context.h"

namespace sekisho::gateway {

/// The options of `sekisho train --table`, as they were written.
struct TrainArguments {
  std::string table;
  std::string id;
  std::string label;
  std::string time;
  std::string amount;
  std::vector<std::string> entities;
  std::vector<std::string> windows;
  std::string delay;
  std::string train_from;
  std::string train_to;
  std::string test_from;
  std::string test_to;
  std::string model;
  std::string report;
  std::string features;
  std::string scores;
  std::uint64_t seed = 0;
};

/// What is wrong with the options as such; empty: nothing. Reads no file.
[[nodiscard]] std::string train_usage_fault(const TrainArguments& arguments);

/// `sekisho train --table`: fits a model to a labelled table, needs no gateway, and prints what came of it.
/// The options have no usage fault. Fails in one line that says what to mend: libxgboost is not installed,
/// the table is faulty, there is too little to learn from.
[[nodiscard]] Result<void> run_train(const TrainArguments& arguments, const CommandContext& context);

}  // namespace sekisho::gateway
