#pragma once

#include <optional>
#include <string>

#include <domain/time.h>
#include <storage/keyed_file.h>

namespace sekisho::gateway {

/// What a negative says of whom it hits.
struct Negative {
  std::string reason;
  std::optional<Timestamp> expires_at;
};

/// The imported negatives, which belong to the installation and hit whatever the merchant. Refers to a mapped
/// file: lives no longer than the set it is from.
class ImportedNegatives {
 public:
  explicit ImportedNegatives(const storage::KeyedFile& records) : records_(records) {}

  /// The record of that key (negative_key(), which the identifier's kind is part of) that is in force at
  /// `at`; of several, the one that lasts longest.
  [[nodiscard]] std::optional<Negative> find(const storage::LookupKey& key, Timestamp at) const;

 private:
  const storage::KeyedFile& records_;
};

}  // namespace sekisho::gateway
