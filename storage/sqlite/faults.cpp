#include "sqlite/faults.h"

#include <algorithm>
#include <array>

#include <fmt/core.h>
#include <sqlite3.h>

namespace sekisho::storage {
namespace {

int code_of(const SQLite::Exception& refusal) {
  return refusal.getExtendedErrorCode() < 0 ? refusal.getErrorCode() : refusal.getExtendedErrorCode();
}

/// The low byte of an extended code is the primary one.
int primary(int code) {
  return code & 0xff;
}

bool passes(int code) {
  constexpr std::array passing{SQLITE_FULL,     SQLITE_READONLY, SQLITE_BUSY, SQLITE_LOCKED,
                               SQLITE_CANTOPEN, SQLITE_IOERR,    SQLITE_PERM, SQLITE_NOLFS};
  return std::ranges::find(passing, primary(code)) != passing.end();
}

bool is_fatal(int code) {
  constexpr std::array primaries{SQLITE_CORRUPT, SQLITE_NOTADB};
  constexpr std::array extended{SQLITE_IOERR_FSYNC, SQLITE_IOERR_DIR_FSYNC, SQLITE_IOERR_CORRUPTFS};
  return std::ranges::find(primaries, primary(code)) != primaries.end() ||
         std::ranges::find(extended, code) != extended.end();
}

}  // namespace

StorageFault fault_of(const SQLite::Exception& refusal) {
  const int code = code_of(refusal);
  const bool fatal = is_fatal(code);
  if (!fatal && !passes(code)) throw refusal;
  return {.detail = fmt::format("SQLite: {} (code {})", refusal.what(), code), .fatal = fatal};
}

Error opening_error(const SQLite::Exception& refusal) {
  if (passes(code_of(refusal))) return {.kind = ErrorKind::unavailable, .detail = refusal.what()};
  return {.kind = ErrorKind::malformed,
          .detail = fmt::format("it is damaged or not a database ({}); restore a backup", refusal.what())};
}

}  // namespace sekisho::storage
