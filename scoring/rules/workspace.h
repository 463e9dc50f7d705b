#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory_resource>
#include <span>
#include <string_view>

#include "rules/value.h"

namespace sekisho::scoring::rules {

/// What one order's evaluations share: the steps that are left, and the memory for texts and lists that rules
/// make, which lives until the workspace goes. Small needs allocate nothing.
class Workspace {
 public:
  explicit Workspace(std::int64_t steps) : steps_(steps) {}

  Workspace(const Workspace&) = delete;
  Workspace& operator=(const Workspace&) = delete;
  ~Workspace() = default;

  /// False when the budget is used up, now or before.
  bool spend(std::int64_t steps) {
    steps_ -= steps;
    return steps_ >= 0;
  }

  [[nodiscard]] bool exhausted() const { return steps_ < 0; }

  [[nodiscard]] std::int64_t left() const { return steps_; }

  void set_left(std::int64_t steps) { steps_ = steps; }

  /// Memory to write values or bytes into, paid for in steps; empty when they do not suffice.
  std::span<Value> values(std::size_t count);
  std::span<char> bytes(std::size_t count);

  /// A copy that lives as long as the workspace; a failure when the budget does not suffice.
  Value text(std::string_view text);

 private:
  std::int64_t steps_;
  std::array<std::byte, 1024> first_;
  std::pmr::monotonic_buffer_resource memory_{first_.data(), first_.size()};
};

}  // namespace sekisho::scoring::rules
