#include "orders/order_fsm.h"

#include <array>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

namespace sekisho::gateway {
namespace {

using enum OrderStatus;
using enum OrderEvent;
using enum OrderEffect;
using From = std::optional<OrderStatus>;

constexpr From nothing = std::nullopt;
constexpr std::array<From, 5> all_states{nothing, approved, awaiting_confirmation, in_review, cancelled};
constexpr std::array all_events{placed_approve,
                                placed_challenge,
                                placed_review,
                                placed_reject,
                                amended_approve,
                                amended_challenge,
                                amended_review,
                                amended_reject,
                                cancelled_by_buyer,
                                confirmed,
                                confirmation_failed_review,
                                confirmation_failed_cancel,
                                decided_approve,
                                decided_cancel};

using Step = std::pair<OrderStatus, OrderEffect>;
using Table = std::map<std::pair<From, OrderEvent>, Step>;

/// The contract's table once more, written by hand: what is missing changes nothing.
const Table& table_of_an_order_never_approved() {
  static const Table table{
      {{nothing, placed_approve}, {approved, announce_approval}},
      {{nothing, placed_challenge}, {awaiting_confirmation, request_confirmation}},
      {{nothing, placed_review}, {in_review, request_review}},
      {{nothing, placed_reject}, {cancelled, announce_cancellation}},

      {{awaiting_confirmation, amended_approve}, {approved, announce_approval}},
      {{awaiting_confirmation, amended_challenge}, {awaiting_confirmation, request_confirmation}},
      {{awaiting_confirmation, amended_review}, {in_review, request_review}},
      {{awaiting_confirmation, amended_reject}, {cancelled, announce_cancellation}},
      {{awaiting_confirmation, cancelled_by_buyer}, {cancelled, announce_cancellation}},
      {{awaiting_confirmation, confirmed}, {approved, announce_approval}},
      {{awaiting_confirmation, confirmation_failed_review}, {in_review, request_review}},
      {{awaiting_confirmation, confirmation_failed_cancel}, {cancelled, announce_cancellation}},
      {{awaiting_confirmation, decided_approve}, {approved, announce_approval}},
      {{awaiting_confirmation, decided_cancel}, {cancelled, announce_cancellation}},

      {{in_review, amended_approve}, {in_review, none}},
      {{in_review, amended_challenge}, {in_review, none}},
      {{in_review, amended_review}, {in_review, none}},
      {{in_review, amended_reject}, {cancelled, announce_cancellation}},
      {{in_review, cancelled_by_buyer}, {cancelled, announce_cancellation}},
      {{in_review, decided_approve}, {approved, announce_approval}},
      {{in_review, decided_cancel}, {cancelled, announce_cancellation}},

      {{cancelled, decided_approve}, {approved, announce_approval}},
  };
  return table;
}

std::string name_of(From from, OrderEvent event) {
  return (from ? std::string{to_string(*from)} : "nothing") + " on " + std::string{history_name(event)};
}

TEST(OrderFsm, TakesTheStepsOfItsTableAndNoOther) {
  for (const auto from : all_states) {
    if (from == approved) continue;  // below: whoever is approved was announced
    for (const auto event : all_events) {
      const auto step = next_step(from, event, false);
      const auto row = table_of_an_order_never_approved().find({from, event});
      if (row == table_of_an_order_never_approved().end()) {
        EXPECT_FALSE(step) << name_of(from, event);
      } else {
        ASSERT_TRUE(step) << name_of(from, event);
        EXPECT_EQ((Step{step->to, step->effect}), row->second) << name_of(from, event);
        EXPECT_EQ(step->reversal, from == cancelled) << name_of(from, event);
      }
    }
  }
}

TEST(OrderFsm, PutsAnApprovedOrderThatGotWorseBeforeAPerson) {
  for (const auto event : {amended_challenge, amended_review, amended_reject}) {
    const auto step = next_step(approved, event, true).value();
    EXPECT_EQ((Step{step.to, step.effect}), (Step{in_review, request_review})) << history_name(event);
    EXPECT_FALSE(step.reversal);
  }
  EXPECT_EQ(next_step(approved, amended_approve, true)->effect, none);
}

TEST(OrderFsm, NeverCancelsByItselfWhatWasOnceApproved) {
  const auto step = next_step(in_review, amended_reject, true).value();
  EXPECT_EQ((Step{step.to, step.effect}), (Step{in_review, none}));
}

TEST(OrderFsm, CallsAPersonsChangeOfAFinalWordAReversal) {
  EXPECT_TRUE(next_step(approved, decided_cancel, true)->reversal);
  EXPECT_TRUE(next_step(in_review, decided_cancel, true)->reversal);
  EXPECT_TRUE(next_step(cancelled, decided_approve, false)->reversal);
  EXPECT_TRUE(next_step(cancelled, decided_approve, true)->reversal);
  EXPECT_FALSE(next_step(in_review, decided_cancel, false)->reversal);
  EXPECT_FALSE(next_step(in_review, decided_approve, true)->reversal);
}

TEST(OrderFsm, SendsNothingWhenTheBuyerCancelsAnApprovedOrder) {
  const auto step = next_step(approved, cancelled_by_buyer, true).value();
  EXPECT_EQ((Step{step.to, step.effect}), (Step{cancelled, none}));
}

TEST(OrderFsm, HearsARepeatedDecisionAsNoNews) {
  EXPECT_FALSE(next_step(approved, decided_approve, true));
  EXPECT_FALSE(next_step(cancelled, decided_cancel, false));
  EXPECT_FALSE(next_step(cancelled, cancelled_by_buyer, true));
  EXPECT_FALSE(next_step(approved, confirmed, true));
}

/// An order as far as its promises go.
struct Life {
  From status;
  bool was_approved = false;
  bool approval_stands = false;      ///< the receiver's last final word is order.approved
  bool cancellation_stands = false;  ///< … is order.cancelled
};

bool by_person(OrderEvent event) {
  return event == decided_approve || event == decided_cancel;
}

/// Goes through every sequence of events and checks each step.
class Walk {
 public:
  void from(const Life& life, int steps_left) {
    ++visited;
    if (steps_left == 0) return;
    for (const auto event : all_events) {
      path_.push_back(event);
      const auto step = next_step(life.status, event, life.was_approved);
      if (step) from(after(life, event, *step), steps_left - 1);
      path_.pop_back();
    }
  }

  int visited = 0;

 private:
  Life after(Life life, OrderEvent event, const OrderStep& step) {
    if (life.status == cancelled)
      EXPECT_TRUE(by_person(event)) << told() << "only a person wakes a cancelled order";
    if (life.was_approved && step.to == cancelled) {
      EXPECT_TRUE(by_person(event) || event == cancelled_by_buyer)
          << told() << "an approved order cancelled unasked";
    }
    if (step.effect == announce_approval) {
      EXPECT_TRUE(!life.cancellation_stands || step.reversal)
          << told() << "approved after cancelled without a word";
      life.was_approved = life.approval_stands = true;
      life.cancellation_stands = false;
    }
    if (step.effect == announce_cancellation) {
      EXPECT_TRUE(!life.approval_stands || step.reversal)
          << told() << "cancelled after approved without a word";
      life.cancellation_stands = true;
      life.approval_stands = false;
    }
    if (step.reversal) EXPECT_TRUE(by_person(event) || event == cancelled_by_buyer) << told();
    EXPECT_EQ(step.effect == request_confirmation, step.to == awaiting_confirmation) << told();
    life.status = step.to;
    return life;
  }

  [[nodiscard]] std::string told() const {
    std::string text;
    for (const auto event : path_)
      text += std::to_string(static_cast<int>(event)) + " ";
    return text + ": ";
  }

  std::vector<OrderEvent> path_;
};

TEST(OrderFsm, KeepsItsPromisesThroughEverySequenceOfSixEvents) {
  Walk walk;
  walk.from({}, 6);
  EXPECT_GT(walk.visited, 10'000);
}

TEST(OrderFsm, NamesEventsAndCallbacksAsTheContractDoes) {
  EXPECT_EQ(history_name(placed(Verdict::reject)), "order.placed");
  EXPECT_EQ(history_name(amended(Verdict::challenge)), "order.amended");
  EXPECT_EQ(history_name(cancelled_by_buyer), "order.cancelled");
  EXPECT_EQ(history_name(confirmed), "confirmation.succeeded");
  EXPECT_EQ(history_name(confirmation_failed_cancel), "confirmation.failed");
  EXPECT_EQ(history_name(decided_approve), "decision.approve");
  for (const auto event : all_events)
    EXPECT_FALSE(history_name(event).empty());
  EXPECT_EQ(callback_type(announce_approval), "order.approved");
  EXPECT_EQ(callback_type(request_confirmation), "identity.confirmation_requested");
  EXPECT_EQ(callback_type(request_review), "order.review_requested");
  EXPECT_EQ(callback_type(announce_cancellation), "order.cancelled");
  EXPECT_EQ(callback_type(none), "");
}

TEST(OrderFsm, TurnsEachVerdictIntoItsEvent) {
  EXPECT_EQ(placed(Verdict::approve), placed_approve);
  EXPECT_EQ(placed(Verdict::challenge), placed_challenge);
  EXPECT_EQ(placed(Verdict::review), placed_review);
  EXPECT_EQ(placed(Verdict::reject), placed_reject);
  EXPECT_EQ(amended(Verdict::approve), amended_approve);
  EXPECT_EQ(amended(Verdict::challenge), amended_challenge);
  EXPECT_EQ(amended(Verdict::review), amended_review);
  EXPECT_EQ(amended(Verdict::reject), amended_reject);
}

}  // namespace
}  // namespace sekisho::gateway
