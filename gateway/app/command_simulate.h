#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <domain/ids.h>
#include <domain/result.h>

#include "app/command_context.h"

namespace sekisho::gateway {

struct SimulateArguments {
  std::uint64_t seed = 1;
  std::uint64_t orders = 1000;
  int days = 30;
  double fraud_rate = 0.05;
  std::string from = "2026-10-01";     ///< the first day, in Japan
  std::vector<std::string> merchants;  ///< empty: `demo`, or the hook's own
  std::filesystem::path out;           ///< empty: to a gateway
  std::filesystem::path config;
  HookId hook;
  std::filesystem::path labels;  ///< empty: no file of what was answered
  bool outcomes = false;         ///< tell the gateway what orders turned out to be
};

/// `sekisho simulate`: writes a population's events, labels and reference data to files, or posts its events
/// to a running gateway and prints what was decided by pattern. True when every event was taken.
[[nodiscard]] Result<bool> run_simulate(const SimulateArguments& arguments, const CommandContext& context);

}  // namespace sekisho::gateway
