#pragma once

#include <cstdint>
#include <memory>
#include <optional>

#include <domain/ids.h>
#include <domain/outcome.h>
#include <domain/time.h>
#include <domain/verdict.h>
#include <scoring/past.h>
#include <scoring/trace.h>

namespace sekisho::scoring {

/// An order as the past keeps it.
struct PastOrder {
  OrderId id;
  MerchantId merchant;
  Timestamp at;  ///< of receipt: what windows are counted by
  OrderStatus status = OrderStatus::approved;
  std::optional<Outcome> outcome;
  std::optional<Timestamp> outcome_at;
  bool shared = true;  ///< its merchant contributes to what merchants share
  Trace trace;
};

/// What is asked of the past for one order.
struct PastQuery {
  const OrderId& id;  ///< an order is not its own past
  const MerchantId& merchant;
  const Trace& trace;
  Timestamp at;
  bool consult = true;  ///< what other merchants share is asked too
};

/// All earlier orders, as far as they tell something of the next: counts by window, different things that
/// came with one thing, linked orders, outcomes. In memory; exact, because the desk owns it and its order of
/// events is the only one. Not thread-safe.
///
/// A query costs the same however many orders are stored: counts are kept running, and of the orders under
/// one key only the latest are compared.
class History {
 public:
  History();
  History(History&&) noexcept;
  History& operator=(History&&) noexcept;
  ~History();

  /// What was before `query.at`, that instant included.
  [[nodiscard]] Past look(const PastQuery& query);

  void add(PastOrder order);
  /// Takes an order back as if it had never come: its commit failed.
  void remove(const OrderId& id);
  /// What became of an order. Unknown ones are none of the recent past.
  void set_status(const OrderId& id, OrderStatus status);
  void set_outcome(const OrderId& id, std::optional<Outcome> outcome, std::optional<Timestamp> at);
  /// An amended order: other keys, the same place in time.
  void set_trace(const OrderId& id, Trace trace);

  /// Forgets windows that end before `at` and orders that are too old to be linked.
  void prune(Timestamp at);

  [[nodiscard]] std::size_t orders() const;

  /// How far back linked orders and outcomes are remembered.
  static constexpr Milliseconds horizon = std::chrono::days{400};

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace sekisho::scoring
