#include "desk/list_index.h"

#include <algorithm>

namespace sekisho::gateway {

void ListIndex::add(const storage::ListEntryRecord& entry) {
  const auto kind = scoring::identifier_kind_from(entry.kind);
  if (!kind) return;  // a kind of a newer version: it can match nothing here
  const auto list = entry.list == "allow" ? scoring::ListName::allow : scoring::ListName::deny;
  const auto key = storage::short_key(entry.key);
  keys_by_id_[entry.id] = key;
  entries_.emplace(key, Entry{entry.id, entry.key, {list, *kind, entry.reason}, entry.expires_at});
}

void ListIndex::remove(const std::string& entry_id) {
  const auto known = keys_by_id_.find(entry_id);
  if (known == keys_by_id_.end()) return;
  const auto [begin, end] = entries_.equal_range(known->second);
  const auto entry = std::find_if(begin, end, [&](const auto& row) { return row.second.id == entry_id; });
  if (entry != end) entries_.erase(entry);
  keys_by_id_.erase(known);
}

std::vector<scoring::ListHit> ListIndex::hits(std::span<const KeyedIdentifier> identifiers,
                                              Timestamp at) const {
  std::vector<scoring::ListHit> found;
  if (entries_.empty()) return found;
  for (const auto& identifier : identifiers) {
    const auto [begin, end] = entries_.equal_range(storage::short_key(identifier.key));
    for (auto row = begin; row != end; ++row) {
      const auto& entry = row->second;
      const bool live = !entry.expires_at || at < *entry.expires_at;
      if (entry.key != identifier.key || !live) continue;
      if (std::ranges::find(found, entry.hit) == found.end()) found.push_back(entry.hit);
    }
  }
  return found;
}

}  // namespace sekisho::gateway
