#include "sqlite/order_writer.h"

#include <bit>
#include <stdexcept>

namespace sekisho::storage {
namespace {

/// The order that the unit's assessment and confirmations belong to.
const OrderRecord* order_of(const Unit& unit) {
  if (unit.new_order) return &*unit.new_order;
  return unit.changed_order ? &*unit.changed_order : nullptr;
}

}  // namespace

OrderWriter::OrderWriter(SQLite::Database& database, Sealer& sealer, Conversations& conversations)
    : database_(database),
      sealer_(sealer),
      conversations_(conversations),
      confirmations_(database),
      row_of_(database, "SELECT id FROM orders WHERE public_id = ?1"),
      of_conversation_(database, "SELECT 1 FROM orders WHERE conversation_row = ?1"),
      revision_(database, "SELECT revision FROM orders WHERE id = ?1"),
      insert_(database,
              "INSERT INTO orders (public_id, merchant_id, conversation_row, status, version, revision, "
              "last_sequence, was_approved, created_at, updated_at, verdict, score, lookup_keys) "
              "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)"),
      insert_document_(database, "INSERT INTO order_documents (order_row, document) VALUES (?1, ?2)"),
      update_(database,
              "UPDATE orders SET status = ?2, version = ?3, revision = ?4, last_sequence = ?5, was_approved "
              "= ?6, "
              "updated_at = ?7, verdict = ?8, score = ?9, lookup_keys = ?10, outcome = ?11, outcome_at = ?12 "
              "WHERE id = ?1"),
      update_document_(database, "UPDATE order_documents SET document = ?2 WHERE order_row = ?1"),
      put_trace_(database, "INSERT OR REPLACE INTO order_traces (order_row, trace) VALUES (?1, ?2)"),
      lookup_keys_(database, "SELECT lookup_keys FROM orders WHERE id = ?1"),
      insert_lookup_(database, "INSERT OR IGNORE INTO order_lookups (key_hash, order_row) VALUES (?1, ?2)"),
      remove_lookup_(database, "DELETE FROM order_lookups WHERE key_hash = ?1 AND order_row = ?2"),
      insert_assessment_(
          database,
          "INSERT INTO assessments (order_row, order_version, at, verdict, score, policy_version, "
          "model, document) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)"),
      insert_history_(database,
                      "INSERT INTO order_history (order_row, at, actor, event, from_status, to_status, "
                      "note) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)") {}

bool OrderWriter::stands(const Unit& unit) {
  if (unit.new_order) {
    const auto& order = *unit.new_order;
    const auto conversation = conversations_.find(order.hook_id, order.merchant_id, order.conversation_id);
    if (conversation && of_conversation_.rows(*conversation).next()) return false;
  }
  if (!unit.changed_order) return true;
  const auto row = row_of(unit.changed_order->id);
  if (!row) return false;
  auto revision = revision_.rows(*row);
  return revision.next() && revision.integer() == unit.changed_order->revision;
}

void OrderWriter::apply(const Unit& unit) {
  if (unit.new_order) insert(*unit.new_order);
  if (unit.changed_order) update(*unit.changed_order);
  const auto* order = order_of(unit);
  for (const auto& step : unit.history)
    insert_history(step, order);
  if (!unit.assessment && unit.confirmations.empty()) return;

  if (order == nullptr) throw std::logic_error("a unit has an assessment or a confirmation and no order");
  const auto row = existing_row(order->id);
  if (unit.assessment) insert_assessment(row, *order, *unit.assessment);
  for (const auto& confirmation : unit.confirmations)
    confirmations_.put(row, confirmation);
}

std::optional<RowId> OrderWriter::row_of(const OrderId& id) {
  if (last_.row != 0 && last_.id == id) return last_.row;
  auto rows = row_of_.rows(id);
  if (!rows.next()) return std::nullopt;
  last_ = {.id = id, .row = rows.integer()};
  return last_.row;
}

RowId OrderWriter::existing_row(const OrderId& id) {
  const auto row = row_of(id);
  if (!row) throw std::logic_error("a unit names an order that does not exist");
  return *row;
}

void OrderWriter::insert(const OrderRecord& order) {
  const auto conversation = conversations_.ensure(order.hook_id, order.merchant_id, order.conversation_id);
  insert_.run(order.id, order.merchant_id, conversation, to_string(order.status), order.version,
              order.revision, order.last_sequence, order.was_approved, order.created_at, order.updated_at,
              to_string(order.verdict), order.score, Blob{pack(order.lookup_keys)});
  last_ = {.id = order.id, .row = database_.getLastInsertRowid()};
  insert_document_.run(last_.row, Blob{sealer_.seal(document_place(order), order.document)});
  put_trace(last_.row, order);
  insert_lookups(last_.row, order.lookup_keys);
}

void OrderWriter::update(const OrderRecord& order) {
  const auto row = existing_row(order.id);
  replace_lookups(row, order.lookup_keys);
  update_.run(row, to_string(order.status), order.version, order.revision + 1, order.last_sequence,
              order.was_approved, order.updated_at, to_string(order.verdict), order.score,
              Blob{pack(order.lookup_keys)},
              order.outcome ? std::optional{to_string(*order.outcome)} : std::nullopt, order.outcome_at);
  update_document_.run(row, Blob{sealer_.seal(document_place(order), order.document)});
  put_trace(row, order);
}

void OrderWriter::put_trace(RowId row, const OrderRecord& order) {
  if (order.trace.empty()) return;
  const auto place = trace_place(order.merchant_id.str(), order.id.str());
  put_trace_.run(row, Blob{sealer_.seal(place, order.trace)});
}

void OrderWriter::insert_lookups(RowId row, const LookupKeys& keys) {
  for (const auto& [kind, key] : keys) {
    if (is_searched(kind)) insert_lookup_.run(std::bit_cast<std::int64_t>(short_key(key)), row);
  }
}

void OrderWriter::replace_lookups(RowId row, const LookupKeys& keys) {
  LookupKeys before;
  {
    auto rows = lookup_keys_.rows(row);
    if (rows.next()) before = unpack_lookup_keys(rows.bytes());
  }
  if (before == keys) return;
  for (const auto& [kind, key] : before)
    remove_lookup_.run(std::bit_cast<std::int64_t>(short_key(key)), row);
  insert_lookups(row, keys);
}

void OrderWriter::insert_assessment(RowId row, const OrderRecord& order, const AssessmentRecord& assessment) {
  const auto name = assessment_row_name(order.id, assessment.order_version, assessment.at);
  insert_assessment_.run(
      row, assessment.order_version, assessment.at, to_string(assessment.verdict), assessment.score,
      assessment.policy_version, assessment.model,
      Blob{sealer_.seal(assessment_place(order.merchant_id.str(), name), assessment.document)});
}

void OrderWriter::insert_history(const HistoryRecord& step, const OrderRecord* order) {
  const auto from = step.from ? std::optional{to_string(*step.from)} : std::nullopt;
  std::string sealed_note;
  if (!step.note.empty()) {
    if (order == nullptr) throw std::logic_error("a unit has a note and no order");
    sealed_note = sealer_.seal(note_place(order->merchant_id.str(), note_row_name(step)), step.note);
  }
  insert_history_.run(existing_row(step.order_id), step.at, step.actor, step.event, from, to_string(step.to),
                      Blob{sealed_note});
}

}  // namespace sekisho::storage
