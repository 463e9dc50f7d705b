#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>
#include <storage/sqlite_store.h>

#include "desk/desk.h"
#include "support/events.h"
#include "support/faulty_store.h"
#include "support/manual_clock.h"
#include "support/seeded_random.h"
#include "support/temporary_directory.h"

namespace sekisho::testing {

/// A desk over a real database, with one merchant and one hook, and no sockets and threads: what arrives is
/// handed in, what leaves is kept to be looked at.
class DeskRoom {
 public:
  struct Options {
    std::string callback_url = "https://vendor.example/callbacks";
    std::chrono::milliseconds first_attempt_after{0};
    bool event_clock = false;
  };

  DeskRoom() : DeskRoom(Options{}) {}

  explicit DeskRoom(Options options);

  static inline const HookId hook_id{"hook_1"};
  static inline const MerchantId merchant_id{merchant_name};

  /// As an ingress loop would prepare it. The event's id is the delivery's `webhook-id`.
  [[nodiscard]] gateway::Delivery delivery(std::string_view event_id, const nlohmann::json& body);

  /// Hands in one delivery, or several as one batch; their responses, in the same order.
  gateway::Response deliver(std::string_view event_id, const nlohmann::json& body);
  std::vector<gateway::Response> deliver(std::vector<gateway::Delivery> batch);

  /// Has the desk run a command, or write a unit in one.
  gateway::Response command(gateway::Command command);
  void change(storage::Unit unit);

  /// From now on every score below `challenge` is approved, and so on; on the policy's scale, 0 to 101.
  void set_thresholds(int challenge, int review, int reject);
  /// Thresholds that give every order this verdict.
  void judge_all(Verdict verdict);

  /// Changes the hook's record.
  template <class Change>
  void change_hook(const Change& change_it) {
    storage::Unit unit;
    unit.hooks.push_back(board().current()->hook(hook_id)->record);
    change_it(unit.hooks.back());
    change(std::move(unit));
  }

  /// Ends this desk and begins another one on the same database, as a restart does.
  void restart();

  /// What is stored.
  [[nodiscard]] std::optional<storage::OrderState> order(const OrderId& id);
  [[nodiscard]] std::optional<storage::OrderState> order_of(std::string_view conversation);
  [[nodiscard]] nlohmann::json assessment_of(std::string_view conversation);
  [[nodiscard]] std::vector<storage::CallbackView> callbacks_of(
      std::string_view conversation);                                                ///< by sequence
  [[nodiscard]] std::vector<std::string> history_of(std::string_view conversation);  ///< `event: from -> to`

  [[nodiscard]] FaultyStore& store() { return *store_; }

  [[nodiscard]] storage::Reader& reader() { return *reader_; }

  [[nodiscard]] std::unique_ptr<storage::Reader> make_reader();

  [[nodiscard]] gateway::Desk& desk() { return *desk_; }

  [[nodiscard]] gateway::SettingsBoard& board() { return *board_; }

  [[nodiscard]] const gateway::ProcessClock& process_clock() { return *process_clock_; }

  ManualClock clock{noon};  ///< the machine's
  SeededRandom random;
  gateway::Metrics metrics;
  gateway::Log log{gateway::LogLevel::error};
  const storage::MasterKey master = storage::MasterKey::generate(random);
  std::vector<storage::CallbackRecord> handed_over;  ///< to the dispatcher
  std::vector<std::string> fatal;                    ///< why the process would have ended
  std::function<void(std::vector<storage::CallbackRecord>)> on_callbacks;  ///< instead of keeping them

 private:
  void open();
  void furnish();

  const Options options_;
  TemporaryDirectory directory_;
  std::unique_ptr<storage::SqliteDatabase> database_;
  std::optional<FaultyStore> store_;
  std::unique_ptr<storage::Reader> reader_;
  std::optional<gateway::SettingsBoard> board_;
  std::optional<gateway::ProcessClock> process_clock_;
  std::optional<gateway::Desk> desk_;
  storage::LookupHasher hasher_{master};
  std::unique_ptr<adapters::Adapter> adapter_ = adapters::make_adapter("qualva");
};

}  // namespace sekisho::testing
