#include "support/delivery_room.h"

#include <algorithm>
#include <chrono>
#include <stdexcept>
#include <utility>

#include <boost/asio/post.hpp>

#include "support/run_on_loop.h"

namespace sekisho::testing {

namespace asio = boost::asio;
using namespace std::chrono_literals;
using gateway::Response;
using storage::CallbackView;

gateway::DispatcherOptions DeliveryRoom::usual_options() {
  gateway::DispatcherOptions options;
  options.owner = "node_test";
  options.schedule = {0ms, 5s, 5min};
  options.timeout = 20s;
  options.lease_for = 1min;
  options.poll_every = 5ms;  // of real time: how soon it sees that the test moved the clock
  options.allow_private_networks = true;
  return options;
}

DeliveryRoom::DeliveryRoom(gateway::DispatcherOptions options)
    : room({.callback_url = receiver.url(), .first_attempt_after = 0ms}),
      options_(std::move(options)),
      client_(loop_.io(), nullptr, true, gateway::ClientLimits{}),
      dispatcher_(loop_.io(), client_, room.board(), inbox_, room.clock, room.random, room.metrics, room.log,
                  options_, loop_.tasks()) {
  room.on_callbacks = [this](std::vector<storage::CallbackRecord> callbacks) {
    asio::post(loop_.io(),
               [this, handed = std::move(callbacks)]() mutable { dispatcher_.take(std::move(handed)); });
  };
  desk_thread_.emplace(room.desk(), inbox_, 64, [] {});
}

DeliveryRoom::~DeliveryRoom() {
  stop();
  desk_thread_.reset();
}

void DeliveryRoom::start() {
  asio::post(loop_.io(), [this] { dispatcher_.start(); });
  loop_thread_ = std::jthread([this] { loop_.run(); });
}

void DeliveryRoom::begin_stop() {
  if (std::exchange(stopping_, true)) return;
  asio::post(loop_.io(), [this] {
    dispatcher_.stop();
    client_.close_idle();
    loop_.finish_within(patience, [] {});
  });
}

void DeliveryRoom::stop() {
  if (!loop_thread_.joinable()) return;
  begin_stop();
  loop_thread_.join();
}

Response DeliveryRoom::deliver(std::string_view event_id, const nlohmann::json& body) {
  return submit(room.delivery(event_id, body));
}

Response DeliveryRoom::submit(std::variant<gateway::Delivery, gateway::Write, gateway::Command> work) {
  return run_on_loop(inbox_.submit(std::move(work)));
}

void DeliveryRoom::change(storage::Unit unit) {
  const auto response = submit(gateway::Command{[unit = std::move(unit)](const gateway::DeskView&) {
    return gateway::CommandOutcome{gateway::json_response(200, "{}"), unit};
  }});
  if (response.status != 200) throw std::runtime_error("a change was not written");
}

void DeliveryRoom::add_hook(const HookId& id, const std::string& callback_url) {
  storage::Unit unit;
  auto record = room.board().current()->hook(DeskRoom::hook_id)->record;
  record.id = id;
  record.callback_url = callback_url;
  record.revision = 0;
  unit.hooks.push_back(std::move(record));
  change(std::move(unit));
}

std::vector<CallbackView> DeliveryRoom::stored() {
  auto page = room.reader().callbacks({}, {.limit = 500, .cursor = {}});
  if (!page) throw std::runtime_error(page.error().detail);
  std::ranges::reverse(page->rows);
  return std::move(page->rows);
}

std::vector<CallbackView> DeliveryRoom::wait_until(
    const std::function<bool(const std::vector<CallbackView>&)>& so) {
  const auto deadline = std::chrono::steady_clock::now() + patience;
  for (auto rows = stored();; rows = stored()) {
    if (so(rows)) return rows;
    if (std::chrono::steady_clock::now() > deadline) throw std::runtime_error("it did not come to be so");
    // Once through the desk and back: whatever it had to do before is done by then.
    submit(gateway::Command{[](const gateway::DeskView&) {
      return gateway::CommandOutcome{gateway::json_response(200, "{}"), {}};
    }});
  }
}

CallbackView DeliveryRoom::wait_for(storage::CallbackStatus status) {
  return wait_until([&](const auto& rows) { return !rows.empty() && rows[0].callback.status == status; })
      .front();
}

CallbackView DeliveryRoom::wait_for_attempts(std::size_t count) {
  return wait_until([&](const auto& rows) { return !rows.empty() && rows[0].attempts.size() == count; })
      .front();
}

}  // namespace sekisho::testing
