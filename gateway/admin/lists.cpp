#include "admin/handlers.h"
#include "admin/json_body.h"
#include "admin/views.h"
#include "desk/keyed_identifiers.h"

namespace sekisho::gateway::admin {
namespace {

constexpr std::size_t longest_value = 500;
constexpr std::size_t longest_reason = 500;

/// The merchant and list that a path names; a response when there is none.
std::optional<Response> refuse_list(AdminApi& api, const AdminCall& call) {
  if (api.settings()->merchant(MerchantId{call.arguments[0]}) == nullptr) return no_such("merchant");
  if (call.arguments[1] != "allow" && call.arguments[1] != "deny") return no_such("list");
  return std::nullopt;
}

/// Lists hold what a person can be recognised by; a medium is not a person.
std::optional<scoring::IdentifierKind> list_kind_from(std::string_view text) {
  const auto kind = scoring::identifier_kind_from(text);
  return kind == scoring::IdentifierKind::media ? std::nullopt : kind;
}

}  // namespace

Answer list_entries(AdminApi& api, const AdminCall& call) {
  if (auto refused = refuse_list(api, call)) co_return *std::move(refused);
  const auto wanted = page_of(call.request);
  if (!wanted) co_return problem(wanted.error());
  const MerchantId merchant{call.arguments[0]};
  const auto read = [merchant, list = call.arguments[1], wanted = *wanted](storage::Reader& r) {
    return r.list_entries(merchant, list, wanted);
  };
  const auto page = co_await api.readers().run(read);
  if (!page) co_return problem(page.error());
  co_return json_response(200, list_view(page->rows, page->next_cursor, write_list_entry));
}

Answer add_entry(AdminApi& api, const AdminCall& call) {
  if (auto refused = refuse_list(api, call)) co_return *std::move(refused);
  BodyReader body(call.body);
  const auto kind_name = body.text("kind", 16);
  const auto value = body.text("value", longest_value);
  const auto reason = body.text("reason", longest_reason);
  const auto expires_at = body.time("expires_at");
  body.require(kind_name.has_value(), "kind");
  body.require(value.has_value(), "value");
  const auto kind = kind_name ? list_kind_from(*kind_name) : std::nullopt;
  if (kind_name && !kind) body.fault("kind", "expected phone, email, address, device, ip, card or name");
  const auto canonical = kind && value ? scoring::canonical_value(*kind, *value) : std::nullopt;
  if (kind && value && !canonical) body.fault("value", "not a value of this kind");
  body.only({"kind", "value", "reason", "expires_at"});
  if (const auto error = body.error()) co_return problem(*error);

  const MerchantId merchant{call.arguments[0]};
  const storage::ListEntryRecord entry{.id = make_id("ent_", api.now(), api.random()),
                                       .merchant_id = merchant,
                                       .list = call.arguments[1],
                                       .kind = *kind_name,
                                       .key = identifier_key(merchant, *kind, *canonical, api.hasher()),
                                       .value = *value,
                                       .reason = reason.value_or(""),
                                       .expires_at = expires_at,
                                       .created_at = api.now()};
  Command add = [entry](const DeskView&) -> CommandOutcome {
    CommandOutcome outcome{json_response(201, object_view(entry, write_list_entry)), {}};
    outcome.unit.list_entries.push_back(entry);
    return outcome;
  };
  co_return co_await api.change(call, std::move(add));
}

Answer delete_entry(AdminApi& api, const AdminCall& call) {
  if (auto refused = refuse_list(api, call)) co_return *std::move(refused);
  const MerchantId merchant{call.arguments[0]};
  const auto read = [merchant, list = call.arguments[1], id = call.arguments[2]](storage::Reader& r) {
    return r.list_entry(merchant, list, id);
  };
  const auto found = co_await api.readers().run(read);
  if (!found) co_return problem(found.error());
  if (!*found) co_return no_such("entry");
  Command remove = [id = (*found)->id](const DeskView&) -> CommandOutcome {
    CommandOutcome outcome{json_response(204, ""), {}};
    outcome.unit.removed_list_entries.push_back(id);
    return outcome;
  };
  co_return co_await api.change(call, std::move(remove));
}

}  // namespace sekisho::gateway::admin
