#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <domain/json_writer.h>
#include <storage/store.h>

#include "settings/settings.h"

/// How the admin API shows what is stored (contract §7).
namespace sekisho::gateway::admin {

void write_merchant(JsonWriter& out, const storage::MerchantRecord& merchant);

/// Without its secrets.
void write_hook(JsonWriter& out, const storage::HookRecord& hook);
void write_hook_members(JsonWriter& out, const storage::HookRecord& hook);

void write_policy_version(JsonWriter& out, const storage::PolicyRecord& policy);
[[nodiscard]] std::string policy_view(const storage::PolicyRecord& policy);

void write_list_entry(JsonWriter& out, const storage::ListEntryRecord& entry);

/// An order as lists show it.
void write_order_row(JsonWriter& out, const storage::OrderRecord& order);

/// An order with all that belongs to it.
struct OrderView {
  storage::OrderState state;
  std::vector<storage::AssessmentRecord> assessments;
  std::vector<storage::CallbackView> callbacks;
  std::vector<storage::HistoryRecord> history;
  std::string conversation;  ///< JSON
};

[[nodiscard]] std::string order_view(const OrderView& view);

void write_callback(JsonWriter& out, const storage::CallbackView& view);

/// `{"data":[…],"next_cursor":…}`; `write_row` writes each row.
template <class Rows, class WriteRow>
[[nodiscard]] std::string list_view(const Rows& rows, std::string_view next_cursor,
                                    const WriteRow& write_row) {
  std::string body;
  JsonWriter out(body);
  out.begin_object().key("data").begin_array();
  for (const auto& row : rows)
    write_row(out, row);
  out.end_array().key("next_cursor");
  if (next_cursor.empty()) {
    out.null();
  } else {
    out.value(next_cursor);
  }
  out.end_object();
  return body;
}

/// One object as a whole body.
template <class Row, class WriteRow>
[[nodiscard]] std::string object_view(const Row& row, const WriteRow& write_row) {
  std::string body;
  JsonWriter out(body);
  write_row(out, row);
  return body;
}

}  // namespace sekisho::gateway::admin
