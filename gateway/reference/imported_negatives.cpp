#include "reference/imported_negatives.h"

#include "reference/reference_records.h"

namespace sekisho::gateway {

std::optional<Negative> ImportedNegatives::find(const storage::LookupKey& key, Timestamp at) const {
  std::optional<NegativeRecord> found;
  // They stand in the order of their ends, those without one last.
  for (const auto& record : records_.find(key)) {
    const auto negative = read_negative(record.payload);
    if (!negative.expires_at || at < *negative.expires_at) found = negative;
  }
  if (!found) return std::nullopt;
  return Negative{records_.text(found->reason), found->expires_at};
}

}  // namespace sekisho::gateway
