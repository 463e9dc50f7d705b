#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <domain/result.h>
#include <simulation/population.h>

#include "app/command_context.h"
#include "app/config.h"
#include "app/control_requests.h"

namespace sekisho::gateway {

/// What the gateway answered to the event that made an order.
struct SimulatedDecision {
  std::string order_id;
  std::string verdict;
  std::string status;
  double score = 0;
};

struct SimulationAnswers {
  std::vector<std::optional<SimulatedDecision>> decisions;  ///< by label
  std::map<int, std::int64_t> statuses;                     ///< HTTP answers to all events
  std::int64_t unanswered = 0;
  std::int64_t outcomes = 0;  ///< that the gateway took

  /// True when every event was taken. An event of an order that its verdict ended is refused, as it is when
  /// the buyer is late.
  [[nodiscard]] bool all_taken() const;
};

/// Posts a population's events to a running gateway as the hook's vendor: signed, each conversation's in
/// order, at most 16 under way. Where the gateway goes by the events' clock, one at a time in order of time.
/// With `outcomes`, the admin API is told what each order turned out to be when the shop would learn it,
/// before the first event of a later time; that too keeps one order of all. Blocks until all is answered.
[[nodiscard]] Result<SimulationAnswers> send_simulation(const simulation::Population& population,
                                                        const SendInfo& info, const Config& config,
                                                        bool outcomes, const CommandContext& context);

}  // namespace sekisho::gateway
