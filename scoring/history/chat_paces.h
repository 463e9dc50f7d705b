#pragma once

#include <cstdint>
#include <optional>
#include <unordered_map>
#include <vector>

#include <scoring/trace.h>

namespace sekisho::scoring {

/// How long the recent chats of each form took: a quick chat is one that is quick for its own form.
class ChatPaces {
 public:
  /// The share of the form's recent chats below the value; nothing before there are enough to compare with.
  [[nodiscard]] std::optional<double> share_below(TraceKey form, std::int64_t value) const;

  void add(TraceKey form, std::int64_t value);
  /// Takes back the last add() of the same.
  void remove(TraceKey form, std::int64_t value);

 private:
  std::unordered_map<TraceKey, std::vector<std::int64_t>> recent_;  // in order of arrival
};

}  // namespace sekisho::scoring
