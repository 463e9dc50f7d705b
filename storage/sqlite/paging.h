#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include <domain/result.h>
#include <storage/store.h>

namespace sekisho::storage {

/// Lists go from the newest row to the oldest; a page begins below the last row of the one before. Rows that
/// are added meanwhile lie above and neither shift nor repeat anything.
///
/// The row id below which the page begins. `invalid` for a cursor that this list never gave out.
[[nodiscard]] Result<RowId> page_begin(std::string_view list, const PageRequest& request);

/// How many rows the page has at most: what was asked for, within reason.
[[nodiscard]] std::size_t page_size(const PageRequest& request);

[[nodiscard]] std::string make_cursor(std::string_view list, RowId last);

/// Fills a page. `next` gives a row (id and record) or nothing; one row more than the page is asked for, to
/// know whether another page follows.
template <class Record, class Next>
[[nodiscard]] Page<Record> fill_page(std::string_view list, const PageRequest& request, const Next& next) {
  Page<Record> page;
  RowId last = 0;
  while (auto row = next()) {
    if (page.rows.size() == page_size(request)) {
      page.next_cursor = make_cursor(list, last);
      break;
    }
    last = row->id;
    page.rows.push_back(std::move(row->record));
  }
  return page;
}

}  // namespace sekisho::storage
