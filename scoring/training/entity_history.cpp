#include "training/entity_history.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>

#include <fmt/format.h>

namespace sekisho::scoring {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr std::array life_columns = std::to_array<std::string_view>(
    {"rows", "usual_ratio", "usual_deviation", "honest_ratio", "hours_since_last", "known_rows", "known_risk",
     "days_since_positive", "positive_run", "positive_run_days"});

double ratio(double part, double whole) {
  return whole == 0 ? nan : part / whole;
}

double days(Milliseconds length) {
  return std::chrono::duration<double, std::chrono::days::period>(length).count();
}

double hours(Milliseconds length) {
  return std::chrono::duration<double, std::chrono::hours::period>(length).count();
}

std::span<double> put(std::span<double> out, double number) {
  out.front() = number;
  return out.subspan(1);
}

std::span<double> put_none(std::span<double> out, std::size_t columns) {
  std::ranges::fill(out.first(columns), nan);
  return out.subspan(columns);
}

}  // namespace

EntityHistory::EntityHistory(const LabelledTable& table, const Windows& windows, std::size_t entity)
    : table_(table), windows_(windows), entity_(entity) {
  const Entity& own = table.entities[entity];
  starts_.resize(std::size_t{own.distinct} + 1);
  for (const std::uint32_t value : own.values)
    if (value != Entity::none) ++starts_[value + 1];
  std::partial_sum(starts_.begin(), starts_.end(), starts_.begin());
  rows_.resize(starts_.back());
  std::vector<std::uint32_t> next(starts_.begin(), starts_.end() - 1);
  for (std::uint32_t row = 0; row < own.values.size(); ++row)
    if (own.values[row] != Entity::none) rows_[next[own.values[row]]++] = row;

  lives_.resize(own.distinct);
  moving_.resize(std::size_t{own.distinct} * windows.windows.size());
  const auto longest = std::ranges::max_element(windows.windows, {}, &Window::length);
  longest_ = static_cast<std::size_t>(longest - windows.windows.begin());
  for (std::size_t other = 0; other < table.entities.size(); ++other) {
    if (other == entity) continue;
    others_.push_back(other);
    met_.emplace_back(own.distinct, windows.windows.size());
  }
}

void EntityHistory::name_others(std::vector<std::string>& names) const {
  const std::string& own = table_.entities[entity_].name;
  for (const Window& window : windows_.windows)
    names.push_back(fmt::format("{}.ratio.{}", own, window.name));
  for (const std::size_t other : others_)
    for (const Window& window : windows_.windows)
      names.push_back(fmt::format("{}.distinct.{}.{}", own, table_.entities[other].name, window.name));
  for (const std::string_view column : life_columns)
    names.push_back(fmt::format("{}.{}", own, column));
}

void EntityHistory::enter(std::size_t row) {
  const std::uint32_t value = table_.entities[entity_].values[row];
  if (value == Entity::none) return;
  const Timestamp at = table_.times[row];
  learn(value, at - windows_.delay);
  Life& life = lives_[value];
  found_ = {.before = life, .hours_since_last = nan};
  if (life.rows > 0) found_.hours_since_last = hours(at - table_.times[row_at(value, life.rows - 1)]);
  // The longest window last: it forgets the pairs that no other one holds.
  for (std::size_t w = 0; w < windows_.windows.size(); ++w)
    if (w != longest_) move(value, w, at);
  move(value, longest_, at);
  for (std::size_t i = 0; i < others_.size(); ++i)
    met_[i].enter(value, table_.entities[others_[i]].values[row]);
  const double amount = table_.amounts[row];
  for (std::size_t w = 0; w < windows_.windows.size(); ++w)
    moving(value, w).amount.add(amount);
  ++life.rows;
  const double gap = amount - life.mean;
  life.mean += gap / life.rows;
  life.squares += gap * (amount - life.mean);
}

/// The labels of the value's rows up to `until` are known now.
void EntityHistory::learn(std::uint32_t value, Timestamp until) {
  Life& life = lives_[value];
  for (; life.known < life.rows; ++life.known) {
    const std::uint32_t row = row_at(value, life.known);
    if (table_.times[row] > until) return;
    if (table_.labels[row] == 0) {
      life.run = 0;
      life.honest.add(table_.amounts[row]);
      continue;
    }
    if (life.run++ == 0) life.run_from = row;
    ++life.positives;
    life.last_positive = row;
    for (std::size_t w = 0; w < windows_.windows.size(); ++w)
      ++moving(value, w).positives;
  }
}

void EntityHistory::move(std::uint32_t value, std::size_t window, Timestamp at) {
  Moving& moved = moving(value, window);
  const Life& life = lives_[value];
  const Timestamp edge = at - windows_.windows[window].length;
  for (; moved.from < life.rows && table_.times[row_at(value, moved.from)] <= edge; ++moved.from)
    leave_window(value, window, row_at(value, moved.from));
  const Timestamp known_edge = edge - windows_.delay;
  for (; moved.known_from < life.known; ++moved.known_from) {
    const std::uint32_t row = row_at(value, moved.known_from);
    if (table_.times[row] > known_edge) break;
    moved.positives -= table_.labels[row];
  }
}

void EntityHistory::leave_window(std::uint32_t value, std::size_t window, std::size_t row) {
  moving(value, window).amount.subtract(table_.amounts[row]);
  for (std::size_t i = 0; i < others_.size(); ++i)
    met_[i].leave(window, window == longest_, value, table_.entities[others_[i]].values[row]);
}

std::span<double> EntityHistory::write_pinned(std::size_t row, std::span<double> out) const {
  const std::size_t windows = windows_.windows.size();
  const std::uint32_t value = table_.entities[entity_].values[row];
  if (value == Entity::none) return put_none(out, 4 * windows);
  const Life& life = lives_[value];
  for (std::size_t w = 0; w < windows; ++w) {
    const Moving& moved = moving(value, w);
    const std::uint32_t count = life.rows - moved.from;
    const std::uint32_t known = life.known - moved.known_from;
    out[w] = count;
    out[windows + w] = moved.amount.value() / count;
    out[2 * windows + w] = known;
    out[3 * windows + w] = known == 0 ? 0.0 : static_cast<double>(moved.positives) / known;
  }
  return out.subspan(4 * windows);
}

std::span<double> EntityHistory::write_others(std::size_t row, std::span<double> out) const {
  const std::size_t windows = windows_.windows.size();
  const std::uint32_t value = table_.entities[entity_].values[row];
  if (value == Entity::none) return put_none(out, windows * (1 + others_.size()) + life_columns.size());
  const double amount = table_.amounts[row];
  for (std::size_t w = 0; w < windows; ++w) {
    const Moving& moved = moving(value, w);
    const std::uint32_t others = lives_[value].rows - moved.from - 1;
    out = put(out, others == 0 ? nan : ratio(amount, (moved.amount.value() - amount) / others));
  }
  for (const DistinctCounts& met : met_)
    for (std::size_t w = 0; w < windows; ++w)
      out = put(out, met.of(value, w));
  return write_life(row, out);
}

std::span<double> EntityHistory::write_life(std::size_t row, std::span<double> out) const {
  const Life& life = found_.before;
  const Timestamp at = table_.times[row];
  const double amount = table_.amounts[row];
  const std::uint32_t honest = life.known - life.positives;
  const double spread = life.rows < 2 ? nan : std::sqrt(life.squares / (life.rows - 1));
  const std::array numbers = {
      static_cast<double>(life.rows),
      life.rows == 0 ? nan : ratio(amount, life.mean),
      life.rows < 2 ? nan : ratio(amount - life.mean, spread),
      honest == 0 ? nan : ratio(amount, life.honest.value() / honest),
      found_.hours_since_last,
      static_cast<double>(life.known),
      life.known == 0 ? nan : static_cast<double>(life.positives) / life.known,
      life.positives == 0 ? nan : days(at - table_.times[life.last_positive]),
      static_cast<double>(life.run),
      life.run == 0 ? nan : days(at - table_.times[life.run_from]),
  };
  static_assert(numbers.size() == life_columns.size());
  std::ranges::copy(numbers, out.begin());
  return out.subspan(numbers.size());
}

}  // namespace sekisho::scoring
