#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include <scoring/past.h>
#include <storage/records.h>

#include "desk/job.h"

namespace sekisho::gateway {

/// The merchants' allow and deny lists in memory, by keyed hash. The desk owns it: not thread-safe.
class ListIndex {
 public:
  void add(const storage::ListEntryRecord& entry);
  void remove(const std::string& entry_id);

  /// The live entries that the identifiers hit, each once.
  [[nodiscard]] std::vector<scoring::ListHit> hits(std::span<const KeyedIdentifier> identifiers,
                                                   Timestamp at) const;

 private:
  struct Entry {
    std::string id;
    storage::LookupKey key;
    scoring::ListHit hit;
    std::optional<Timestamp> expires_at;
  };

  std::unordered_multimap<std::uint64_t, Entry> entries_;
  std::unordered_map<std::string, std::uint64_t> keys_by_id_;
};

}  // namespace sekisho::gateway
