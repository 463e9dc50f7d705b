#pragma once

#include <type_traits>

#include <SQLiteCpp/Exception.h>
#include <domain/result.h>
#include <storage/store.h>

#include "sealing.h"
#include "sqlite/query.h"

namespace sekisho::storage {

/// What SQLite's refusal means for the gateway. A disk that is full or a file that is locked passes; a failed
/// fsync or a damaged file does not. What only a mistake in this program can cause is thrown on.
[[nodiscard]] StorageFault fault_of(const SQLite::Exception& refusal);

/// Does the work. Here, and below for opening, exceptions of SQLite, broken seals and broken rows become
/// values: nowhere else.
template <class Work>
[[nodiscard]] auto guarded(const Work& work) -> Stored<decltype(work())> {
  try {
    if constexpr (std::is_void_v<decltype(work())>) {
      work();
      return {};
    } else {
      return work();
    }
  } catch (const SQLite::Exception& refusal) {
    return std::unexpected(fault_of(refusal));
  } catch (const BrokenSeal& broken) {
    return std::unexpected(StorageFault{.detail = broken.what(), .fatal = false});
  } catch (const BrokenRow& broken) {
    return std::unexpected(StorageFault{.detail = broken.what(), .fatal = false});
  }
}

/// Why a file could not be opened: `malformed` when it is damaged or something else, `unavailable` when it
/// may pass.
[[nodiscard]] Error opening_error(const SQLite::Exception& refusal);

/// Does the work of opening a database, which answers a Result itself. A file of any content may be met here,
/// so no refusal of SQLite's is a mistake in this program.
template <class Work>
[[nodiscard]] auto opening(const Work& work) -> decltype(work()) {
  try {
    return work();
  } catch (const SQLite::Exception& refusal) {
    return std::unexpected(opening_error(refusal));
  } catch (const BrokenSeal& broken) {
    return fail(ErrorKind::malformed, broken.what());
  } catch (const BrokenRow& broken) {
    return fail(ErrorKind::malformed, broken.what());
  }
}

}  // namespace sekisho::storage
