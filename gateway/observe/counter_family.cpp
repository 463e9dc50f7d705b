#include "observe/counter_family.h"

#include <mutex>

namespace sekisho::gateway {
namespace {

constexpr std::string_view unknown = "unknown";

}  // namespace

CounterFamily::CounterFamily(prometheus::Registry& registry, std::string_view name, std::string_view help,
                             std::string_view first_label, std::string_view second_label)
    : family_(prometheus::BuildCounter().Name(std::string{name}).Help(std::string{help}).Register(registry)),
      first_label_(first_label),
      second_label_(second_label) {}

bool CounterFamily::count(std::string_view first, std::string_view second) {
  const Key key{first.empty() ? unknown : first, second};
  if (prometheus::Counter* counter = find(key)) {
    counter->Increment();
    return false;
  }
  const auto [counter, is_new] = make(key);
  counter.Increment();
  return is_new;
}

void CounterFamily::show(std::string_view first, std::string_view second) {
  make({first.empty() ? unknown : first, second});
}

prometheus::Counter* CounterFamily::find(const Key& key) const {
  const std::shared_lock lock{mutex_};
  const auto found = series_.find(key);
  return found == series_.end() ? nullptr : found->second;
}

CounterFamily::Made CounterFamily::make(Key key) {
  const std::unique_lock lock{mutex_};
  if (series_.size() >= max_series) key.first = unknown;
  const auto found = series_.find(key);
  if (found != series_.end()) return {*found->second, false};

  prometheus::Labels labels{{first_label_, std::string{key.first}}};
  if (!second_label_.empty()) labels.emplace(second_label_, key.second);
  prometheus::Counter& counter = family_.Add(labels);
  series_.emplace(Labels{std::string{key.first}, std::string{key.second}}, &counter);
  return {counter, true};
}

}  // namespace sekisho::gateway
