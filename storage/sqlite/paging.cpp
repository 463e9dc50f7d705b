#include "sqlite/paging.h"

#include <algorithm>
#include <charconv>
#include <limits>

#include <domain/crypto.h>
#include <fmt/core.h>

namespace sekisho::storage {
namespace {

constexpr std::size_t largest_page = 1000;

}  // namespace

std::size_t page_size(const PageRequest& request) {
  return std::clamp<std::size_t>(request.limit, 1, largest_page);
}

Result<RowId> page_begin(std::string_view list, const PageRequest& request) {
  if (request.cursor.empty()) return std::numeric_limits<RowId>::max();
  const auto invalid = fail(ErrorKind::invalid, "cursor: not one that this list gave out");
  const auto text = base64_decode(request.cursor);
  const auto prefix = fmt::format("{} ", list);
  if (!text || !text->starts_with(prefix)) return invalid;
  RowId row = 0;
  const auto* end = text->data() + text->size();
  const auto [stop, error] = std::from_chars(text->data() + prefix.size(), end, row);
  if (error != std::errc{} || stop != end || row <= 0) return invalid;
  return row;
}

std::string make_cursor(std::string_view list, RowId last) {
  // The base64 of such text has neither `+` nor `/`: it can stand in a URL.
  return base64_encode(fmt::format("{} {}", list, last));
}

}  // namespace sekisho::storage
