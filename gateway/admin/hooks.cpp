#include <algorithm>

#include <adapters/adapter.h>
#include <adapters/standard_webhooks.h>

#include "admin/handlers.h"
#include "admin/json_body.h"
#include "admin/paging.h"
#include "admin/views.h"
#include "http/url.h"
#include "orders/order_changes.h"

namespace sekisho::gateway::admin {
namespace {

constexpr std::size_t longest_url = 2048;

/// Adds the URL's own faults to the body's.
void check_url(BodyReader& body, const std::optional<std::string>& url, bool allow_private_networks) {
  if (!url) return;
  const auto parsed = parse_callback_url(*url, allow_private_networks);
  if (!parsed)
    body.fault("callback_url",
               parsed.error().faults.empty() ? parsed.error().detail : parsed.error().faults.front().detail);
}

std::string created_hook_view(const storage::HookRecord& hook, const Secret& signing,
                              const Secret& callback) {
  std::string body;
  JsonWriter out(body);
  out.begin_object();
  write_hook_members(out, hook);
  out.member("signing_secret", signing.reveal()).member("callback_secret", callback.reveal());
  out.end_object();
  return body;
}

storage::SecretRecord secret_of(AdminApi& api, const HookId& hook, storage::SecretUse use) {
  return {.id = make_id("sec_", api.now(), api.random()),
          .hook_id = hook,
          .use = use,
          .secret = adapters::make_signing_secret(api.random()),
          .created_at = api.now()};
}

Response hook_response(const storage::HookRecord& hook) {
  auto response = json_response(200, object_view(hook, write_hook));
  response.headers.push_back(etag(hook.revision));
  return response;
}

/// What a PATCH may change; nothing stays as it is.
struct HookChange {
  std::optional<bool> enabled;
  std::optional<bool> callbacks_enabled;
  std::optional<std::string> callback_url;
  std::optional<std::vector<std::string>> merchants;
};

CommandOutcome apply(const HookChange& change, const std::shared_ptr<const Hook>& hook,
                     const Settings& settings) {
  auto record = hook->record;
  if (change.enabled) record.enabled = *change.enabled;
  if (change.callbacks_enabled) record.callbacks_enabled = *change.callbacks_enabled;
  if (change.callback_url) record.callback_url = *change.callback_url;
  if (change.merchants) {
    record.merchants.clear();
    for (std::size_t i = 0; i < change.merchants->size(); ++i) {
      const MerchantId id{(*change.merchants)[i]};
      const auto pointer = "/merchants/" + std::to_string(i);
      if (settings.merchant(id) == nullptr) {
        return {problem(422, "The body is not acceptable.", {{pointer, "no such merchant"}}), {}};
      }
      record.merchants.push_back(id);
    }
    if (record.merchants.empty() || record.merchants.front() != hook->record.merchants.front()) {
      return {
          problem(422, "The body is not acceptable.", {{"/merchants", "the owner comes first and stays"}}),
          {}};
    }
  }
  auto after = record;
  ++after.revision;
  CommandOutcome outcome{hook_response(after), {}};
  outcome.unit.hooks.push_back(std::move(record));
  return outcome;
}

}  // namespace

Answer create_hook(AdminApi& api, const AdminCall& call) {
  BodyReader body(call.body);
  const auto adapter = body.text("adapter", 64);
  const auto url = body.text("callback_url", longest_url);
  body.require(adapter.has_value(), "adapter");
  if (adapter && adapters::make_adapter(*adapter) == nullptr)
    body.fault("adapter", "no such adapter; there is: qualva");
  check_url(body, url, api.allows_private_networks());
  body.only({"adapter", "callback_url"});
  if (const auto error = body.error()) co_return problem(*error);

  const storage::HookRecord hook{.id = HookId{make_id("hook_", api.now(), api.random())},
                                 .adapter = *adapter,
                                 .callback_url = url.value_or(""),
                                 .enabled = true,
                                 .callbacks_enabled = true,
                                 .merchants = {MerchantId{call.arguments[0]}},
                                 .revision = 0,
                                 .created_at = api.now()};
  const auto signing = secret_of(api, hook.id, storage::SecretUse::signing);
  const auto callback = secret_of(api, hook.id, storage::SecretUse::callback);
  Command create = [hook, signing, callback](const DeskView& context) -> CommandOutcome {
    if (context.settings.merchant(hook.merchants.front()) == nullptr) return {no_such("merchant"), {}};
    CommandOutcome outcome{json_response(201, created_hook_view(hook, signing.secret, callback.secret)), {}};
    outcome.unit.hooks.push_back(hook);
    outcome.unit.secrets = {signing, callback};
    return outcome;
  };
  co_return co_await api.change(call, std::move(create));
}

Answer list_hooks(AdminApi& api, const AdminCall& call) {
  const auto settings = api.settings();
  const MerchantId merchant{call.arguments[0]};
  if (settings->merchant(merchant) == nullptr) co_return no_such("merchant");
  std::map<HookId, std::shared_ptr<const Hook>> served;
  std::ranges::copy_if(settings->hooks, std::inserter(served, served.end()),
                       [&](const auto& row) { return row.second->serves(merchant); });
  const auto page = page_of_map(call.request, served);
  if (!page) co_return problem(page.error());
  const auto write = [](JsonWriter& out, const auto* row) { write_hook(out, row->second->record); };
  co_return json_response(200, list_view(page->rows, page->next_cursor, write));
}

Answer get_hook(AdminApi& api, const AdminCall& call) {
  const auto hook = api.settings()->hook(HookId{call.arguments[0]});
  co_return hook == nullptr ? no_such("hook") : hook_response(hook->record);
}

Answer patch_hook(AdminApi& api, const AdminCall& call) {
  BodyReader body(call.body);
  const HookChange change{.enabled = body.flag("enabled"),
                          .callbacks_enabled = body.flag("callbacks_enabled"),
                          .callback_url = body.text("callback_url", longest_url),
                          .merchants = body.texts("merchants")};
  check_url(body, change.callback_url, api.allows_private_networks());
  body.only({"enabled", "callbacks_enabled", "callback_url", "merchants"});
  if (const auto error = body.error()) co_return problem(*error);

  const HookId id{call.arguments[0]};
  Command patch = [change, id, if_match = if_match_of(call)](const DeskView& context) -> CommandOutcome {
    const auto hook = context.settings.hook(id);
    if (hook == nullptr) return {no_such("hook"), {}};
    if (is_stale(if_match, hook->record.revision)) return {stale(), {}};
    return apply(change, hook, context.settings);
  };
  co_return co_await api.change(call, std::move(patch));
}

Answer delete_hook(AdminApi& api, const AdminCall& call) {
  const HookId id{call.arguments[0]};
  Command remove = [id, if_match = if_match_of(call)](const DeskView& context) -> CommandOutcome {
    const auto hook = context.settings.hook(id);
    if (hook == nullptr) return {no_such("hook"), {}};
    if (is_stale(if_match, hook->record.revision)) return {stale(), {}};
    CommandOutcome outcome{json_response(204, ""), {}};
    outcome.unit.removed_hooks.push_back(id);
    return outcome;
  };
  co_return co_await api.change(call, std::move(remove));
}

Answer test_hook(AdminApi& api, const AdminCall& call) {
  const HookId id{call.arguments[0]};
  const auto hook = api.settings()->hook(id);
  if (hook == nullptr) co_return no_such("hook");
  if (hook->record.callback_url.empty() || !hook->record.callbacks_enabled) {
    co_return problem(409, "This hook has no callback_url, or its callbacks are disabled.");
  }
  auto callback = test_callback(*hook, api.random(), api.now());
  Command test = [callback](const DeskView& context) mutable -> CommandOutcome {
    callback.next_attempt_at = context.wall_now;
    CommandOutcome outcome{
        json_response(202, object_view(storage::CallbackView{callback, {}, {}}, write_callback)), {}};
    outcome.unit.callbacks.push_back(callback);
    return outcome;
  };
  co_return co_await api.change(call, std::move(test));
}

}  // namespace sekisho::gateway::admin
