#include "desk/desk.h"

#include <algorithm>
#include <iterator>
#include <stdexcept>
#include <utility>

#include "desk/batching.h"

namespace sekisho::gateway {
namespace {

using storage::StorageFault;
using storage::Stored;
using storage::Unit;

/// Other nodes may be faster now and then; one that loses this often has a store that contradicts itself.
constexpr int max_rounds = 4;

constexpr auto prune_every = std::chrono::minutes{10};

/// Loops read the clock before the desk puts their deliveries in order, and clocks step back a little.
constexpr auto out_of_order = std::chrono::seconds{10};

}  // namespace

/// The state of one attempt at a batch.
struct Desk::Round {
  std::vector<Decided> decided;                  ///< one for each job
  std::vector<Unit> units;                       ///< what is to be committed
  std::vector<std::optional<std::size_t>> unit;  ///< where each job's unit is
};

Desk::Desk(storage::Store& store, const scoring::Engine& engine, SettingsBoard& board,
           storage::LookupHasher hasher, ProcessClock& clock, Random& random, Metrics& metrics,
           const Log& log, OutboxOptions outbox, DeskEvents events, std::optional<ReferenceLookup> reference)
    : store_(store),
      board_(board),
      clock_(clock),
      metrics_(metrics),
      log_(log),
      events_(std::move(events)),
      decider_(engine, history_, lists_, std::move(hasher), random, std::move(outbox), std::move(reference)) {
}

Result<void> Desk::rebuild() {
  if (clock_.follows_events()) {
    const auto latest = store_.latest_event_at();
    if (!latest) return fail(ErrorKind::unavailable, "events cannot be read: " + latest.error().detail);
    if (*latest) clock_.saw(**latest);
  }
  if (auto loaded = load_history(); !loaded) return loaded;
  const auto settings = store_.load_settings();
  if (!settings) return fail(ErrorKind::unavailable, "settings cannot be read: " + settings.error().detail);
  for (const auto& entry : settings->list_entries)
    lists_.add(entry);
  return {};
}

Result<void> Desk::load_history() {
  const auto settings = board_.current();
  std::int64_t unreadable = 0;
  const auto remember_it = [&](const storage::TraceRecord& row) {
    auto trace = scoring::decode_trace(row.trace);
    const auto* merchant = settings->merchant(row.merchant_id);
    if (!trace || merchant == nullptr) {
      ++unreadable;
      return;
    }
    history_.add({.id = row.order_id,
                  .merchant = row.merchant_id,
                  .at = row.received_at,
                  .status = row.status,
                  .outcome = row.outcome,
                  .outcome_at = row.outcome_at,
                  .shared = merchant->policy->network.contribute,
                  .trace = *std::move(trace)});
  };
  const auto visited = store_.visit_traces(clock_.now() - scoring::History::horizon, remember_it);
  if (!visited) return fail(ErrorKind::unavailable, "past orders cannot be read: " + visited.error().detail);
  unreadable += *visited;
  if (unreadable > 0) log_.warning("past orders are damaged and forgotten", {{"orders", unreadable}});
  return {};
}

void Desk::process(std::vector<Job> batch) {
  try {
    process_in_order(std::move(batch));
  } catch (const std::exception& broken) {
    // Half a batch may be in force: only a start from the store tells what is true.
    events_.on_fatal(broken.what());
  }
}

void Desk::process_in_order(std::vector<Job> batch) {
  std::vector<Job> shared;
  std::vector<Job> alone;
  for (auto& job : batch)
    (std::holds_alternative<Command>(job.work) ? alone : shared).push_back(std::move(job));

  process_shared(std::move(shared));
  for (auto& job : alone)
    process_command(std::move(job));

  if (const auto now = clock_.wall(); now - pruned_at_ > prune_every) {
    history_.prune(latest_);
    pruned_at_ = now;
  }
}

void Desk::process_shared(std::vector<Job> jobs) {
  int setbacks = 0;
  while (!jobs.empty()) {
    auto later = put_off_dependents(jobs);
    auto refused = attempt(std::move(jobs));
    if (!refused.empty() && ++setbacks == max_rounds) {
      for (auto& job : refused)
        job.done(storage_unavailable());
      refused.clear();
    }
    jobs = std::move(refused);
    std::ranges::move(later, std::back_inserter(jobs));
  }
}

Stored<void> Desk::decide_all(std::vector<Job>& jobs, Round& round) {
  std::vector<const Delivery*> deliveries;
  for (const auto& job : jobs) {
    if (const auto* delivery = std::get_if<Delivery>(&job.work)) deliveries.push_back(delivery);
  }
  Workspace workspace(store_);
  if (auto loaded = workspace.load(deliveries); !loaded) return loaded;

  const auto settings = board_.current();
  const auto wall_now = clock_.wall();
  for (auto& job : jobs) {
    if (auto* delivery = std::get_if<Delivery>(&job.work)) {
      put_in_order(*delivery);
      auto decided = decider_.decide(*delivery, *settings, wall_now, workspace);
      if (!decided) return std::unexpected(decided.error());
      round.decided.push_back(*std::move(decided));
    } else {
      round.decided.push_back({.response = json_response(200, "{}"),
                               .unit = std::get<Write>(job.work).unit,
                               .result = {},
                               .verdict = {}});
    }
    auto& unit = round.decided.back().unit;
    round.unit.push_back(unit ? std::optional{round.units.size()} : std::nullopt);
    if (unit) round.units.push_back(*std::move(unit));
  }
  return {};
}

/// Windows end at the time of receipt: it must not run against the order in which the desk decides, or two
/// orders would each be counted as the first.
void Desk::put_in_order(Delivery& delivery) {
  if (clock_.follows_events()) {
    clock_.saw(delivery.received_at);
    latest_ = std::max(latest_, delivery.received_at);
    return;
  }
  const auto behind = latest_ - delivery.received_at;
  if (behind > Milliseconds{0} && behind <= out_of_order) delivery.received_at = latest_;
  latest_ = delivery.received_at;
}

std::vector<Job> Desk::attempt(std::vector<Job> jobs) {
  Round round;
  if (const auto decided = decide_all(jobs, round); !decided) {
    report(decided.error());
    if (jobs.size() == 1 || decided.error().fatal) {
      give_up(jobs, round);
      return {};
    }
    take_back(round);
    return attempt_one_by_one(std::move(jobs));
  }
  Stored<storage::CommitReport> report_of_commit{};
  if (!round.units.empty()) report_of_commit = store_.commit(round.units);
  if (!report_of_commit) {
    report(report_of_commit.error());
    give_up(jobs, round);
    return {};
  }
  if (!round.units.empty()) metrics_.commit(round.units.size());

  std::vector<Job> again;
  std::vector<storage::CallbackRecord> callbacks;
  for (std::size_t i = 0; i < jobs.size(); ++i) {
    const auto unit = round.unit[i];
    if (unit && std::ranges::binary_search(report_of_commit->refused, *unit)) {
      if (round.decided[i].take_back) round.decided[i].take_back();
      again.push_back(std::move(jobs[i]));
      continue;
    }
    if (unit) {
      remember(round.units[*unit]);
      std::ranges::move(round.units[*unit].callbacks, std::back_inserter(callbacks));
    }
    answer(jobs[i], round, i);
  }
  if (!callbacks.empty()) events_.on_callbacks(std::move(callbacks));
  return again;
}

/// What cannot be read may concern one job alone, such as a damaged order: the others must not suffer from
/// it.
std::vector<Job> Desk::attempt_one_by_one(std::vector<Job> jobs) {
  std::vector<Job> again;
  for (auto& job : jobs) {
    std::vector<Job> single;
    single.push_back(std::move(job));
    std::ranges::move(attempt(std::move(single)), std::back_inserter(again));
  }
  return again;
}

void Desk::give_up(std::vector<Job>& jobs, const Round& round) {
  take_back(round);
  for (auto& job : jobs)
    job.done(storage_unavailable());
}

void Desk::answer(Job& job, Round& round, std::size_t index) {
  auto& decided = round.decided[index];
  if (const auto* delivery = std::get_if<Delivery>(&job.work)) {
    metrics_.event(delivery->hook->record.id.str(), decided.result);
    if (decided.verdict) {
      metrics_.decision(delivery->event.merchant_id.str(), *decided.verdict,
                        clock_.steady() - delivery->arrived);
    }
    if (const auto unit = round.unit[index]) {
      for (const auto& confirmation : round.units[*unit].confirmations) {
        const bool asked = confirmation.status == "pending";
        metrics_.confirmation(confirmation.channel,
                              asked ? "requested" : std::string_view{confirmation.status});
      }
    }
  }
  job.done(std::move(decided.response));
}

void Desk::take_back(const Round& round) {
  for (auto decided = round.decided.rbegin(); decided != round.decided.rend(); ++decided) {
    if (decided->take_back) decided->take_back();
  }
}

void Desk::process_command(Job job) {
  const auto& command = std::get<Command>(job.work);
  for (int round = 0; round < max_rounds; ++round) {
    const auto settings = board_.current();
    auto outcome = command({store_, *settings, clock_.now(), clock_.wall()});
    if (outcome.unit.empty()) {
      job.done(std::move(outcome.response));
      return;
    }
    const auto committed = store_.commit(std::span{&outcome.unit, 1});
    if (!committed) {
      report(committed.error());
      break;
    }
    if (!committed->refused.empty()) continue;
    metrics_.commit(1);
    publish(outcome.unit);
    job.done(std::move(outcome.response));
    return;
  }
  job.done(storage_unavailable());
}

/// What became of orders, for those that come after them.
void Desk::remember(const Unit& unit) {
  for (const auto* order : {&unit.new_order, &unit.changed_order}) {
    if (!*order) continue;
    history_.set_status((*order)->id, (*order)->status);
    history_.set_outcome((*order)->id, (*order)->outcome, (*order)->outcome_at);
    if (order != &unit.changed_order || (*order)->trace.empty()) continue;
    if (auto trace = scoring::decode_trace((*order)->trace))
      history_.set_trace((*order)->id, *std::move(trace));
  }
}

/// Puts in force what a committed unit changed.
void Desk::publish(const Unit& unit) {
  remember(unit);
  for (const auto& entry : unit.list_entries)
    lists_.add(entry);
  for (const auto& id : unit.removed_list_entries)
    lists_.remove(id);
  if (changes_settings(unit)) {
    // A unit of ours is readable by us: anything else is a bug that must not be half in force.
    auto settings = settings_after(*board_.current(), unit);
    if (!settings)
      throw std::logic_error("settings that were just written cannot be read: " + settings.error().detail);
    board_.publish(*std::move(settings));
  }
  if (!unit.callbacks.empty()) events_.on_callbacks(unit.callbacks);
}

void Desk::report(const StorageFault& fault) {
  log_.error("storage cannot take a batch", {{"detail", fault.detail}, {"fatal", fault.fatal}});
  if (fault.fatal) events_.on_fatal(fault.detail);
}

}  // namespace sekisho::gateway
