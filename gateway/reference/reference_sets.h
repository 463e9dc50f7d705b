#pragma once

#include <array>
#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <domain/result.h>
#include <scoring/reference_data.h>
#include <storage/keyed_file.h>
#include <storage/vault.h>

#include "reference/network_database.h"
#include "reference/reference_directory.h"
#include "reference/reference_kind.h"

namespace sekisho::gateway {

/// One loaded version of a kind. Either `records` or `networks` is there.
struct ReferenceSet {
  ReferenceManifest manifest;
  std::optional<storage::KeyedFile> records;
  std::optional<NetworkDatabase> networks;
};

/// Maps and checks what a manifest names. Fails with a sentence about the file.
[[nodiscard]] Result<ReferenceSet> load_set(const ReferenceDirectory& directory,
                                            const ReferenceManifest& manifest,
                                            const storage::MasterKey& master);

/// The versions in force, one of each kind or none: a value that an assessment holds as long as it needs.
struct ReferenceSets {
  std::array<std::shared_ptr<const ReferenceSet>, reference_kinds.size()> by_kind;

  [[nodiscard]] const ReferenceSet* of(ReferenceKind kind) const {
    return by_kind[static_cast<std::size_t>(kind)].get();
  }
};

/// The sets in force. Thread-safe: one loads, anyone reads. A version that was replaced stays mapped until
/// the last who reads from it lets go.
class ReferenceBoard {
 public:
  /// `master` must outlive it.
  ReferenceBoard(ReferenceDirectory directory, const storage::MasterKey& master, scoring::ReferenceData data);

  /// What whoever looks something up has to know as well: the key of all keys, and the shipped tables.
  [[nodiscard]] const storage::MasterKey& master() const { return master_; }

  [[nodiscard]] const scoring::ReferenceData& data() const { return data_; }

  [[nodiscard]] std::shared_ptr<const ReferenceSets> current() const;

  /// Reads the kind's manifest, and if it is another than what is in force, loads and publishes it. The
  /// version in force afterwards; empty when there is none. On failure the set before stays.
  [[nodiscard]] Result<std::string> refresh(ReferenceKind kind);

  /// Refreshes every kind; what cannot be loaded is told and leaves its signals missing.
  using OnFault = std::function<void(ReferenceKind kind, std::string_view what)>;
  void refresh_all(const OnFault& on_fault);

 private:
  const ReferenceDirectory directory_;
  const storage::MasterKey& master_;
  const scoring::ReferenceData data_;
  std::mutex loading_;  ///< one refresh at a time
  mutable std::mutex mutex_;
  std::shared_ptr<const ReferenceSets> sets_ = std::make_shared<const ReferenceSets>();
};

}  // namespace sekisho::gateway
