#include "history/chat_paces.h"

#include <algorithm>
#include <cstddef>
#include <iterator>

namespace sekisho::scoring {
namespace {

constexpr std::size_t fewest = 50;  // below it a rank is chance
constexpr std::size_t compared = 512;
constexpr std::size_t kept =
    1024;  // forgetting by halves costs little, and a withdrawal cannot reach so far back

}  // namespace

std::optional<double> ChatPaces::share_below(TraceKey form, std::int64_t value) const {
  const auto found = recent_.find(form);
  if (found == recent_.end() || found->second.size() < fewest) return std::nullopt;
  const auto& values = found->second;
  const auto begin = values.end() - static_cast<std::ptrdiff_t>(std::min(values.size(), compared));
  const auto below =
      std::count_if(begin, values.end(), [value](std::int64_t other) { return other < value; });
  return static_cast<double>(below) / static_cast<double>(values.end() - begin);
}

void ChatPaces::add(TraceKey form, std::int64_t value) {
  auto& values = recent_[form];
  if (values.size() == kept)
    values.erase(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(kept - compared));
  values.push_back(value);
}

void ChatPaces::remove(TraceKey form, std::int64_t value) {
  const auto found = recent_.find(form);
  if (found == recent_.end()) return;
  auto& values = found->second;
  const auto last = std::ranges::find(values.rbegin(), values.rend(), value);
  if (last != values.rend()) values.erase(std::next(last).base());
}

}  // namespace sekisho::scoring
