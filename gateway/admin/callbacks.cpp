#include <algorithm>

#include "admin/handlers.h"
#include "admin/json_body.h"
#include "admin/views.h"

namespace sekisho::gateway::admin {
namespace {

using storage::CallbackStatus;
using storage::CallbackView;

/// One command's worth of a bulk retry: the desk is not held up by a long one.
constexpr std::size_t retry_page = 200;

Result<storage::CallbackFilter> filter_of(const Request& request) {
  storage::CallbackFilter filter;
  if (const auto status = request.parameter("status")) {
    filter.status = storage::callback_status_from(*status);
    if (!filter.status) return fail(ErrorKind::invalid, "status is pending, delivered or failed.");
  }
  if (const auto merchant = request.parameter("merchant_id")) filter.merchant_id = MerchantId{*merchant};
  if (const auto hook = request.parameter("hook_id")) filter.hook_id = HookId{*hook};
  if (const auto order = request.parameter("order_id")) filter.order_id = OrderId{*order};
  return filter;
}

/// Due now, whatever it waited for: the dispatcher finds it in the outbox.
storage::Settlement due_now(const CallbackId& id, Timestamp now) {
  return {.id = id, .attempt = {}, .status = CallbackStatus::pending, .next_attempt_at = now, .failure = {}};
}

/// What a bulk retry is about. Only what was not delivered can be sent again.
struct BulkRetry {
  storage::CallbackFilter filter;
  bool dry_run = false;
};

Result<BulkRetry> bulk_retry_of(const nlohmann::json& document) {
  BodyReader body(document);
  const auto filter_object = body.object("filter");
  BodyReader filter(filter_object, "/filter");
  BulkRetry retry{.filter = {}, .dry_run = body.flag("dry_run").value_or(false)};
  const auto status = filter.text("status", 16);
  const auto merchant = filter.text("merchant_id", 64);
  const auto hook = filter.text("hook_id", 64);
  retry.filter.status = status ? storage::callback_status_from(*status) : CallbackStatus::failed;
  if (!retry.filter.status || retry.filter.status == CallbackStatus::delivered) {
    filter.fault("status", "expected failed or pending");
  }
  if (merchant) retry.filter.merchant_id = MerchantId{*merchant};
  if (hook) retry.filter.hook_id = HookId{*hook};
  filter.only({"status", "merchant_id", "hook_id"});
  body.only({"filter", "dry_run"});
  for (const auto& error : {body.error(), filter.error()}) {
    if (error) return std::unexpected(*error);
  }
  return retry;
}

boost::asio::awaitable<Result<std::vector<CallbackId>>> matching(AdminApi& api,
                                                                 storage::CallbackFilter filter) {
  std::vector<CallbackId> ids;
  storage::PageRequest wanted{.limit = retry_page, .cursor = {}};
  do {
    const auto read = [filter, wanted](storage::Reader& r) { return r.callbacks(filter, wanted); };
    const auto page = co_await api.readers().run(read);
    if (!page) co_return std::unexpected(page.error());
    for (const auto& view : page->rows)
      ids.push_back(view.callback.id);
    wanted.cursor = page->next_cursor;
  } while (!wanted.cursor.empty());
  co_return ids;
}

}  // namespace

Answer list_callbacks(AdminApi& api, const AdminCall& call) {
  const auto filter = filter_of(call.request);
  if (!filter) co_return problem(filter.error());
  const auto wanted = page_of(call.request);
  if (!wanted) co_return problem(wanted.error());
  const auto read = [filter = *filter, wanted = *wanted](storage::Reader& r) {
    return r.callbacks(filter, wanted);
  };
  const auto page = co_await api.readers().run(read);
  if (!page) co_return problem(page.error());
  co_return json_response(200, list_view(page->rows, page->next_cursor, write_callback));
}

Answer get_callback(AdminApi& api, const AdminCall& call) {
  const auto read = [id = CallbackId{call.arguments[0]}](storage::Reader& r) { return r.callback(id); };
  const auto found = co_await api.readers().run(read);
  if (!found) co_return problem(found.error());
  co_return *found ? json_response(200, object_view(**found, write_callback)) : no_such("callback");
}

Answer retry_callback(AdminApi& api, const AdminCall& call) {
  const auto read = [id = CallbackId{call.arguments[0]}](storage::Reader& r) { return r.callback(id); };
  const auto found = co_await api.readers().run(read);
  if (!found) co_return problem(found.error());
  if (!*found) co_return no_such("callback");
  auto view = **found;
  if (view.callback.status == CallbackStatus::delivered)
    co_return problem(409, "This callback was delivered.");
  view.callback.status = CallbackStatus::pending;
  view.failure.clear();
  Command retry = [view](const DeskView& context) mutable -> CommandOutcome {
    view.callback.next_attempt_at = context.wall_now;
    CommandOutcome outcome{json_response(202, object_view(view, write_callback)), {}};
    outcome.unit.settlements.push_back(due_now(view.callback.id, context.wall_now));
    return outcome;
  };
  co_return co_await api.change(call, std::move(retry));
}

Answer retry_callbacks(AdminApi& api, const AdminCall& call) {
  const auto bulk = bulk_retry_of(call.body);
  if (!bulk) co_return problem(bulk.error());
  if (auto answered = co_await api.answered_before(call)) co_return *std::move(answered);
  const auto ids = co_await matching(api, bulk->filter);
  if (!ids) co_return problem(ids.error());

  std::size_t retried = 0;
  while (!bulk->dry_run && retried < ids->size()) {
    const auto count = std::min(retry_page, ids->size() - retried);
    const std::vector<CallbackId> page(ids->begin() + static_cast<std::ptrdiff_t>(retried),
                                       ids->begin() + static_cast<std::ptrdiff_t>(retried + count));
    Command retry = [page](const DeskView& context) -> CommandOutcome {
      CommandOutcome outcome{json_response(200, "{}"), {}};
      for (const auto& id : page)
        outcome.unit.settlements.push_back(due_now(id, context.wall_now));
      return outcome;
    };
    Work work = std::move(retry);
    const auto response = co_await api.inbox().submit(std::move(work));
    if (response.status != 200) co_return response;
    retried += count;
  }
  std::string body;
  JsonWriter out(body);
  out.begin_object().member("matched", static_cast<std::int64_t>(ids->size()));
  out.member("retried", static_cast<std::int64_t>(retried)).end_object();
  Command report = [body](const DeskView&) -> CommandOutcome { return {json_response(200, body), {}}; };
  co_return co_await api.change(call, std::move(report));
}

}  // namespace sekisho::gateway::admin
