#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>

#include <domain/random.h>
#include <domain/result.h>
#include <domain/time.h>
#include <scoring/reference_data.h>
#include <storage/vault.h>

#include "reference/reference_directory.h"
#include "reference/reference_kind.h"

namespace sekisho::gateway {

/// What an import reads and where it writes.
struct ReferenceImport {
  ReferenceKind kind = ReferenceKind::phone_reachability;
  std::filesystem::path source;
  std::string encoding = "UTF-8";
  ReferenceDirectory directory;
  const scoring::ReferenceData& data;
  const storage::MasterKey& master;
  Random& random;
  const Clock& clock;
  /// Tells whoever has to load the new version. When it fails, the switch is undone; may be none.
  std::function<Result<void>(const ReferenceManifest&)> tell = {};
};

/// Reads the source, writes the next version's file, checks it as it will be loaded, switches the manifest to
/// it and tells. On failure nothing is changed: a file that cannot be read, a disk that is full, and every
/// faulty line (up to a hundred), one a line of the error as `FILE:LINE: what`, without the values. A process
/// that is killed at any point leaves the set before in force.
[[nodiscard]] Result<ReferenceManifest> import_reference(const ReferenceImport& import);

}  // namespace sekisho::gateway
