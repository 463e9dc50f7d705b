#include <array>
#include <chrono>
#include <utility>

#include <fmt/format.h>
#include <scoring/table_features.h>

#include "training/entity_history.h"

namespace sekisho::scoring {
namespace {

constexpr std::array own_columns = std::to_array<std::string_view>({"amount", "hour", "night", "weekend"});

void write_own(Timestamp at, double amount, std::span<double> out) {
  const auto day = std::chrono::floor<std::chrono::days>(at);
  const double hour = std::chrono::duration<double, std::chrono::hours::period>(at - day).count();
  const std::chrono::weekday weekday(day);
  constexpr double morning = 6;
  out[0] = amount;
  out[1] = hour;
  out[2] = hour <= morning ? 1 : 0;
  out[3] = weekday == std::chrono::Saturday || weekday == std::chrono::Sunday ? 1 : 0;
}

}  // namespace

std::vector<std::string> pinned_names(std::span<const std::string> entities,
                                      std::span<const Window> windows) {
  std::vector<std::string> names;
  for (const std::string& entity : entities)
    for (const std::string_view column : {"count", "mean", "delayed_count", "risk"})
      for (const Window& window : windows)
        names.push_back(fmt::format("{}.{}.{}", entity, column, window.name));
  return names;
}

/// The row that is next, and every entity's past before it.
class TableFeatures::Pass {
 public:
  Pass(const LabelledTable& table, Windows windows) : table_(table), windows_(std::move(windows)) {
    histories_.reserve(table.entities.size());
    for (std::size_t i = 0; i < table.entities.size(); ++i)
      histories_.emplace_back(table, windows_, i);
  }

  [[nodiscard]] std::span<const EntityHistory> histories() const { return histories_; }

  std::size_t enter() {
    for (EntityHistory& history : histories_)
      history.enter(row_);
    return row_++;
  }

  void write(std::size_t row, std::span<double> out) const {
    for (const EntityHistory& history : histories_)
      out = history.write_pinned(row, out);
    write_own(table_.times[row], table_.amounts[row], out);
    out = out.subspan(own_columns.size());
    for (const EntityHistory& history : histories_)
      out = history.write_others(row, out);
  }

 private:
  const LabelledTable& table_;
  Windows windows_;
  std::vector<EntityHistory> histories_;
  std::size_t row_ = 0;
};

TableFeatures::TableFeatures(const LabelledTable& table, const Windows& windows)
    : pass_(std::make_unique<Pass>(table, windows)) {
  std::vector<std::string> entities;
  for (const Entity& entity : table.entities)
    entities.push_back(entity.name);
  names_ = pinned_names(entities, windows.windows);
  // NOLINTNEXTLINE(cppcoreguidelines-prefer-member-initializer): it counts the names so far
  pinned_ = names_.size();
  names_.insert(names_.end(), own_columns.begin(), own_columns.end());
  for (const EntityHistory& history : pass_->histories())
    history.name_others(names_);
}

TableFeatures::TableFeatures(TableFeatures&&) noexcept = default;
TableFeatures& TableFeatures::operator=(TableFeatures&&) noexcept = default;
TableFeatures::~TableFeatures() = default;

void TableFeatures::next(std::span<double> out) {
  const std::size_t row = pass_->enter();
  pass_->write(row, out);
}

void TableFeatures::skip() {
  pass_->enter();
}

}  // namespace sekisho::scoring
