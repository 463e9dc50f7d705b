#include "app/simulation_sender.h"

#include <algorithm>
#include <future>
#include <utility>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <nlohmann/json.hpp>

#include "app/outcome_reporter.h"
#include "app/vendor_client.h"

namespace sekisho::gateway {
namespace {

namespace asio = boost::asio;
using simulation::Label;
using simulation::Population;

constexpr std::size_t most_under_way = 16;

std::optional<SimulatedDecision> decision_of(const std::string& body) {
  const auto answer = nlohmann::json::parse(body, nullptr, false);
  if (!answer.is_object() || !answer.contains("assessment") || !answer.contains("order")) return std::nullopt;
  const auto& order = answer["order"];
  const auto& assessment = answer["assessment"];
  return SimulatedDecision{.order_id = order.value("id", ""),
                           .verdict = assessment.value("verdict", ""),
                           .status = order.value("status", ""),
                           .score = assessment.value("score", 0.0)};
}

/// One run against a gateway. Belongs to its loop's thread.
class Sending {
 public:
  Sending(const Population& population, VendorClient& vendor, OutcomeReporter* reporter)
      : population_(population), vendor_(vendor), reporter_(reporter) {
    answers_.decisions.resize(population.labels().size());
    for (std::size_t i = 0; i < population.labels().size(); ++i) {
      if (population.labels()[i].known_after) outcomes_.push_back(i);
    }
    std::ranges::sort(outcomes_, {},
                      [&](std::size_t i) { return std::pair{*population.labels()[i].known_after, i}; });
  }

  /// Sends the events of every `lanes`-th conversation, counted from `lane`.
  asio::awaitable<void> send_lane(std::size_t lane, std::size_t lanes) {
    for (std::size_t i = 0; i < population_.size(); ++i) {
      if (population_.conversation_number(i) % lanes != lane) continue;
      const simulation::SimulatedEvent event = population_.event(i);
      if (reporter_ != nullptr) co_await report_outcomes(event.at);
      co_await send(event);
    }
    vendor_.close_idle();
    if (reporter_ != nullptr) reporter_->close_idle();
  }

  [[nodiscard]] SimulationAnswers answers() && { return std::move(answers_); }

 private:
  asio::awaitable<void> send(const simulation::SimulatedEvent& event) {
    const auto answer = co_await vendor_.post(event.body);
    if (!answer) {
      ++answers_.unanswered;
      co_return;
    }
    ++answers_.statuses[answer->status];
    if (event.label && answer->status == 200) answers_.decisions[*event.label] = decision_of(answer->body);
  }

  /// Tells what the shop has learnt by then.
  asio::awaitable<void> report_outcomes(Timestamp now) {
    while (next_outcome_ < outcomes_.size()) {
      const std::size_t label = outcomes_[next_outcome_];
      const Label& known = population_.labels()[label];
      if (*known.known_after > now) co_return;
      ++next_outcome_;
      if (!answers_.decisions[label]) continue;
      const int status = co_await reporter_->report(answers_.decisions[label]->order_id, known.outcome);
      if (status >= 200 && status < 300) ++answers_.outcomes;
    }
  }

  const Population& population_;
  VendorClient& vendor_;
  OutcomeReporter* reporter_;
  SimulationAnswers answers_;
  std::vector<std::size_t> outcomes_;  ///< labels whose outcome becomes known, in that order
  std::size_t next_outcome_ = 0;
};

}  // namespace

bool SimulationAnswers::all_taken() const {
  constexpr int order_has_ended = 409;
  return unanswered == 0 && std::ranges::all_of(statuses, [](const auto& entry) {
           return entry.first == order_has_ended || (entry.first >= 200 && entry.first < 300);
         });
}

Result<SimulationAnswers> send_simulation(const Population& population, const SendInfo& info,
                                          const Config& config, bool outcomes,
                                          const CommandContext& context) {
  asio::io_context loop{1};
  auto vendor = VendorClient::create(loop, info, context);
  if (!vendor) return std::unexpected(vendor.error());
  std::optional<OutcomeReporter> reporter;
  if (outcomes) {
    auto created = OutcomeReporter::create(loop, config);
    if (!created) return std::unexpected(created.error());
    reporter.emplace(std::move(*created));
  }
  Sending sending{population, *vendor, reporter ? &*reporter : nullptr};
  const std::size_t lanes = info.event_clock || outcomes ? 1 : most_under_way;
  std::vector<std::future<void>> sent;
  for (std::size_t lane = 0; lane < lanes; ++lane)
    sent.push_back(asio::co_spawn(loop, sending.send_lane(lane, lanes), asio::use_future));
  loop.run();
  for (auto& lane : sent)
    lane.get();
  return std::move(sending).answers();
}

}  // namespace sekisho::gateway
