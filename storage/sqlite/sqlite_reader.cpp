#include "sqlite/sqlite_reader.h"

#include <algorithm>
#include <bit>

#include <fmt/core.h>

#include "sqlite/faults.h"
#include "sqlite/list_query.h"
#include "sqlite/settings.h"

namespace sekisho::storage {
namespace {

// What cursors are told apart by.
constexpr std::string_view orders_list = "orders";
constexpr std::string_view callbacks_list = "callbacks";
constexpr std::string_view policies_list = "policies";
constexpr std::string_view entries_list = "list_entries";

bool has_key(const OrderRecord& order, const std::optional<std::pair<std::uint8_t, LookupKey>>& wanted) {
  return !wanted || std::ranges::find(order.lookup_keys, *wanted) != order.lookup_keys.end();
}

ListQuery query_of(const CallbackFilter& filter, RowId below) {
  ListQuery query(select_callbacks(), "callbacks", below);
  if (filter.status) query.where_word("callbacks.status", to_string(*filter.status));
  if (filter.merchant_id) query.where_equal("callbacks.merchant_id", filter.merchant_id->str());
  if (filter.hook_id) query.where_equal("callbacks.hook_id", filter.hook_id->str());
  if (filter.order_id) {
    query.where("callbacks.order_row = (SELECT id FROM orders WHERE public_id = {})", filter.order_id->str());
  }
  return query;
}

ListQuery query_of(const OrderFilter& filter, RowId below) {
  ListQuery query(OrderRows::select(), "orders", below);
  if (filter.merchant_id) query.where_equal("orders.merchant_id", filter.merchant_id->str());
  if (filter.status) query.where_word("orders.status", to_string(*filter.status));
  if (filter.verdict) query.where_word("orders.verdict", to_string(*filter.verdict));
  if (filter.id) query.where_equal("orders.public_id", filter.id->str());
  if (filter.lookup_key) {
    const auto hash = std::bit_cast<std::int64_t>(short_key(filter.lookup_key->second));
    query.where("orders.id IN (SELECT order_row FROM order_lookups WHERE key_hash = CAST({} AS INTEGER))",
                std::to_string(hash));
  }
  return query;
}

}  // namespace

template <class Work>
auto SqliteReader::read(const Work& work) -> Result<decltype(work())> {
  auto answer = guarded([&] {
    Transaction snapshot(transactions_);
    auto seen = work();
    snapshot.commit();
    return seen;
  });
  if (!answer) return fail(ErrorKind::unavailable, std::move(answer.error().detail));
  return std::move(*answer);
}

SqliteReader::SqliteReader(SQLite::Database database, const MasterKey& master, const Clock& clock,
                           Random& random)
    : database_(std::move(database)),
      transactions_(database_, "BEGIN"),
      data_keys_(database_, clock),
      sealer_(master, data_keys_, random),
      hasher_(master),
      event_bodies_(database_, sealer_),
      order_rows_(database_, sealer_),
      attempts_(database_) {}

Result<Page<OrderState>> SqliteReader::orders(const OrderFilter& filter, const PageRequest& page) {
  const auto below = page_begin(orders_list, page);
  if (!below) return std::unexpected(below.error());
  if (filter.lookup_key && !is_searched(filter.lookup_key->first)) {
    return fail(ErrorKind::invalid, "q: orders are found by phone and e-mail, not by this kind of value");
  }
  return read([&] {
    auto list = query_of(filter, *below);
    if (filter.conversation_id) {
      list.where_row_in("orders.conversation_row",
                        conversation_rows(*filter.conversation_id, filter.merchant_id));
    }
    auto query = list.prepare(database_, page);
    auto rows = query.rows();
    return fill_page<OrderState>(orders_list, page, [&]() -> std::optional<Numbered<OrderState>> {
      while (rows.next()) {
        auto row = order_rows_.read(rows);
        if (has_key(row.record.order, filter.lookup_key)) return row;
      }
      return std::nullopt;
    });
  });
}

Result<std::optional<OrderState>> SqliteReader::order(const OrderId& id) {
  return read([&] { return order_rows_.find(id); });
}

Result<std::vector<AssessmentRecord>> SqliteReader::assessments(const OrderId& id) {
  return read([&] { return order_rows_.assessments(id); });
}

Result<std::vector<HistoryRecord>> SqliteReader::history(const OrderId& id) {
  return read([&] { return order_rows_.history(id); });
}

Result<std::vector<std::string>> SqliteReader::conversation_bodies(const ConversationKey& key) {
  return read([&] {
    Conversations conversations(database_, hasher_);
    const auto row = conversations.find(key.hook_id, key.merchant_id, key.conversation_id);
    return row ? event_bodies_.of_conversation(*row) : std::vector<std::string>{};
  });
}

Result<Page<CallbackView>> SqliteReader::callbacks(const CallbackFilter& filter, const PageRequest& page) {
  const auto below = page_begin(callbacks_list, page);
  if (!below) return std::unexpected(below.error());
  return read([&] {
    auto query = query_of(filter, *below).prepare(database_, page);
    auto rows = query.rows();
    return fill_page<CallbackView>(callbacks_list, page, [&]() -> std::optional<Numbered<CallbackView>> {
      if (!rows.next()) return std::nullopt;
      auto row = read_callback(rows);
      row.view.attempts = attempts_.of_callback(row.id);
      return Numbered<CallbackView>{row.id, std::move(row.view)};
    });
  });
}

Result<std::optional<CallbackView>> SqliteReader::callback(const CallbackId& id) {
  return read([&]() -> std::optional<CallbackView> {
    Query query(database_, select_callbacks() + "WHERE callbacks.public_id = ?1");
    auto rows = query.rows(id);
    if (!rows.next()) return std::nullopt;
    auto row = read_callback(rows);
    row.view.callback.body = sealer_.open(body_place(row.view.callback), row.sealed_body);
    row.view.attempts = attempts_.of_callback(row.id);
    return std::move(row.view);
  });
}

Result<Page<PolicyRecord>> SqliteReader::policy_versions(const MerchantId& merchant,
                                                         const PageRequest& page) {
  const auto below = page_begin(policies_list, page);
  if (!below) return std::unexpected(below.error());
  return read([&] {
    ListQuery list(select_policies, "policies", *below);
    list.where_equal("merchant_id", merchant.str());
    auto query = list.prepare(database_, page);
    auto rows = query.rows();
    return fill_page<PolicyRecord>(policies_list, page, [&] {
      return rows.next() ? std::optional{read_policy(rows, sealer_)} : std::nullopt;
    });
  });
}

Result<std::optional<PolicyRecord>> SqliteReader::policy(const MerchantId& merchant, std::int64_t version) {
  return read([&] {
    Query query(database_, std::string{select_policies} + "WHERE merchant_id = ?1 AND version = ?2");
    auto rows = query.rows(merchant, version);
    return rows.next() ? std::optional{read_policy(rows, sealer_).record} : std::nullopt;
  });
}

Result<Page<ListEntryRecord>> SqliteReader::list_entries(const MerchantId& merchant,
                                                         std::string_view list_name,
                                                         const PageRequest& page) {
  const auto below = page_begin(entries_list, page);
  if (!below) return std::unexpected(below.error());
  return read([&] {
    ListQuery list(select_list_entries, "list_entries", *below);
    list.where_equal("merchant_id", merchant.str());
    list.where_equal("list", std::string{list_name});
    auto query = list.prepare(database_, page);
    auto rows = query.rows();
    return fill_page<ListEntryRecord>(entries_list, page, [&] {
      return rows.next() ? std::optional{read_list_entry(rows, sealer_)} : std::nullopt;
    });
  });
}

Result<std::optional<ListEntryRecord>> SqliteReader::list_entry(const MerchantId& merchant,
                                                                std::string_view list, std::string_view id) {
  return read([&] {
    Query query(database_,
                std::string{select_list_entries} + "WHERE public_id = ?1 AND merchant_id = ?2 AND list = ?3");
    auto rows = query.rows(id, merchant, list);
    return rows.next() ? std::optional{read_list_entry(rows, sealer_).record} : std::nullopt;
  });
}

/// The index of conversations knows merchants: without one, every merchant is asked for.
std::vector<RowId> SqliteReader::conversation_rows(const ConversationId& id,
                                                   const std::optional<MerchantId>& merchant) {
  Query query(
      database_,
      "SELECT id FROM conversations WHERE key_hash = ?1 AND conversation_id = ?2 AND merchant_id = ?3");
  std::vector<RowId> found;
  for (const auto& owner : merchant ? std::vector{*merchant} : merchants()) {
    auto rows = query.rows(hasher_.conversation(owner, id), id, owner);
    while (rows.next())
      found.push_back(rows.integer());
  }
  return found;
}

std::vector<MerchantId> SqliteReader::merchants() {
  Query query(database_, "SELECT id FROM merchants");
  auto rows = query.rows();
  std::vector<MerchantId> ids;
  while (rows.next())
    ids.push_back(rows.id<MerchantId>());
  return ids;
}

}  // namespace sekisho::storage
