#include "sqlite/list_query.h"

#include <fmt/ranges.h>

#include "sqlite/paging.h"

namespace sekisho::storage {

ListQuery::ListQuery(std::string_view select, std::string_view table, RowId below)
    : table_(table), sql_(fmt::format("{} WHERE {}.id < {}", select, table, below)) {}

void ListQuery::where_equal(std::string_view column, std::string value) {
  where(fmt::format("{} = {{}}", column), std::move(value));
}

void ListQuery::where_word(std::string_view column, std::string_view value) {
  sql_ += fmt::format(" AND {} = '{}'", column, value);
}

void ListQuery::where_row_in(std::string_view column, const std::vector<RowId>& rows) {
  sql_ += fmt::format(" AND {} IN ({})", column, fmt::join(rows, ", "));
}

void ListQuery::where(std::string_view condition, std::string value) {
  values_.push_back(std::move(value));
  sql_ += " AND ";
  sql_ += fmt::format(fmt::runtime(condition), fmt::format("?{}", values_.size()));
}

Query ListQuery::prepare(SQLite::Database& database, const PageRequest& page) const {
  const auto limit = page_size(page) + 1;
  Query query(database, fmt::format("{} ORDER BY {}.id DESC LIMIT {}", sql_, table_, limit));
  int index = 0;
  for (const auto& value : values_)
    query.bind_text(++index, value);
  return query;
}

}  // namespace sekisho::storage
