#include "delivery/delivery_fsm.h"

#include <chrono>
#include <optional>
#include <string_view>
#include <variant>

#include <gtest/gtest.h>

#include "support/events.h"

namespace sekisho::gateway {
namespace {

using namespace std::chrono_literals;
using testing::noon;
using Wait = DeliveryFsm::Wait;
using Settle = DeliveryFsm::Settle;
using Bury = DeliveryFsm::Bury;
using Action = DeliveryFsm::Action;

const RetrySchedule schedule{0ms, 5000ms, 300'000ms};

/// What follows the attempt of that number. A status of 0: no response came.
Action after(int attempt, int status, std::optional<std::chrono::seconds> retry_after = {},
             double jitter = 0) {
  const DeliveryFsm fsm(schedule, attempt);
  return fsm.on_attempt({status == 0 ? std::nullopt : std::optional{status}, retry_after}, jitter);
}

TEST(DeliveryFsm, EndsWithAnyOfTheTwoHundreds) {
  for (const int status : {200, 201, 202, 204, 299})
    EXPECT_EQ(after(1, status), Action{Settle{}}) << status;
}

TEST(DeliveryFsm, TriesAgainOnAnythingElse) {
  for (const int status : {0, 100, 199, 300, 301, 302, 307, 400, 401, 404, 409, 429, 500, 503, 599}) {
    EXPECT_EQ(after(1, status), Action{Wait{5000ms}}) << status;
  }
}

TEST(DeliveryFsm, BuriesWhereTheEndpointIsGone) {
  EXPECT_EQ(after(1, 410), (Action{Bury{.reason = "gone", .endpoint_gone = true}}));
  EXPECT_EQ(after(3, 410), (Action{Bury{.reason = "gone", .endpoint_gone = true}}));
}

TEST(DeliveryFsm, WaitsByTheScheduleAndMakesAsManyAttemptsAsItHasEntries) {
  EXPECT_EQ(after(1, 500), Action{Wait{5000ms}});
  EXPECT_EQ(after(2, 500), Action{Wait{300'000ms}});
  EXPECT_EQ(after(3, 500), (Action{Bury{.reason = "exhausted"}}));
}

TEST(DeliveryFsm, MakesOneMoreAttemptWhenAPersonAsksAfterTheLast) {
  EXPECT_EQ(after(4, 500), (Action{Bury{.reason = "exhausted"}}));
  EXPECT_EQ(after(4, 200), Action{Settle{}});
}

TEST(DeliveryFsm, LengthensAWaitByAtMostAFifth) {
  for (int step = 0; step < 100; ++step) {
    const auto wait = std::get<Wait>(after(2, 500, {}, step / 100.0)).delay;
    EXPECT_GE(wait, 300'000ms);
    EXPECT_LT(wait, 360'000ms);
  }
  EXPECT_EQ(std::get<Wait>(after(2, 500, {}, 0.5)).delay, 330'000ms);
}

TEST(DeliveryFsm, HonoursRetryAfterWhereItIsLonger) {
  EXPECT_EQ(after(1, 503, 60s), Action{Wait{60s}});
  EXPECT_EQ(after(1, 503, 1s), Action{Wait{5s}});
  EXPECT_EQ(after(1, 503, 0s), Action{Wait{5s}});
}

TEST(DeliveryFsm, WaitsNoLongerThanADayForRetryAfter) {
  EXPECT_EQ(after(1, 503, 48h), Action{Wait{24h}});
  EXPECT_EQ(after(1, 503, std::chrono::seconds::max()), Action{Wait{24h}});
}

TEST(DeliveryFsm, HasNoAttemptLeftWhateverRetryAfterSays) {
  EXPECT_EQ(after(3, 503, 60s), (Action{Bury{.reason = "exhausted"}}));
}

TEST(RetryAfter, IsAWholeNumberOfSeconds) {
  EXPECT_EQ(parse_retry_after("0", noon), 0s);
  EXPECT_EQ(parse_retry_after("120", noon), 120s);
  EXPECT_EQ(parse_retry_after("007", noon), 7s);
}

TEST(RetryAfter, MayBeADate) {
  EXPECT_EQ(parse_retry_after("Mon, 23 Nov 2026 12:00:30 GMT", noon), 30s);
  EXPECT_EQ(parse_retry_after("Mon, 23 Nov 2026 12:00:30 GMT", noon + 500ms), 30s) << "never earlier";
  EXPECT_EQ(parse_retry_after("Mon, 23 Nov 2026 11:59:59 GMT", noon), 0s);
}

TEST(RetryAfter, BeyondAllNumbersIsForEver) {
  EXPECT_EQ(parse_retry_after("99999999999999999999999", noon), std::chrono::seconds::max());
}

TEST(RetryAfter, OfAnyOtherFormIsNothing) {
  for (const std::string_view value : {"", " ", "-5", "+5", "5s", "5.5", "0x10", " 5", "5 ", "soon"}) {
    EXPECT_EQ(parse_retry_after(value, noon), std::nullopt) << value;
  }
}

}  // namespace
}  // namespace sekisho::gateway
