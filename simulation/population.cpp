#include <algorithm>
#include <ranges>
#include <span>
#include <tuple>
#include <utility>

#include <fmt/format.h>
#include <simulation/population.h>

#include "calendar.h"
#include "chat.h"
#include "event_body.h"
#include "fraud.h"
#include "honest.h"
#include "reference_files.h"
#include "stage.h"

namespace sekisho::simulation {
namespace {

enum class Telling { updated, completed, abandoned, amended, cancelled };

/// One event to come, before its body is written.
struct Happening {
  Timestamp at;
  std::size_t visit = 0;
  Telling telling = Telling::completed;
};

/// Runs stories until the side has its orders: always one of the kind that lags furthest behind its share.
void play(Stage& stage, std::span<const Kind> kinds, std::string_view side, std::uint64_t seed,
          std::size_t (Stage::*missing)() const) {
  std::vector<double> made(kinds.size(), 0);
  double weights = 0;
  for (const Kind& kind : kinds)
    weights += kind.weight;
  double total = 0;
  for (std::uint64_t number = 0; (stage.*missing)() > 0; ++number) {
    std::size_t chosen = 0;
    double furthest = -1e300;
    for (std::size_t i = 0; i < kinds.size(); ++i) {
      const double lag = (total + 1) * kinds[i].weight / weights - made[i];
      if (lag > furthest) {
        furthest = lag;
        chosen = i;
      }
    }
    SeededStream stream{seed_for(seed, side, number)};
    Dice dice{stream};
    const std::size_t before = (stage.*missing)();
    kinds[chosen].story(stage, dice);
    // A story that ends outside the span adds little; counting it as one at least keeps the others coming.
    const double added = std::max(1.0, static_cast<double>(before - (stage.*missing)()));
    made[chosen] += added;
    total += added;
  }
}

std::vector<Visit> in_order_of_time(const std::vector<Visit>& visits) {
  std::vector<std::size_t> order(visits.size());
  std::ranges::copy(std::views::iota(std::size_t{0}, order.size()), order.begin());
  std::ranges::sort(order, {}, [&](std::size_t i) { return std::pair{visits[i].at, i}; });
  std::vector<Visit> sorted;
  sorted.reserve(visits.size());
  for (const std::size_t i : order)
    sorted.push_back(visits[i]);
  return sorted;
}

Timestamp amended_at(const Visit& visit, std::size_t number) {
  SeededStream stream{seed_for(number, "amended", 0)};
  return visit.at + seconds_long(Dice{stream}.between(20.0, 120.0));
}

std::string joined(const std::vector<std::string_view>& words) {
  std::string text;
  for (const std::string_view word : words)
    text += (text.empty() ? "" : ";") + std::string{word};
  return text;
}

Result<void> check(const Parameters& parameters) {
  if (parameters.orders == 0) return fail(ErrorKind::invalid, "--orders must be 1 or more");
  if (parameters.days < 1) return fail(ErrorKind::invalid, "--days must be 1 or more");
  if (!(parameters.fraud_rate >= 0 && parameters.fraud_rate <= 1))
    return fail(ErrorKind::invalid, "--fraud-rate must be a share from 0 to 1");
  if (parameters.merchants.empty()) return fail(ErrorKind::invalid, "--merchants must name one at least");
  return {};
}

}  // namespace

struct Population::Impl {
  std::uint64_t seed = 0;
  std::vector<MerchantId> merchants;
  std::vector<Visit> visits;  ///< in order of time
  std::vector<ConversationId> conversations;
  std::vector<std::optional<std::size_t>> label_of;  ///< by visit
  std::vector<Label> labels;
  std::vector<Happening> happenings;  ///< in order of time
  ReferenceFiles reference;

  [[nodiscard]] std::vector<Message> chat_of(std::size_t visit) const {
    SeededStream stream{seed_for(seed, "chat", visit)};
    Dice dice{stream};
    return write_chat(visits[visit], dice);
  }

  /// How much of the chat the vendor tells before its end: a first part of it.
  [[nodiscard]] static std::size_t first_part(std::size_t messages) { return messages / 2; }

  void name_visits();
  void lay_out();
  [[nodiscard]] std::string body_of(const Happening& happening) const;
};

/// Ids and labels, in order of time.
void Population::Impl::name_visits() {
  for (std::size_t i = 0; i < visits.size(); ++i) {
    const Visit& visit = visits[i];
    conversations.emplace_back(fmt::format("c-{}-{:06}", seed, i + 1));
    label_of.emplace_back(std::nullopt);
    if (visit.abandoned) continue;
    label_of.back() = labels.size();
    labels.push_back({conversations.back(), merchants[visit.shop], visit.at, visit.truth.outcome,
                      visit.truth.pattern, joined(visit.truth.look_alikes), visit.truth.person,
                      visit.truth.known_after});
  }
}

void Population::Impl::lay_out() {
  for (std::size_t i = 0; i < visits.size(); ++i) {
    const Visit& visit = visits[i];
    if (visit.sends_parts) {
      const std::vector<Message> chat = chat_of(i);
      const std::size_t part = first_part(chat.size());
      if (part > 0) happenings.push_back({chat[part - 1].at, i, Telling::updated});
    }
    happenings.push_back({visit.at, i, visit.abandoned ? Telling::abandoned : Telling::completed});
    const Timestamp amended = amended_at(visit, i);
    if (visit.upsold) happenings.push_back({amended, i, Telling::amended});
    if (visit.cancelled_at)
      happenings.push_back({std::max(*visit.cancelled_at, amended + seconds_long(1)), i, Telling::cancelled});
  }
  // A visit's own events keep their order even within one millisecond.
  std::ranges::sort(happenings, {}, [](const Happening& h) { return std::tuple{h.at, h.visit, h.telling}; });
}

std::string Population::Impl::body_of(const Happening& happening) const {
  const Visit& visit = visits[happening.visit];
  const Told told{merchants[visit.shop], conversations[happening.visit], visit};
  if (happening.telling == Telling::amended) return amended_body(told, happening.at);
  if (happening.telling == Telling::cancelled) return cancelled_body(told, happening.at);
  const std::vector<Message> chat = chat_of(happening.visit);
  if (happening.telling == Telling::updated)
    return updated_body(told, std::span{chat}.first(first_part(chat.size())));
  return happening.telling == Telling::abandoned ? abandoned_body(told, chat) : completed_body(told, chat);
}

Result<Population> Population::simulate(const Parameters& parameters, const World& world) {
  if (const auto checked = check(parameters); !checked) return std::unexpected(checked.error());
  Stage stage{world, parameters};
  play(stage, honest_kinds(), "honest", parameters.seed, &Stage::honest_missing);
  const auto kinds =
      parameters.merchants.size() > 1 ? fraud_kinds() : fraud_kinds().first(fraud_kinds().size() - 1);
  play(stage, kinds, "fraud", parameters.seed, &Stage::fraud_missing);

  auto impl = std::make_unique<Impl>();
  impl->seed = parameters.seed;
  impl->merchants = parameters.merchants;
  SeededStream stream{seed_for(parameters.seed, "reference", 0)};
  Dice dice{stream};
  impl->reference = reference_files_of(stage, dice);
  impl->visits = in_order_of_time(stage.visits());
  impl->name_visits();
  impl->lay_out();
  return Population{std::move(impl)};
}

Population::Population(std::unique_ptr<const Impl> impl) : impl_(std::move(impl)) {}

Population::Population(Population&&) noexcept = default;
Population& Population::operator=(Population&&) noexcept = default;
Population::~Population() = default;

std::size_t Population::size() const {
  return impl_->happenings.size();
}

SimulatedEvent Population::event(std::size_t index) const {
  const Happening& happening = impl_->happenings[index];
  SimulatedEvent event;
  event.at = happening.at;
  event.merchant_id = impl_->merchants[impl_->visits[happening.visit].shop];
  event.conversation_id = impl_->conversations[happening.visit];
  event.body = impl_->body_of(happening);
  if (happening.telling == Telling::completed) event.label = impl_->label_of[happening.visit];
  return event;
}

std::size_t Population::conversation_number(std::size_t index) const {
  return impl_->happenings[index].visit;
}

const std::vector<Label>& Population::labels() const {
  return impl_->labels;
}

ReferenceFiles Population::reference_files() const {
  return impl_->reference;
}

}  // namespace sekisho::simulation
