#include <algorithm>

#include <scoring/policy_json.h>

#include "admin/handlers.h"
#include "admin/json_body.h"
#include "admin/paging.h"
#include "admin/views.h"

namespace sekisho::gateway::admin {
namespace {

constexpr std::size_t longest_name = 200;

/// Ids stand in paths, logs and metrics: plain ASCII, short.
bool is_merchant_id(std::string_view id) {
  constexpr std::string_view allowed = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.";
  // A path's `.` and `..` go elsewhere before they get here.
  const bool is_path = id == "." || id == "..";
  return !id.empty() && id.size() <= 64 && !is_path &&
         id.find_first_not_of(allowed) == std::string_view::npos;
}

storage::PolicyRecord first_policy(const MerchantId& merchant, Timestamp now, const std::string& actor) {
  return {.merchant_id = merchant,
          .version = 1,
          .document = scoring::write_policy(Policy{}),
          .created_at = now,
          .created_by = actor,
          .active = true};
}

}  // namespace

Answer create_merchant(AdminApi& api, const AdminCall& call) {
  BodyReader body(call.body);
  const auto id = body.text("id", 64);
  const auto name = body.text("name", longest_name);
  body.require(id.has_value(), "id");
  body.require(name.has_value(), "name");
  if (id && !is_merchant_id(*id)) body.fault("id", "expected 1 to 64 of A-Z a-z 0-9 _ - .");
  body.only({"id", "name"});
  if (const auto error = body.error()) co_return problem(*error);

  const storage::MerchantRecord merchant{MerchantId{*id}, *name, api.now()};
  Command create = [merchant, actor = call.actor](const DeskView& context) -> CommandOutcome {
    if (context.settings.merchant(merchant.id) != nullptr) {
      return {problem(409, "There is a merchant with this id already."), {}};
    }
    CommandOutcome outcome{json_response(201, object_view(merchant, write_merchant)), {}};
    outcome.unit.merchants.push_back(merchant);
    outcome.unit.policies.push_back(first_policy(merchant.id, merchant.created_at, actor));
    return outcome;
  };
  co_return co_await api.change(call, std::move(create));
}

Answer list_merchants(AdminApi& api, const AdminCall& call) {
  const auto settings = api.settings();
  const auto page = page_of_map(call.request, settings->merchants);
  if (!page) co_return problem(page.error());
  const auto write = [](JsonWriter& out, const auto* row) { write_merchant(out, row->second.record); };
  co_return json_response(200, list_view(page->rows, page->next_cursor, write));
}

Answer get_merchant(AdminApi& api, const AdminCall& call) {
  const auto settings = api.settings();
  const auto* merchant = settings->merchant(MerchantId{call.arguments[0]});
  if (merchant == nullptr) co_return no_such("merchant");
  co_return json_response(200, object_view(merchant->record, write_merchant));
}

}  // namespace sekisho::gateway::admin
