#include "delivery/dispatcher.h"

#include <algorithm>
#include <utility>

#include <adapters/standard_webhooks.h>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace sekisho::gateway {

namespace asio = boost::asio;

namespace {

using storage::AttemptRecord;
using storage::CallbackRecord;
using storage::CallbackStatus;
using storage::Settlement;

constexpr std::size_t claim_limit = 256;

Settlement failed_without_attempt(const CallbackRecord& callback, std::string_view failure) {
  return {.id = callback.id,
          .attempt = {},
          .status = CallbackStatus::failed,
          .next_attempt_at = {},
          .failure = std::string{failure}};
}

std::string_view result_of(CallbackStatus status) {
  switch (status) {
    case CallbackStatus::delivered:
      return "delivered";
    case CallbackStatus::pending:
      return "retried";
    case CallbackStatus::failed:
      return "failed";
  }
  std::unreachable();
}

std::optional<std::chrono::seconds> retry_after_of(const ClientResponse& response, Timestamp now) {
  const auto header =
      std::ranges::find(response.headers, "retry-after", &std::pair<std::string, std::string>::first);
  return header == response.headers.end() ? std::nullopt : parse_retry_after(header->second, now);
}

}  // namespace

Dispatcher::Dispatcher(asio::io_context& loop, HttpClient& client, const SettingsBoard& board, Inbox& inbox,
                       const Clock& clock, Random& random, Metrics& metrics, const Log& log,
                       DispatcherOptions options, TaskGroup& tasks)
    : client_(client),
      settings_(board),
      inbox_(inbox),
      clock_(clock),
      random_(random),
      metrics_(metrics),
      log_(log),
      options_(std::move(options)),
      tasks_(tasks),
      wake_(loop) {}

void Dispatcher::start() {
  tasks_.spawn("outbox", watch_outbox());
}

void Dispatcher::stop() {
  stopped_ = true;
  lanes_.clear();
  look_again();
}

void Dispatcher::look_again() {
  look_again_ = true;
  wake_.cancel();
}

/// A wait may end before the outbox would be looked at again.
void Dispatcher::look_by(Timestamp due) {
  if (clock_.steady() + (due - clock_.now()) < next_look_) look_again();
}

/// With one of an order's callbacks settled, the next one's turn has come.
void Dispatcher::look_for_follower(const OrderId& order) {
  const auto waiting = followers_.find(order);
  if (waiting == followers_.end()) return;
  if (--waiting->second == 0) followers_.erase(waiting);
  look_again();
}

void Dispatcher::take(std::vector<CallbackRecord> callbacks) {
  if (stopped_) return;  // their leases expire, or die with this process
  for (auto& callback : callbacks) {
    if (callback.status != CallbackStatus::pending) continue;
    if (!callback.lease) {
      ++followers_[callback.order_id];
      look_again();
      continue;
    }
    auto& lane = lanes_[callback.hook_id];
    if (lane.waiting.size() >= options_.waiting_per_hook || !held_.insert(callback.id).second) continue;
    lane.waiting.push_back(std::move(callback));
  }
  start_attempts();
}

void Dispatcher::start_attempts() {
  for (auto& [hook, lane] : lanes_) {
    while (!lane.waiting.empty() && lane.running < options_.concurrent_per_hook &&
           running_ < options_.concurrent) {
      ++lane.running;
      ++running_;
      auto callback = std::move(lane.waiting.front());
      lane.waiting.pop_front();
      tasks_.spawn("callback", attempt(std::move(callback)));
    }
  }
}

asio::awaitable<void> Dispatcher::watch_outbox() {
  while (!stopped_) {
    look_again_ = false;
    next_look_ = std::chrono::steady_clock::time_point::max();
    auto claimed = co_await claim();
    auto pause = options_.poll_every;
    if (claimed) {
      const auto now = clock_.now();
      const auto oldest = claimed->backlog.oldest.value_or(now);
      metrics_.callback_backlog(claimed->backlog.pending, std::max(now - oldest, Milliseconds{0}));
      if (claimed->next_due) pause = std::clamp(*claimed->next_due - now, Milliseconds{1}, pause);
      take(std::move(claimed->callbacks));
    }
    if (look_again_) continue;
    boost::system::error_code ended;
    next_look_ = clock_.steady() + pause;
    wake_.expires_after(pause);
    co_await wake_.async_wait(asio::redirect_error(asio::use_awaitable, ended));
  }
}

asio::awaitable<std::optional<Dispatcher::Claim>> Dispatcher::claim() {
  auto claimed = std::make_shared<std::optional<Claim>>();
  const auto now = clock_.now();
  Command command = [claimed, now, until = now + options_.lease_for,
                     owner = options_.owner](const DeskView& context) -> CommandOutcome {
    auto callbacks = context.store.claim_due(owner, now, until, claim_limit);
    const auto next_due = context.store.next_due();
    const auto backlog = context.store.backlog();
    if (!callbacks || !next_due || !backlog) return {storage_unavailable(), {}};
    *claimed = Claim{*std::move(callbacks), *next_due, *backlog};
    return {json_response(200, "{}"), {}};
  };
  Work work = std::move(command);
  co_await inbox_.submit(std::move(work));
  co_return std::move(*claimed);
}

asio::awaitable<void> Dispatcher::attempt(CallbackRecord callback) {
  const auto hook_id = callback.hook_id;
  const auto hook = settings_.refresh().hook(hook_id);
  Settlement settlement;
  if (hook == nullptr || !hook->record.callbacks_enabled || hook->record.callback_url.empty()) {
    settlement = failed_without_attempt(callback, "gone");
  } else {
    settlement = co_await send(callback, *hook);
  }
  metrics_.callback(result_of(settlement.status));
  if (settlement.status == CallbackStatus::failed) {
    log_.warning(
        "callback failed for good",
        {{"callback_id", callback.id.str()}, {"hook", hook_id.str()}, {"failure", settlement.failure}});
  }
  const bool endpoint_gone = settlement.attempt && settlement.attempt->status == 410;
  const HookId gone = endpoint_gone ? hook_id : HookId{};
  const auto next_attempt = settlement.next_attempt_at;
  co_await settle(std::move(settlement), gone);

  held_.erase(callback.id);
  --running_;
  if (const auto lane = lanes_.find(hook_id); lane != lanes_.end()) {
    if (--lane->second.running == 0 && lane->second.waiting.empty()) lanes_.erase(lane);
  }
  if (!stopped_) start_attempts();
  if (next_attempt) {
    look_by(*next_attempt);
  } else {
    look_for_follower(callback.order_id);
  }
}

std::optional<ClientRequest> Dispatcher::request_for(const CallbackRecord& callback, const Hook& hook) {
  const auto url = parse_callback_url(hook.record.callback_url, options_.allow_private_networks);
  if (!url) return std::nullopt;
  std::vector<Hmac> keys;
  for (const auto& secret : hook.callbacks)
    keys.emplace_back(secret.key);
  const auto seconds = std::chrono::floor<std::chrono::seconds>(clock_.now()).time_since_epoch().count();
  const auto timestamp = std::to_string(seconds);
  ClientRequest request{.method = Method::post, .url = *url, .headers = {}, .body = callback.body};
  request.headers.emplace_back("webhook-id", callback.id.str());
  request.headers.emplace_back("webhook-timestamp", timestamp);
  request.headers.emplace_back("webhook-signature",
                               adapters::sign(callback.id.str(), timestamp, callback.body, keys));
  return request;
}

asio::awaitable<Settlement> Dispatcher::send(const CallbackRecord& callback, const Hook& hook) {
  AttemptRecord record{.at = clock_.now(), .status = {}, .error = {}, .duration_ms = 0};
  auto request = request_for(callback, hook);
  if (!request) {
    record.error = to_string(ClientFault::refused);
    co_return after(callback, std::move(record), std::nullopt);
  }
  const auto begun = clock_.steady();
  const auto response = co_await client_.exchange(*std::move(request), options_.timeout);
  record.duration_ms = std::chrono::duration_cast<std::chrono::milliseconds>(clock_.steady() - begun).count();
  if (!response) {
    record.error = to_string(response.error());
    co_return after(callback, std::move(record), std::nullopt);
  }
  record.status = response->status;
  co_return after(callback, std::move(record), retry_after_of(*response, clock_.now()));
}

Settlement Dispatcher::after(const CallbackRecord& callback, AttemptRecord attempt,
                             std::optional<std::chrono::seconds> retry_after) {
  const DeliveryFsm fsm(options_.schedule, callback.attempts_made + 1);
  const auto action = fsm.on_attempt({attempt.status, retry_after}, random_.unit());
  Settlement settlement{
      .id = callback.id, .attempt = std::move(attempt), .next_attempt_at = {}, .failure = {}};
  if (const auto* wait = std::get_if<DeliveryFsm::Wait>(&action)) {
    settlement.status = CallbackStatus::pending;
    settlement.next_attempt_at = clock_.now() + wait->delay;
  } else if (const auto* bury = std::get_if<DeliveryFsm::Bury>(&action)) {
    settlement.status = CallbackStatus::failed;
    settlement.failure = bury->reason;
  } else {
    settlement.status = CallbackStatus::delivered;
  }
  return settlement;
}

/// Records the attempt; when the store cannot take it, the lease runs out and the callback is sent once more
/// under the same id, which a receiver knows.
asio::awaitable<void> Dispatcher::settle(Settlement settlement, HookId gone) {
  Work work;
  if (gone.empty()) {
    Write write;
    write.unit.settlements.push_back(std::move(settlement));
    work = std::move(write);
  } else {
    work = Command{[gone, settlement](const DeskView& context) -> CommandOutcome {
      CommandOutcome outcome{json_response(200, "{}"), {}};
      outcome.unit.settlements.push_back(settlement);
      if (const auto hook = context.settings.hook(gone)) {
        outcome.unit.hooks.push_back(hook->record);
        outcome.unit.hooks.back().callbacks_enabled = false;
      }
      return outcome;
    }};
  }
  const auto response = co_await inbox_.submit(std::move(work));
  if (response.status != 200) log_.warning("a callback's attempt could not be recorded");
}

}  // namespace sekisho::gateway
