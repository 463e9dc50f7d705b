#include "sqlite/transaction.h"

#include <sqlite3.h>

namespace sekisho::storage {

TransactionControl::TransactionControl(SQLite::Database& database, const char* begin)
    : database_(database), begin_(database, begin), commit_(database, "COMMIT") {}

void TransactionControl::roll_back() noexcept {
  if (sqlite3_get_autocommit(database_.getHandle()) == 0) database_.tryExec("ROLLBACK");
}

}  // namespace sekisho::storage
