#include "rules/workspace.h"

#include <algorithm>
#include <memory>

namespace sekisho::scoring::rules {
namespace {

constexpr std::size_t bytes_per_step = 16;

}  // namespace

std::span<Value> Workspace::values(std::size_t count) {
  if (!spend(static_cast<std::int64_t>(count))) return {};
  std::pmr::polymorphic_allocator<Value> allocator(&memory_);
  Value* const made = allocator.allocate(count);
  std::uninitialized_default_construct_n(made, count);
  return {made, count};
}

std::span<char> Workspace::bytes(std::size_t count) {
  if (!spend(static_cast<std::int64_t>(count / bytes_per_step))) return {};
  std::pmr::polymorphic_allocator<char> allocator(&memory_);
  return {allocator.allocate(count), count};
}

Value Workspace::text(std::string_view text) {
  const auto copy = bytes(text.size());
  if (copy.size() != text.size()) return Value::of(Failure::budget);
  std::ranges::copy(text, copy.begin());
  return Value::text({copy.data(), copy.size()});
}

}  // namespace sekisho::scoring::rules
