#pragma once

#include <array>
#include <cstddef>
#include <functional>
#include <map>
#include <shared_mutex>
#include <string>
#include <string_view>

#include <prometheus/counter.h>
#include <prometheus/registry.h>

namespace sekisho::gateway {

/// A counter by up to two labels. The series that exist are found under a shared lock; only a new one waits
/// for others. There are at most `max_series`: past that, and for an empty first label, counting goes to
/// `unknown`, so that no caller can make memory grow. Thread-safe.
class CounterFamily {
 public:
  static constexpr std::size_t max_series = 10'000;

  /// `second_label` may be empty: then there is one label.
  CounterFamily(prometheus::Registry& registry, std::string_view name, std::string_view help,
                std::string_view first_label, std::string_view second_label = {});

  /// True when this was the first count of a new series.
  bool count(std::string_view first, std::string_view second = {});

  /// Makes the series at 0 when it is not there. A rate does not see the step from nothing to 1, but the one
  /// from 0 to 1.
  void show(std::string_view first, std::string_view second = {});

 private:
  struct Key {
    std::string_view first;
    std::string_view second;
    auto operator<=>(const Key&) const = default;
  };

  struct Labels {
    std::string first;
    std::string second;
  };

  struct Less {
    using is_transparent = void;

    static Key key(const Key& labels) { return labels; }

    static Key key(const Labels& labels) { return {labels.first, labels.second}; }

    bool operator()(const auto& a, const auto& b) const { return key(a) < key(b); }
  };

  prometheus::Counter* find(const Key& key) const;

  struct Made {
    prometheus::Counter& counter;
    bool is_new;
  };

  Made make(Key key);

  prometheus::Family<prometheus::Counter>& family_;
  const std::string first_label_;
  const std::string second_label_;
  mutable std::shared_mutex mutex_;
  std::map<Labels, prometheus::Counter*, Less> series_;
};

}  // namespace sekisho::gateway
