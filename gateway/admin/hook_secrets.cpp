#include <algorithm>

#include <adapters/standard_webhooks.h>

#include "admin/handlers.h"
#include "admin/json_body.h"
#include "admin/views.h"

namespace sekisho::gateway::admin {
namespace {

using storage::SecretUse;

const std::vector<HookSecret>& secrets_of(const Hook& hook, SecretUse use) {
  return use == SecretUse::signing ? hook.signing : hook.callbacks;
}

void write_secret_row(JsonWriter& out, const HookSecret& secret) {
  out.begin_object().member("id", secret.id);
  out.member("created_at", format_rfc3339(secret.created_at)).end_object();
}

Response list_secrets(AdminApi& api, const AdminCall& call, SecretUse use) {
  const auto hook = api.settings()->hook(HookId{call.arguments[0]});
  if (hook == nullptr) return no_such("hook");
  return json_response(200, list_view(secrets_of(*hook, use), "", write_secret_row));
}

/// The one answer that shows a secret.
std::string created_secret_view(const storage::SecretRecord& secret) {
  std::string body;
  JsonWriter out(body);
  out.begin_object().member("id", secret.id).member("created_at", format_rfc3339(secret.created_at));
  out.member(secret.use == SecretUse::signing ? "signing_secret" : "callback_secret", secret.secret.reveal());
  out.end_object();
  return body;
}

Answer add_secret(AdminApi& api, const AdminCall& call, SecretUse use) {
  BodyReader body(call.body);
  body.only({});
  if (const auto error = body.error()) co_return problem(*error);
  const storage::SecretRecord secret{.id = make_id("sec_", api.now(), api.random()),
                                     .hook_id = HookId{call.arguments[0]},
                                     .use = use,
                                     .secret = adapters::make_signing_secret(api.random()),
                                     .created_at = api.now()};
  Command add = [secret](const DeskView& context) -> CommandOutcome {
    constexpr std::size_t most_live = 8;
    const auto hook = context.settings.hook(secret.hook_id);
    if (hook == nullptr) return {no_such("hook"), {}};
    if (secrets_of(*hook, secret.use).size() >= most_live) {
      return {problem(409, "This hook has eight live secrets; delete one first."), {}};
    }
    CommandOutcome outcome{json_response(201, created_secret_view(secret)), {}};
    outcome.unit.secrets.push_back(secret);
    return outcome;
  };
  co_return co_await api.change(call, std::move(add));
}

Answer delete_secret(AdminApi& api, const AdminCall& call, SecretUse use) {
  const HookId hook_id{call.arguments[0]};
  const auto secret_id = call.arguments[1];
  Command remove = [hook_id, secret_id, use](const DeskView& context) -> CommandOutcome {
    const auto hook = context.settings.hook(hook_id);
    if (hook == nullptr) return {no_such("hook"), {}};
    const auto& live = secrets_of(*hook, use);
    if (std::ranges::find(live, secret_id, &HookSecret::id) == live.end()) return {no_such("secret"), {}};
    if (live.size() == 1) {
      return {problem(409, "This is the hook's last live secret; add the new one first."), {}};
    }
    CommandOutcome outcome{json_response(204, ""), {}};
    outcome.unit.removed_secrets.push_back(secret_id);
    return outcome;
  };
  co_return co_await api.change(call, std::move(remove));
}

}  // namespace

Answer list_signing_secrets(AdminApi& api, const AdminCall& call) {
  co_return list_secrets(api, call, SecretUse::signing);
}

Answer add_signing_secret(AdminApi& api, const AdminCall& call) {
  return add_secret(api, call, SecretUse::signing);
}

Answer delete_signing_secret(AdminApi& api, const AdminCall& call) {
  return delete_secret(api, call, SecretUse::signing);
}

Answer list_callback_secrets(AdminApi& api, const AdminCall& call) {
  co_return list_secrets(api, call, SecretUse::callback);
}

Answer add_callback_secret(AdminApi& api, const AdminCall& call) {
  return add_secret(api, call, SecretUse::callback);
}

Answer delete_callback_secret(AdminApi& api, const AdminCall& call) {
  return delete_secret(api, call, SecretUse::callback);
}

}  // namespace sekisho::gateway::admin
