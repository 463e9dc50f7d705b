#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "app/loop.h"
#include "delivery/dispatcher.h"
#include "desk/desk_thread.h"
#include "http/client.h"
#include "support/callback_receiver.h"
#include "support/desk_room.h"

namespace sekisho::testing {

/// A desk on its thread, a dispatcher on its loop, and a receiver behind a real socket. The wall clock is the
/// test's: what waits for a time waits until the test moves it on.
class DeliveryRoom {
 public:
  /// How the tests deliver unless they say otherwise: three attempts, the second after 5 s, the third after 5
  /// min.
  [[nodiscard]] static gateway::DispatcherOptions usual_options();

  explicit DeliveryRoom(gateway::DispatcherOptions options = usual_options());
  DeliveryRoom(const DeliveryRoom&) = delete;
  DeliveryRoom& operator=(const DeliveryRoom&) = delete;
  ~DeliveryRoom();

  /// Starts the dispatcher. What was committed before waits in the outbox.
  void start();
  /// Stops the dispatcher as a drain does; its attempts go on.
  void begin_stop();
  /// The same, and waits for them.
  void stop();

  /// Hands an event or a command to the desk.
  gateway::Response deliver(std::string_view event_id, const nlohmann::json& body);
  gateway::Response submit(std::variant<gateway::Delivery, gateway::Write, gateway::Command> work);
  void change(storage::Unit unit);
  /// The second hook, whose callbacks go elsewhere.
  void add_hook(const HookId& id, const std::string& callback_url);

  /// The callbacks of all orders, oldest first, as they are stored.
  [[nodiscard]] std::vector<storage::CallbackView> stored();
  /// Waits until what is stored is so; returns it. A test that waits too long fails.
  std::vector<storage::CallbackView> wait_until(
      const std::function<bool(const std::vector<storage::CallbackView>&)>& so);
  /// Waits until the first callback has that status, or so many attempts.
  storage::CallbackView wait_for(storage::CallbackStatus status);
  storage::CallbackView wait_for_attempts(std::size_t count);

  CallbackReceiver receiver;
  DeskRoom room;

 private:
  const gateway::DispatcherOptions options_;
  gateway::Inbox inbox_{1000};
  gateway::Loop loop_{room.log};
  gateway::HttpClient client_;
  gateway::Dispatcher dispatcher_;
  std::optional<gateway::DeskThread> desk_thread_;
  std::jthread loop_thread_;
  bool stopping_ = false;
};

}  // namespace sekisho::testing
