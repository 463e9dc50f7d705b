#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <span>
#include <unordered_map>
#include <vector>

#include <scoring/history.h>

namespace sekisho::scoring {

/// Orders in the sequence of their arrival, found by id and by any of their keys, the latest first.
class OrderShelf {
 public:
  using Number = std::uint64_t;  ///< of an order, ascending; never used again but for one that was taken back

  void add(PastOrder order);
  /// Nothing when there is no such order.
  [[nodiscard]] PastOrder* find(const OrderId& id);
  void remove(const OrderId& id);
  /// Puts another trace in the place of an order's.
  void set_trace(const OrderId& id, Trace trace);
  /// Drops the orders at the front that are older.
  void prune(Timestamp oldest);

  /// Up to `limit` orders under the key, the latest first.
  [[nodiscard]] std::vector<Number> latest(TraceKey key, std::size_t limit) const;

  [[nodiscard]] const PastOrder& at(Number number) const { return orders_[number - first_]; }

  [[nodiscard]] std::size_t size() const { return numbers_.size(); }

 private:
  void file(Number number, const Trace& trace);
  void unfile(Number number, const Trace& trace);

  std::deque<PastOrder> orders_;  // a removed one that is not the last keeps its place, without an id
  Number first_ = 0;              // the front's
  std::unordered_map<OrderId, Number> numbers_;
  std::unordered_map<TraceKey, std::vector<Number>> filed_;  // ascending
};

}  // namespace sekisho::scoring
