#pragma once

#include <SQLiteCpp/Database.h>

#include "sqlite/query.h"

namespace sekisho::storage {

/// The statements of a connection's transactions, prepared once.
class TransactionControl {
 public:
  /// `begin` is how its transactions begin: `BEGIN IMMEDIATE` for the writer, `BEGIN` for readers.
  TransactionControl(SQLite::Database& database, const char* begin);

  void begin() { begin_.run(); }

  void commit() { commit_.run(); }

  /// Never throws: what SQLite has already rolled back stays so.
  void roll_back() noexcept;

 private:
  SQLite::Database& database_;
  Query begin_;
  Query commit_;
};

/// From begin to commit; rolled back when left in any other way.
class Transaction {
 public:
  explicit Transaction(TransactionControl& control) : control_(control) { control_.begin(); }

  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;

  ~Transaction() {
    if (!committed_) control_.roll_back();
  }

  void commit() {
    control_.commit();
    committed_ = true;
  }

 private:
  TransactionControl& control_;
  bool committed_ = false;
};

}  // namespace sekisho::storage
