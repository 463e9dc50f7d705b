#include <charconv>

#include <scoring/policy_json.h>

#include "admin/handlers.h"
#include "admin/json_body.h"
#include "admin/views.h"

namespace sekisho::gateway::admin {
namespace {

Response policy_response(const storage::PolicyRecord& policy) {
  auto response = json_response(200, policy_view(policy));
  response.headers.push_back(etag(policy.version));
  return response;
}

std::optional<std::int64_t> version_from(std::string_view text) {
  std::int64_t version = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), version);
  if (error != std::errc{} || end != text.data() + text.size() || version < 1) return std::nullopt;
  return version;
}

}  // namespace

Answer get_policy(AdminApi& api, const AdminCall& call) {
  const auto settings = api.settings();
  const auto* merchant = settings->merchant(MerchantId{call.arguments[0]});
  co_return merchant == nullptr ? no_such("merchant") : policy_response(merchant->policy_record);
}

Answer put_policy(AdminApi& api, const AdminCall& call) {
  const auto policy = scoring::read_policy(call.request.body);
  if (!policy) co_return problem(policy.error());
  const storage::PolicyRecord draft{.merchant_id = MerchantId{call.arguments[0]},
                                    .version = 0,
                                    .document = scoring::write_policy(*policy),
                                    .created_at = api.now(),
                                    .created_by = call.actor,
                                    .active = true};
  Command put = [draft, if_match = if_match_of(call)](const DeskView& context) -> CommandOutcome {
    const auto* merchant = context.settings.merchant(draft.merchant_id);
    if (merchant == nullptr) return {no_such("merchant"), {}};
    if (is_stale(if_match, merchant->policy_record.version)) return {stale(), {}};
    const auto latest = context.store.latest_policy_version(draft.merchant_id);
    if (!latest) return {storage_unavailable(), {}};
    auto record = draft;
    record.version = *latest + 1;
    CommandOutcome outcome{policy_response(record), {}};
    outcome.unit.policies.push_back(std::move(record));
    return outcome;
  };
  co_return co_await api.change(call, std::move(put));
}

Answer list_policy_versions(AdminApi& api, const AdminCall& call) {
  const MerchantId merchant{call.arguments[0]};
  if (api.settings()->merchant(merchant) == nullptr) co_return no_such("merchant");
  const auto wanted = page_of(call.request);
  if (!wanted) co_return problem(wanted.error());
  const auto read = [merchant, wanted = *wanted](storage::Reader& r) {
    return r.policy_versions(merchant, wanted);
  };
  const auto page = co_await api.readers().run(read);
  if (!page) co_return problem(page.error());
  co_return json_response(200, list_view(page->rows, page->next_cursor, write_policy_version));
}

Answer activate_policy(AdminApi& api, const AdminCall& call) {
  const MerchantId merchant{call.arguments[0]};
  const auto version = version_from(call.arguments[1]);
  if (!version) co_return no_such("policy version");
  const auto read = [merchant, number = *version](storage::Reader& r) { return r.policy(merchant, number); };
  const auto found = co_await api.readers().run(read);
  if (!found) co_return problem(found.error());
  if (!*found) co_return no_such("policy version");
  // It was good once; a signal that its rules speak of may be gone since.
  if (const auto policy = scoring::read_policy((*found)->document); !policy)
    co_return problem(policy.error());
  auto record = **found;
  record.active = true;
  Command activate = [record, if_match = if_match_of(call)](const DeskView& context) -> CommandOutcome {
    const auto* current = context.settings.merchant(record.merchant_id);
    if (current == nullptr) return {no_such("merchant"), {}};
    if (is_stale(if_match, current->policy_record.version)) return {stale(), {}};
    CommandOutcome outcome{policy_response(record), {}};
    outcome.unit.activated_policy = record;
    return outcome;
  };
  co_return co_await api.change(call, std::move(activate));
}

}  // namespace sekisho::gateway::admin
