#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <SQLiteCpp/Database.h>
#include <storage/store.h>

#include "sqlite/query.h"

namespace sekisho::storage {

/// Puts together the query of one page of a list, newest row first. Columns and words come from this program
/// alone; what a caller gave is bound.
class ListQuery {
 public:
  /// `select` ends before its WHERE; `table` is the one whose row ids the list goes by.
  ListQuery(std::string_view select, std::string_view table, RowId below);

  void where_equal(std::string_view column, std::string value);
  /// `value` is one of the program's own words: as a literal it lets SQLite use a partial index.
  void where_word(std::string_view column, std::string_view value);
  void where_row_in(std::string_view column, const std::vector<RowId>& rows);
  /// A condition with the one parameter `{}`.
  void where(std::string_view condition, std::string value);

  /// One row more than the page asks for: it tells whether another page follows.
  [[nodiscard]] Query prepare(SQLite::Database& database, const PageRequest& page) const;

 private:
  std::string table_;
  std::string sql_;
  std::vector<std::string> values_;
};

}  // namespace sekisho::storage
