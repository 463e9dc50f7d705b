#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <SQLiteCpp/Database.h>
#include <storage/records.h>

#include "sealing.h"
#include "sqlite/confirmations.h"
#include "sqlite/query.h"

namespace sekisho::storage {

using LookupKeys = std::vector<std::pair<std::uint8_t, LookupKey>>;

/// What names a sealed order document, its trace, and a sealed assessment of one order.
[[nodiscard]] Place document_place(const OrderRecord& order);
[[nodiscard]] Place trace_place(std::string_view merchant, std::string_view order_id);
[[nodiscard]] std::string assessment_row_name(const OrderId& order, std::int64_t order_version, Timestamp at);
[[nodiscard]] Place assessment_place(std::string_view merchant, std::string_view row_name);
/// What names the sealed note beside a step of an order's history.
[[nodiscard]] std::string note_row_name(const HistoryRecord& step);
[[nodiscard]] Place note_place(std::string_view merchant, std::string_view row_name);

/// The bytes of `orders.lookup_keys`: per key its kind (1 byte) and its hash (16).
[[nodiscard]] std::string pack(const LookupKeys& keys);
[[nodiscard]] LookupKeys unpack_lookup_keys(std::string_view packed);

/// The column `orders.outcome`.
[[nodiscard]] std::optional<Outcome> read_outcome(Rows& rows);

/// Orders with all that belongs to them, as the desk and the readers see them.
class OrderRows {
 public:
  OrderRows(SQLite::Database& database, Sealer& sealer);

  [[nodiscard]] std::optional<OrderState> find(const OrderId& id);
  [[nodiscard]] std::optional<OrderState> find_of_conversation(RowId conversation_row);
  /// All assessments, the latest first.
  [[nodiscard]] std::vector<AssessmentRecord> assessments(const OrderId& id);
  [[nodiscard]] std::vector<HistoryRecord> history(const OrderId& id);

  /// What a query of orders has to select, for read().
  static const std::string& select();
  /// The row that `rows` stands on.
  [[nodiscard]] Numbered<OrderState> read(Rows& rows);

 private:
  AssessmentRecord read_assessment(Rows& rows, const OrderRecord& order);

  Sealer& sealer_;
  ConfirmationRows confirmations_;
  Query find_;
  Query find_of_conversation_;
  Query latest_assessment_;
  Query assessments_;
  Query history_;
};

}  // namespace sekisho::storage
