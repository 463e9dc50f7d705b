#include "history/order_shelf.h"

#include <algorithm>
#include <utility>

namespace sekisho::scoring {
namespace {

/// Under which keys an order is found: blocks and identifiers, each once.
std::vector<TraceKey> keys_of(const Trace& trace) {
  std::vector<TraceKey> keys = trace.blocks;
  for (const TracedIdentifier& identifier : trace.identifiers)
    keys.push_back(identifier.key);
  std::ranges::sort(keys);
  const auto repeats = std::ranges::unique(keys);
  keys.erase(repeats.begin(), repeats.end());
  return keys;
}

}  // namespace

void OrderShelf::add(PastOrder order) {
  const Number number = first_ + orders_.size();
  file(number, order.trace);
  numbers_[order.id] = number;
  orders_.push_back(std::move(order));
}

PastOrder* OrderShelf::find(const OrderId& id) {
  const auto found = numbers_.find(id);
  return found == numbers_.end() ? nullptr : &orders_[found->second - first_];
}

void OrderShelf::remove(const OrderId& id) {
  const auto found = numbers_.find(id);
  if (found == numbers_.end()) return;
  const Number number = found->second;
  unfile(number, at(number).trace);
  numbers_.erase(found);
  orders_[number - first_] = {};
  while (!orders_.empty() && orders_.back().id.empty())
    orders_.pop_back();
}

void OrderShelf::set_trace(const OrderId& id, Trace trace) {
  const auto found = numbers_.find(id);
  if (found == numbers_.end()) return;
  auto& order = orders_[found->second - first_];
  unfile(found->second, order.trace);
  file(found->second, trace);
  order.trace = std::move(trace);
}

void OrderShelf::prune(Timestamp oldest) {
  while (!orders_.empty() && orders_.front().at < oldest) {
    unfile(first_, orders_.front().trace);
    numbers_.erase(orders_.front().id);
    orders_.pop_front();
    ++first_;
  }
}

std::vector<OrderShelf::Number> OrderShelf::latest(TraceKey key, std::size_t limit) const {
  const auto found = filed_.find(key);
  if (found == filed_.end()) return {};
  const auto& numbers = found->second;
  const auto count = static_cast<std::ptrdiff_t>(std::min(limit, numbers.size()));
  return {numbers.rbegin(), numbers.rbegin() + count};
}

void OrderShelf::file(Number number, const Trace& trace) {
  for (const TraceKey key : keys_of(trace)) {
    auto& numbers = filed_[key];
    numbers.insert(std::ranges::upper_bound(numbers, number), number);
  }
}

void OrderShelf::unfile(Number number, const Trace& trace) {
  for (const TraceKey key : keys_of(trace)) {
    const auto found = filed_.find(key);
    if (found == filed_.end()) continue;
    auto& numbers = found->second;
    const auto place = std::ranges::lower_bound(numbers, number);
    if (place != numbers.end() && *place == number) numbers.erase(place);
    if (numbers.empty()) filed_.erase(found);
  }
}

}  // namespace sekisho::scoring
