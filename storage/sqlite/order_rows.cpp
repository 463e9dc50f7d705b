#include "sqlite/order_rows.h"

#include <algorithm>
#include <span>
#include <tuple>

#include <fmt/core.h>

namespace sekisho::storage {
namespace {

constexpr std::size_t packed_key_size = 1 + std::tuple_size_v<LookupKey>;

constexpr std::string_view assessment_columns =
    "SELECT order_version, at, verdict, score, policy_version, model, document FROM assessments "
    "WHERE order_row = ?1 ORDER BY id DESC";

}  // namespace

Place document_place(const OrderRecord& order) {
  return {.merchant = order.merchant_id.str(),
          .table = "order_documents",
          .row = order.id.str(),
          .column = "document"};
}

Place trace_place(std::string_view merchant, std::string_view order_id) {
  return {.merchant = merchant, .table = "order_traces", .row = order_id, .column = "trace"};
}

std::string assessment_row_name(const OrderId& order, std::int64_t order_version, Timestamp at) {
  return fmt::format("{}/{}/{}", order.str(), order_version, at.time_since_epoch().count());
}

Place assessment_place(std::string_view merchant, std::string_view row_name) {
  return {.merchant = merchant, .table = "assessments", .row = row_name, .column = "document"};
}

std::string note_row_name(const HistoryRecord& step) {
  return fmt::format("{}/{}", step.order_id.str(), step.at.time_since_epoch().count());
}

Place note_place(std::string_view merchant, std::string_view row_name) {
  return {.merchant = merchant, .table = "order_history", .row = row_name, .column = "note"};
}

std::string pack(const LookupKeys& keys) {
  std::string packed;
  packed.reserve(keys.size() * packed_key_size);
  for (const auto& [kind, key] : keys) {
    packed += static_cast<char>(kind);
    packed += blob(key).bytes;
  }
  return packed;
}

LookupKeys unpack_lookup_keys(std::string_view packed) {
  if (packed.size() % packed_key_size != 0) throw BrokenRow("orders.lookup_keys");
  LookupKeys keys;
  keys.reserve(packed.size() / packed_key_size);
  for (; !packed.empty(); packed.remove_prefix(packed_key_size)) {
    auto& [kind, key] = keys.emplace_back();
    kind = static_cast<std::uint8_t>(packed[0]);
    std::ranges::copy(std::as_bytes(std::span{packed.substr(1, key.size())}), key.begin());
  }
  return keys;
}

std::optional<Outcome> read_outcome(Rows& rows) {
  const auto text = rows.optional_text();
  return text ? std::optional{known(outcome_from(*text), "orders.outcome")} : std::nullopt;
}

OrderRows::OrderRows(SQLite::Database& database, Sealer& sealer)
    : sealer_(sealer),
      confirmations_(database),
      find_(database, select() + "WHERE orders.public_id = ?1"),
      find_of_conversation_(database, select() + "WHERE orders.conversation_row = ?1"),
      latest_assessment_(database, std::string{assessment_columns} + " LIMIT 1"),
      assessments_(database, std::string{assessment_columns}),
      history_(database,
               "SELECT merchant_id, at, actor, event, from_status, to_status, note FROM order_history "
               "JOIN orders ON orders.id = order_row WHERE public_id = ?1 ORDER BY order_history.id") {}

const std::string& OrderRows::select() {
  // CROSS JOIN keeps SQLite to this order: orders are found first, and the rest by row id.
  static const std::string columns =
      "SELECT orders.id, orders.public_id, orders.merchant_id, conversations.hook_id, "
      "conversations.conversation_id, "
      "orders.status, orders.version, orders.revision, orders.last_sequence, orders.was_approved, "
      "orders.created_at, "
      "orders.updated_at, orders.verdict, orders.score, orders.lookup_keys, orders.outcome, "
      "orders.outcome_at, "
      "order_documents.document "
      "FROM orders CROSS JOIN conversations ON conversations.id = orders.conversation_row "
      "CROSS JOIN order_documents ON order_documents.order_row = orders.id ";
  return columns;
}

std::optional<OrderState> OrderRows::find(const OrderId& id) {
  auto rows = find_.rows(id);
  return rows.next() ? std::optional{read(rows).record} : std::nullopt;
}

std::optional<OrderState> OrderRows::find_of_conversation(RowId conversation_row) {
  auto rows = find_of_conversation_.rows(conversation_row);
  return rows.next() ? std::optional{read(rows).record} : std::nullopt;
}

Numbered<OrderState> OrderRows::read(Rows& rows) {
  Numbered<OrderState> row{
      .id = rows.integer(),
      .record = {.order = {.id = rows.id<OrderId>(),
                           .merchant_id = rows.id<MerchantId>(),
                           .hook_id = rows.id<HookId>(),
                           .conversation_id = rows.id<ConversationId>(),
                           .status = known(order_status_from(rows.bytes()), "orders.status"),
                           .version = rows.integer(),
                           .revision = rows.integer(),
                           .last_sequence = rows.integer(),
                           .was_approved = rows.flag(),
                           .created_at = rows.time(),
                           .updated_at = rows.time(),
                           .verdict = known(verdict_from(rows.bytes()), "orders.verdict"),
                           .score = rows.integer(),
                           .document = {},
                           .lookup_keys = unpack_lookup_keys(rows.bytes()),
                           .outcome = read_outcome(rows),
                           .outcome_at = rows.optional_time()},
                 .assessment = {},
                 .confirmations = {}}};
  auto& state = row.record;
  state.order.document = sealer_.open(document_place(state.order), rows.bytes());
  auto latest = latest_assessment_.rows(row.id);
  if (latest.next()) state.assessment = read_assessment(latest, state.order);
  state.confirmations = confirmations_.of_order(row.id);
  return row;
}

AssessmentRecord OrderRows::read_assessment(Rows& rows, const OrderRecord& order) {
  AssessmentRecord assessment{.order_version = rows.integer(),
                              .at = rows.time(),
                              .verdict = known(verdict_from(rows.bytes()), "assessments.verdict"),
                              .score = rows.integer(),
                              .policy_version = rows.integer(),
                              .model = rows.text(),
                              .document = {}};
  const auto row = assessment_row_name(order.id, assessment.order_version, assessment.at);
  assessment.document = sealer_.open(assessment_place(order.merchant_id.str(), row), rows.bytes());
  return assessment;
}

std::vector<AssessmentRecord> OrderRows::assessments(const OrderId& id) {
  std::vector<AssessmentRecord> all;
  auto orders = find_.rows(id);
  if (!orders.next()) return all;
  const auto row = orders.integer();
  OrderRecord order;
  order.id = orders.id<OrderId>();
  order.merchant_id = orders.id<MerchantId>();
  auto rows = assessments_.rows(row);
  while (rows.next())
    all.push_back(read_assessment(rows, order));
  return all;
}

std::vector<HistoryRecord> OrderRows::history(const OrderId& id) {
  std::vector<HistoryRecord> steps;
  auto rows = history_.rows(id);
  while (rows.next()) {
    const auto merchant = rows.text();
    HistoryRecord step{.order_id = id,
                       .at = rows.time(),
                       .actor = rows.text(),
                       .event = rows.text(),
                       .from = std::nullopt,
                       .to = OrderStatus::in_review};
    if (const auto from = rows.optional_text())
      step.from = known(order_status_from(*from), "order_history.from_status");
    step.to = known(order_status_from(rows.bytes()), "order_history.to_status");
    if (const auto note = rows.bytes(); !note.empty()) {
      step.note = sealer_.open(note_place(merchant, note_row_name(step)), note);
    }
    steps.push_back(std::move(step));
  }
  return steps;
}

}  // namespace sekisho::storage
