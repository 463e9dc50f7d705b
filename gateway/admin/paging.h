#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include <domain/crypto.h>

#include "admin/admin_api.h"

namespace sekisho::gateway::admin {

/// One page of a map that is in memory, in the order of its keys: pointers to its rows. The cursor is the
/// last key.
template <class Map>
[[nodiscard]] Result<storage::Page<const typename Map::value_type*>> page_of_map(const Request& request,
                                                                                 const Map& map) {
  const auto wanted = page_of(request);
  if (!wanted) return std::unexpected(wanted.error());
  auto row = map.begin();
  if (!wanted->cursor.empty()) {
    const auto last = base64_decode(wanted->cursor);
    if (!last) return fail(ErrorKind::invalid, "cursor is not one that this list gave.");
    row = map.upper_bound(typename Map::key_type{*last});
  }
  storage::Page<const typename Map::value_type*> page;
  for (; row != map.end() && page.rows.size() < wanted->limit; ++row)
    page.rows.push_back(&*row);
  if (row != map.end()) page.next_cursor = base64_encode(page.rows.back()->first.str());
  return page;
}

}  // namespace sekisho::gateway::admin
