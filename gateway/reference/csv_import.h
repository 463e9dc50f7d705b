#pragma once

#include <cstdint>

#include <domain/crypto.h>
#include <domain/result.h>
#include <storage/keyed_file.h>

#include "reference/reference_import.h"

namespace sekisho::gateway {

/// What was read.
struct CsvImported {
  std::uint64_t rows = 0;
  Sha256 source{};
};

/// Reads the import's CSV file from its header row to its end into the writer. Fails with all faults.
[[nodiscard]] Result<CsvImported> import_csv(const ReferenceImport& import, storage::KeyedFileWriter& writer);

}  // namespace sekisho::gateway
