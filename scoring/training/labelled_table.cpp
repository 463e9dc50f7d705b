#include <algorithm>
#include <ranges>
#include <utility>

#include <scoring/labelled_table.h>

namespace sekisho::scoring {
namespace {

template <class T>
void reorder(std::vector<T>& column, std::span<const std::uint32_t> order) {
  std::vector<T> sorted;
  sorted.reserve(column.size());
  for (const std::uint32_t row : order)
    sorted.push_back(column[row]);
  column = std::move(sorted);
}

}  // namespace

std::string_view LabelledTable::id(std::size_t row) const {
  const std::size_t in_file = file_rows_.empty() ? row : file_rows_[row];
  const std::size_t from = in_file == 0 ? 0 : id_ends_[in_file - 1];
  return std::string_view(ids_).substr(from, id_ends_[in_file] - from);
}

LabelledTableBuilder::LabelledTableBuilder(std::vector<std::string> entities) : numbers_(entities.size()) {
  for (std::string& name : entities)
    table_.entities.push_back({.name = std::move(name), .values = {}});
}

void LabelledTableBuilder::add(std::string_view id, bool positive, Timestamp at, double amount,
                               std::span<const std::string_view> values) {
  table_.times.push_back(at);
  table_.amounts.push_back(amount);
  table_.labels.push_back(positive ? 1 : 0);
  table_.ids_ += id;
  table_.id_ends_.push_back(table_.ids_.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    Entity& entity = table_.entities[i];
    if (values[i].empty()) {
      entity.values.push_back(Entity::none);
      continue;
    }
    auto found = numbers_[i].find(values[i]);
    if (found == numbers_[i].end()) found = numbers_[i].emplace(values[i], entity.distinct++).first;
    entity.values.push_back(found->second);
  }
}

LabelledTable LabelledTableBuilder::build() {
  numbers_.clear();
  if (!std::ranges::is_sorted(table_.times)) {
    std::vector<std::uint32_t> order(table_.rows());
    std::ranges::copy(std::views::iota(0U, static_cast<std::uint32_t>(order.size())), order.begin());
    std::ranges::sort(order, {}, [&](std::uint32_t row) { return std::pair{table_.times[row], row}; });
    reorder(table_.times, order);
    reorder(table_.amounts, order);
    reorder(table_.labels, order);
    for (Entity& entity : table_.entities)
      reorder(entity.values, order);
    table_.file_rows_ = std::move(order);
  }
  return std::exchange(table_, {});
}

}  // namespace sekisho::scoring
