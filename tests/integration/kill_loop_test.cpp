#include <algorithm>
#include <array>
#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <cstdlib>
#include <mutex>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ledger.h"
#include "shop.h"

// `kill -9` again and again, at random points under load, with a receiver that fails three times in ten. The
// books are kept outside. SEKISHO_KILL_ROUNDS sets how often (25 unless told), SEKISHO_KILL_SEED repeats a
// run's dice.

namespace sekisho::integration {
namespace {

using ::testing::IsEmpty;
using ::testing::Not;

constexpr int vendor_threads = 4;
constexpr double failing_share = 0.3;

std::uint64_t number_from(const char* variable, std::uint64_t otherwise) {
  const char* const text = std::getenv(variable);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

/// Enough attempts that a receiver which fails three times in ten never exhausts them.
std::string patient_schedule() {
  json schedule = json::array({"0s"});
  for (int i = 0; i < 39; ++i)
    schedule.push_back("20ms");
  return schedule.dump();
}

/// What vendors send: orders of ever new buyers, and now and then a change or a cancellation of an earlier
/// one.
class Traffic {
 public:
  explicit Traffic(std::uint64_t seed) : dice_(seed) {}

  [[nodiscard]] Ledger::Entry next() {
    const auto number = std::to_string(++count_);
    const auto roll = dice_() % 10;
    if (placed_.empty() || roll < 7) {
      placed_.push_back("c-" + number);
      return entry(number, order(placed_.back()));
    }
    const auto& earlier = placed_[dice_() % placed_.size()];
    if (roll == 7) return entry(number, order_event("order.cancelled", earlier));
    const json cart{{"currency", "JPY"}, {"total", 1000 * roll}, {"items", json::array()}};
    return entry(number, order_event("order.amended", earlier, {{"cart", cart}}));
  }

 private:
  static Ledger::Entry entry(const std::string& number, std::string body) {
    return {.event_id = "evt-" + number, .body = std::move(body), .answer = {}};
  }

  /// Honest and suspicious ones by turns, so that every verdict is among them.
  std::string order(const std::string& conversation_id) {
    static constexpr std::array samples{"02-affiliate-ring-a.json", "04-cod-unreachable.json",
                                        "06-stolen-card.json"};
    if (count_ % 2 == 0) return honest_order(conversation_id, static_cast<int>(count_));
    json event = json::parse(sample(samples[count_ % samples.size()]));
    event["data"]["conversation_id"] = conversation_id;
    return event.dump();
  }

  std::mt19937_64 dice_;
  std::uint64_t count_ = 0;
  std::vector<std::string> placed_;
};

/// Vendors that post until the gateway is gone, and the books that they keep together.
class Load {
 public:
  explicit Load(std::uint64_t seed) : traffic_(seed) {}

  /// Starts the vendors; each ends with its connection.
  void start(const Shop& shop) {
    for (int i = 0; i < vendor_threads; ++i) {
      threads_.emplace_back([this, vendor = shop.vendor()]() mutable { post_all(vendor); });
    }
  }

  /// Waits until so many more events were acknowledged; false when they are not.
  bool wait_for_more(std::uint64_t events) {
    std::unique_lock lock(mutex_);
    const auto wanted = acknowledged_ + events;
    return changed_.wait_for(lock, testing::patience, [&] { return acknowledged_ >= wanted; });
  }

  void join() { threads_.clear(); }

  /// Repeats what got no answer. An event that names an order which was never placed stays refused: 404.
  void repeat_unanswered(Vendor vendor) {
    for (const auto& entry : books_.unanswered())
      note(entry.event_id, vendor.post(entry.event_id, entry.body));
  }

  [[nodiscard]] const Ledger& books() const { return books_; }

  /// Answers that no vendor should ever get.
  [[nodiscard]] const std::vector<std::string>& surprises() const { return surprises_; }

 private:
  void post_all(Vendor& vendor) {
    try {
      for (;;) {
        const auto entry = take_next();
        note(entry.event_id, vendor.post(entry.event_id, entry.body));
      }
    } catch (const NoAnswer&) {
      // Killed: the books have it as unanswered.
    }
  }

  Ledger::Entry take_next() {
    const std::scoped_lock lock(mutex_);
    auto entry = traffic_.next();
    books_.sent(entry.event_id, entry.body);
    return entry;
  }

  void note(const std::string& event_id, const HttpAnswer& answer) {
    const std::scoped_lock lock(mutex_);
    // 404 and 409: it named an order that is not there yet, or that is cancelled.
    const bool foreseen = answer.status == 200 || answer.status == 404 || answer.status == 409;
    if (!foreseen) surprises_.push_back(event_id + ": " + std::to_string(answer.status) + ' ' + answer.body);
    if (answer.status != 200) return;
    books_.acknowledged(event_id, answer.body);
    ++acknowledged_;
    changed_.notify_all();
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  Traffic traffic_;
  Ledger books_;
  std::uint64_t acknowledged_ = 0;
  std::vector<std::string> surprises_;
  std::vector<std::jthread> threads_;
};

CallbackReceiver::Behaviour failing_now_and_then(std::uint64_t seed) {
  return [dice = std::mt19937_64{seed}](const ReceivedCallback&) mutable {
    const auto roll = std::uniform_real_distribution{}(dice);
    if (roll > failing_share) return Reply{};
    return roll > failing_share / 2 ? Reply{.status = 503} : Reply{.kind = Reply::Kind::close};
  };
}

/// Until nothing is pending any more.
std::vector<json> settled_callbacks(AdminClient admin) {
  EXPECT_TRUE(
      eventually([&] { return admin.get("/v1/callbacks?status=pending&limit=1").at("data").empty(); }));
  return admin.all("/v1/callbacks");
}

TEST(KillLoop, LosesNothingThatWasAcknowledgedAndNoCallback) {
  const auto rounds = number_from("SEKISHO_KILL_ROUNDS", 25);
  const auto seed = number_from("SEKISHO_KILL_SEED", std::random_device{}());
  SCOPED_TRACE("SEKISHO_KILL_SEED=" + std::to_string(seed));
  std::mt19937_64 dice{seed};
  Shop shop({{"SEKISHO_CALLBACKS_RETRY_SCHEDULE", patient_schedule()}});
  shop.receiver.behave(failing_now_and_then(seed));
  Load load{seed};

  for (std::uint64_t round = 0; round < rounds; ++round) {
    load.start(shop);
    ASSERT_TRUE(load.wait_for_more(dice() % 40)) << "round " << round;
    shop.gateway->kill();
    load.join();
    shop.start();
    load.repeat_unanswered(shop.vendor());
  }

  EXPECT_THAT(load.surprises(), IsEmpty());
  auto vendor = shop.vendor();
  auto admin = shop.admin();
  EXPECT_THAT(load.books().broken_answers(vendor, admin), IsEmpty());
  const auto callbacks = settled_callbacks(shop.admin());
  EXPECT_THAT(callbacks, Not(IsEmpty()));
  EXPECT_THAT(broken_callbacks(callbacks, shop.receiver.received()), IsEmpty());
  EXPECT_EQ(shop.gateway->stop(), 0);
  std::cout << "killed " << rounds << " times: " << load.books().entries().size() << " events, "
            << callbacks.size() << " callbacks, " << shop.receiver.received().size() << " attempts\n";
}

// --- the books find what they are there for
// ------------------------------------------------------------------------

struct KeptBooks {
  KeptBooks() {
    books.sent("evt-1", body);
    books.acknowledged("evt-1", vendor.post("evt-1", body).body);
    received = shop.receiver.wait_for(1);
    callbacks = settled_callbacks(shop.admin());
  }

  [[nodiscard]] std::vector<std::string> broken_answers() { return books.broken_answers(vendor, admin); }

  Shop shop;
  Vendor vendor = shop.vendor();
  AdminClient admin = shop.admin();
  const std::string body = honest_order("c-1");
  Ledger books;
  std::vector<json> callbacks;
  CallbackReceiver::Callbacks received;
};

TEST(Books, AreContentWithAGatewayThatKeepsItsWord) {
  KeptBooks kept;
  EXPECT_THAT(kept.broken_answers(), IsEmpty());
  EXPECT_THAT(broken_callbacks(kept.callbacks, kept.received), IsEmpty());
}

TEST(Books, FindAnAcknowledgedEventThatIsGone) {
  KeptBooks kept;
  kept.books.sent("evt-2", honest_order("c-2"));
  kept.books.acknowledged("evt-2", R"({"order":{"id":"ord_gone"}})");
  EXPECT_THAT(kept.broken_answers(), ::testing::SizeIs(2));
}

TEST(Books, FindACallbackThatNeverCame) {
  KeptBooks kept;
  kept.received.front().answered = 503;
  EXPECT_THAT(broken_callbacks(kept.callbacks, kept.received), ::testing::SizeIs(1));
}

TEST(Books, FindACallbackUnderTwoBodiesAndOneThatIsNotSigned) {
  KeptBooks kept;
  auto another = kept.received.front();
  another.body += ' ';
  another.signature_valid = false;
  kept.received.push_back(another);
  EXPECT_THAT(broken_callbacks(kept.callbacks, kept.received), ::testing::SizeIs(2));
}

TEST(Books, FindAnOrderThatWasApprovedAndCancelled) {
  KeptBooks kept;
  auto contrary = kept.received.front();
  contrary.id = "cb_contrary";
  contrary.document["type"] = "order.cancelled";
  kept.received.push_back(contrary);
  EXPECT_THAT(broken_callbacks(kept.callbacks, kept.received), ::testing::SizeIs(1));
}

}  // namespace
}  // namespace sekisho::integration
