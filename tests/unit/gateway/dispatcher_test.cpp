#include "delivery/dispatcher.h"

#include <algorithm>
#include <chrono>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <adapters/standard_webhooks.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/delivery_room.h"

namespace sekisho::gateway {
namespace {

using namespace std::chrono_literals;
using storage::CallbackStatus;
using testing::about;
using testing::CallbackReceiver;
using testing::completed;
using testing::DeliveryRoom;
using testing::DeskRoom;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::noon;
using testing::ReceivedCallback;
using testing::Reply;

Reply saying(int status, testing::Headers headers = {}) {
  return {.kind = Reply::Kind::answer, .status = status, .headers = std::move(headers)};
}

/// Fails so many times, then takes everything.
CallbackReceiver::Behaviour failing(int times, int status = 500) {
  return [times, status](const ReceivedCallback& callback) {
    return saying(callback.attempt <= times ? status : 200);
  };
}

std::vector<std::int64_t> sequences(const CallbackReceiver::Callbacks& callbacks) {
  std::vector<std::int64_t> numbers;
  for (const auto& callback : callbacks)
    numbers.push_back(callback.data().at("sequence").get<std::int64_t>());
  return numbers;
}

/// Whether an attempt is signed, now, with that secret of the hook's.
bool is_signed(const ReceivedCallback& callback, const Secret& secret) {
  const auto values = [&](std::string_view name) {
    std::vector<std::string_view> found;
    for (const auto& [known, value] : callback.headers) {
      if (known == name) found.emplace_back(value);
    }
    return found;
  };
  std::vector<Hmac> keys;
  keys.emplace_back(adapters::signing_key(secret.reveal()).value());
  return adapters::verify({.id = values("webhook-id"),
                           .timestamp = values("webhook-timestamp"),
                           .signature = values("webhook-signature")},
                          callback.body, keys, noon)
      .has_value();
}

TEST(Dispatcher, DeliversACallbackSignedAndOnce) {
  DeliveryRoom house;
  house.start();
  house.deliver("evt-1", completed());
  const auto stored = house.wait_for(CallbackStatus::delivered);
  house.stop();
  const auto received = house.receiver.received();
  ASSERT_EQ(received.size(), 1U);
  EXPECT_EQ(received[0].id, stored.callback.id.str());
  EXPECT_TRUE(
      is_signed(received[0], house.room.board().current()->hook(DeskRoom::hook_id)->callbacks[0].text));
  EXPECT_EQ(received[0].type(), "order.approved");
  ASSERT_EQ(stored.attempts.size(), 1U);
  EXPECT_EQ(stored.attempts[0].status, 200);
  EXPECT_EQ(stored.attempts[0].error, "");
  EXPECT_THAT(house.room.metrics.render(), HasSubstr(R"(sekisho_callbacks_total{result="delivered"} 1)"));
}

TEST(Dispatcher, TriesAgainByTheScheduleUnderTheSameIdWithTheSameBytes) {
  DeliveryRoom house;
  house.receiver.behave(failing(2));
  house.start();
  house.deliver("evt-1", completed());

  auto stored = house.wait_for_attempts(1);
  EXPECT_EQ(stored.callback.status, CallbackStatus::pending);
  EXPECT_GE(stored.callback.next_attempt_at, noon + 5s);
  EXPECT_LT(stored.callback.next_attempt_at, noon + 6s);
  house.room.clock.advance(6s);

  stored = house.wait_for_attempts(2);
  EXPECT_GE(stored.callback.next_attempt_at, noon + 6s + 5min);
  EXPECT_LT(stored.callback.next_attempt_at, noon + 6s + 6min);
  house.room.clock.advance(6min);

  stored = house.wait_for(CallbackStatus::delivered);
  EXPECT_EQ(stored.attempts.size(), 3U);
  const auto received = house.receiver.received();
  ASSERT_EQ(received.size(), 3U);
  for (const auto& attempt : received) {
    EXPECT_EQ(attempt.id, received[0].id);
    EXPECT_EQ(attempt.body, received[0].body);
  }
  EXPECT_THAT(house.room.metrics.render(), HasSubstr(R"(sekisho_callbacks_total{result="retried"} 2)"));
}

TEST(Dispatcher, GivesUpWhenTheScheduleIsUsedUp) {
  DeliveryRoom house;
  house.receiver.behave(failing(100, 302));
  house.start();
  house.deliver("evt-1", completed());
  house.wait_for_attempts(1);
  house.room.clock.advance(6s);
  house.wait_for_attempts(2);
  house.room.clock.advance(6min);
  const auto stored = house.wait_for(CallbackStatus::failed);
  EXPECT_EQ(stored.failure, "exhausted");
  EXPECT_EQ(stored.attempts.size(), 3U);
  EXPECT_EQ(stored.callback.next_attempt_at, std::nullopt);
  EXPECT_THAT(house.room.metrics.render(), HasSubstr(R"(sekisho_callbacks_total{result="failed"} 1)"));
}

TEST(Dispatcher, HonoursRetryAfter) {
  DeliveryRoom house;
  house.receiver.behave([](const ReceivedCallback&) { return saying(503, {{"Retry-After", "120"}}); });
  house.start();
  house.deliver("evt-1", completed());
  EXPECT_EQ(house.wait_for_attempts(1).callback.next_attempt_at, noon + 120s);
}

TEST(Dispatcher, DisablesAHookThatIsGone) {
  DeliveryRoom house;
  house.receiver.behave([](const ReceivedCallback&) { return saying(410); });
  house.start();
  house.deliver("evt-1", completed("c-1"));
  const auto stored = house.wait_for(CallbackStatus::failed);
  EXPECT_EQ(stored.failure, "gone");
  EXPECT_FALSE(house.room.board().current()->hook(DeskRoom::hook_id)->record.callbacks_enabled);
  EXPECT_TRUE(house.room.board().current()->hook(DeskRoom::hook_id)->record.enabled)
      << "events still come in";
  house.deliver("evt-2", completed("c-2"));
  EXPECT_EQ(house.stored().back().callback.status, CallbackStatus::failed);
  house.stop();
  EXPECT_EQ(house.receiver.received().size(), 1U);
}

TEST(Dispatcher, SendsNothingMoreThatWaitedForAHookThatIsGone) {
  DeliveryRoom house;
  house.deliver("evt-1", completed("c-1"));
  storage::Unit unit;
  unit.hooks.push_back(house.room.board().current()->hook(DeskRoom::hook_id)->record);
  unit.hooks[0].callbacks_enabled = false;
  house.change(std::move(unit));
  house.start();
  EXPECT_EQ(house.wait_for(CallbackStatus::failed).failure, "gone");
  EXPECT_THAT(house.receiver.received(), IsEmpty());
}

TEST(Dispatcher, GivesUpForAHookThatWasRemoved) {
  DeliveryRoom house;
  house.deliver("evt-1", completed());
  storage::Unit unit;
  unit.removed_hooks = {DeskRoom::hook_id};
  house.change(std::move(unit));
  house.start();
  EXPECT_EQ(house.wait_for(CallbackStatus::failed).failure, "gone");
}

TEST(Dispatcher, SaysWhyNoAnswerCame) {
  DeliveryRoom house;
  house.receiver.behave([](const ReceivedCallback&) { return Reply{.kind = Reply::Kind::close}; });
  house.start();
  house.deliver("evt-1", completed());
  const auto attempt = house.wait_for_attempts(1).attempts[0];
  EXPECT_EQ(attempt.status, std::nullopt);
  EXPECT_EQ(attempt.error, "protocol");
}

TEST(Dispatcher, SaysThatNobodyListens) {
  DeliveryRoom house;
  house.receiver.go_down();
  house.start();
  house.deliver("evt-1", completed());
  EXPECT_EQ(house.wait_for_attempts(1).attempts[0].error, "connect");
  house.receiver.come_up();
  house.room.clock.advance(6s);
  house.wait_for(CallbackStatus::delivered);
}

TEST(Dispatcher, WaitsForASilentReceiverNoLongerThanItsTimeout) {
  auto options = DeliveryRoom::usual_options();
  options.timeout = 200ms;
  DeliveryRoom house(options);
  house.receiver.behave([](const ReceivedCallback&) { return Reply{.kind = Reply::Kind::hang}; });
  house.start();
  house.deliver("evt-1", completed());
  EXPECT_EQ(house.wait_for_attempts(1).attempts[0].error, "timeout");
}

TEST(Dispatcher, CallsNoPrivateAddressUnlessItMay) {
  auto options = DeliveryRoom::usual_options();
  options.allow_private_networks = false;
  DeliveryRoom house(options);
  house.start();
  house.deliver("evt-1", completed());
  EXPECT_EQ(house.wait_for_attempts(1).attempts[0].error, "refused");
  EXPECT_THAT(house.receiver.received(), IsEmpty());
}

TEST(Dispatcher, LetsAHangingReceiverDelayNoOtherHook) {
  auto options = DeliveryRoom::usual_options();
  options.timeout = 2s;
  options.concurrent_per_hook = 2;
  DeliveryRoom house(options);
  CallbackReceiver other;
  const HookId other_hook{"hook_2"};
  house.add_hook(other_hook, other.url());
  house.receiver.behave([](const ReceivedCallback&) { return Reply{.kind = Reply::Kind::hang}; });
  house.start();
  for (int i = 0; i < 10; ++i)
    house.deliver("evt-" + std::to_string(i), completed("c-" + std::to_string(i)));
  ASSERT_EQ(house.receiver.wait_for(2).size(), 2U);

  auto delivery = house.room.delivery("evt-other", completed("c-other"));
  delivery.hook = house.room.board().current()->hook(other_hook);
  house.submit(std::move(delivery));
  ASSERT_EQ(other.wait_for(1).size(), 1U);
  EXPECT_EQ(house.receiver.received().size(), 2U) << "it came before even one of the others timed out";
}

TEST(Dispatcher, SendsAnOrdersCallbacksInTheirSequence) {
  DeliveryRoom house;
  house.receiver.behave([](const ReceivedCallback& callback) {
    return saying(callback.data().at("sequence") == 1 && callback.attempt == 1 ? 500 : 200);
  });
  storage::Unit unit;
  unit.policies.push_back(house.room.board().current()->merchant(DeskRoom::merchant_id)->policy_record);
  auto policy = nlohmann::json::parse(unit.policies[0].document);
  policy["thresholds"] = {{"challenge", 0}, {"review", 101}, {"reject", 101}};
  unit.policies[0].document = policy.dump();
  unit.policies[0].version = 2;
  house.change(std::move(unit));
  house.start();
  house.deliver("evt-1", completed());
  house.wait_for_attempts(1);
  house.deliver("evt-2", about("order.cancelled", "c-1"));
  house.room.clock.advance(6s);
  house.wait_until([](const auto& rows) {
    return rows.size() == 2 && std::ranges::all_of(rows, [](const auto& row) {
             return row.callback.status == CallbackStatus::delivered;
           });
  });
  EXPECT_THAT(sequences(house.receiver.received()), ElementsAre(1, 1, 2));
}

TEST(Dispatcher, SendsWhatAnEarlierProcessLeftBehind) {
  DeliveryRoom house;
  house.room.on_callbacks = [](const auto&) {};  // nobody was there to take it; its lease runs out
  house.deliver("evt-1", completed());
  house.room.clock.advance(61s);
  house.start();
  house.wait_for(CallbackStatus::delivered);
  EXPECT_EQ(house.receiver.received().size(), 1U);
}

TEST(Dispatcher, SendsAgainUnderTheSameIdWhatItCouldNotRecord) {
  DeliveryRoom house;
  house.receiver.behave([&](const ReceivedCallback& callback) {
    if (callback.attempt == 1) house.room.store().fail_commits(1);
    return saying(200);
  });
  house.start();
  house.deliver("evt-1", completed());
  ASSERT_EQ(house.receiver.wait_for(1).size(), 1U);
  // Only once the attempt is over may its lease run out, or it would be under way twice.
  house.wait_until([&](const auto&) { return house.room.store().pending_failures() == 0; });
  house.room.clock.advance(61s);
  const auto stored = house.wait_for(CallbackStatus::delivered);
  const auto received = house.receiver.received();
  ASSERT_EQ(received.size(), 2U);
  EXPECT_EQ(received[0].id, received[1].id);
  EXPECT_EQ(stored.attempts.size(), 1U) << "what was not recorded did not count";
}

TEST(Dispatcher, SignsWithEveryLiveSecret) {
  DeliveryRoom house;
  storage::Unit unit;
  const auto added = adapters::make_signing_secret(house.room.random);
  unit.secrets.push_back({.id = "sec_new",
                          .hook_id = DeskRoom::hook_id,
                          .use = storage::SecretUse::callback,
                          .secret = added,
                          .created_at = noon});
  house.change(std::move(unit));
  house.start();
  house.deliver("evt-1", completed());
  house.wait_for(CallbackStatus::delivered);
  const auto received = house.receiver.received();
  EXPECT_TRUE(is_signed(received[0], added));
  EXPECT_TRUE(
      is_signed(received[0], house.room.board().current()->hook(DeskRoom::hook_id)->callbacks[0].text));
  EXPECT_FALSE(is_signed(received[0], adapters::make_signing_secret(house.room.random)));
}

TEST(Dispatcher, BeginsNothingMoreOnceItIsStopped) {
  auto options = DeliveryRoom::usual_options();
  options.timeout = 500ms;
  options.concurrent_per_hook = 1;
  DeliveryRoom house(options);
  house.receiver.behave([](const ReceivedCallback&) { return Reply{.kind = Reply::Kind::hang}; });
  house.start();
  for (int i = 0; i < 3; ++i)
    house.deliver("evt-" + std::to_string(i), completed("c-" + std::to_string(i)));
  ASSERT_EQ(house.receiver.wait_for(1).size(), 1U);
  house.begin_stop();
  house.deliver("evt-late", completed("c-late"));
  house.stop();
  EXPECT_EQ(house.receiver.received().size(), 1U);
  EXPECT_EQ(house.stored()[0].attempts.size(), 1U) << "what was under way is finished and recorded";
}

TEST(Dispatcher, KeepsNoMoreInMemoryThanItMay) {
  auto options = DeliveryRoom::usual_options();
  options.concurrent_per_hook = 1;
  options.waiting_per_hook = 1;
  options.timeout = 500ms;
  DeliveryRoom house(options);
  house.receiver.behave([](const ReceivedCallback& callback) {
    return callback.attempt == 1 && callback.data().at("conversation_id") == "c-0"
               ? Reply{.kind = Reply::Kind::hang}
               : saying(200);
  });
  house.start();
  for (int i = 0; i < 5; ++i)
    house.deliver("evt-" + std::to_string(i), completed("c-" + std::to_string(i)));
  house.wait_for_attempts(1);
  house.wait_until([&](const auto& rows) {
    house.room.clock.advance(61s);  // the leases of what was left in the outbox end, and it comes back
    return std::ranges::all_of(
        rows, [](const auto& row) { return row.callback.status == CallbackStatus::delivered; });
  });
  std::set<std::string> ids;
  for (const auto& callback : house.receiver.received())
    ids.insert(callback.id);
  EXPECT_EQ(ids.size(), 5U);
}

TEST(Dispatcher, TellsHowMuchIsWaitingAndHowLong) {
  DeliveryRoom house;
  house.receiver.behave(failing(100));
  house.start();
  house.deliver("evt-1", completed());
  house.wait_for_attempts(1);
  house.room.clock.advance(3s);
  house.wait_until([&](const auto&) {
    const auto text = house.room.metrics.render();
    return text.contains("sekisho_callbacks_pending 1\n") &&
           text.contains("sekisho_callback_oldest_seconds 3\n");
  });
}

}  // namespace
}  // namespace sekisho::gateway
