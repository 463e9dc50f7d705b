#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "desk/desk.h"
#include "support/desk_room.h"

/// What the desk does when its store does not do as it should.
namespace sekisho::gateway {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;
using testing::completed;
using ::testing::Contains;
using testing::DeskRoom;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;

std::int64_t phone_orders(DeskRoom& room, const std::string& conversation) {
  return room.assessment_of(conversation).at("signals").at("velocity.phone.orders_24h").get<std::int64_t>();
}

std::vector<Response> deliver_three(DeskRoom& room) {
  std::vector<Delivery> batch;
  for (const auto* n : {"1", "2", "3"}) {
    batch.push_back(room.delivery(std::string{"evt-"} + n, completed(std::string{"c-"} + n)));
  }
  return room.deliver(std::move(batch));
}

TEST(DeskFaults, AreToldToTheVendorAsARetry) {
  DeskRoom room;
  room.store().fail_commits(1);
  for (const auto& response : deliver_three(room)) {
    EXPECT_EQ(response.status, 503);
    EXPECT_THAT(response.headers, Contains(Pair("Retry-After", "1")));
    EXPECT_EQ(response.content_type, "application/problem+json");
  }
  EXPECT_FALSE(room.order_of("c-1"));
  EXPECT_THAT(room.handed_over, IsEmpty());
  EXPECT_THAT(room.fatal, IsEmpty());
}

TEST(DeskFaults, LeaveNoTraceInTheWindows) {
  DeskRoom room;
  room.store().fail_commits(1);
  deliver_three(room);
  for (const auto& response : deliver_three(room))
    EXPECT_EQ(response.status, 200);
  EXPECT_EQ(phone_orders(room, "c-1"), 1);
  EXPECT_EQ(phone_orders(room, "c-2"), 2);
  EXPECT_EQ(phone_orders(room, "c-3"), 3);
}

TEST(DeskFaults, OfReadsLeaveNoTraceEither) {
  DeskRoom room;
  room.store().fail_reads(true);
  for (const auto& response : deliver_three(room))
    EXPECT_EQ(response.status, 503);
  room.store().fail_reads(false);
  deliver_three(room);
  EXPECT_EQ(phone_orders(room, "c-3"), 3);
}

TEST(DeskFaults, OfOneDamagedOrderAreItsOwn) {
  DeskRoom room;
  room.store().damage(ConversationId{"c-2"});
  const auto responses = deliver_three(room);
  EXPECT_EQ(responses[0].status, 200);
  EXPECT_EQ(responses[1].status, 503);
  EXPECT_EQ(responses[2].status, 200);
  EXPECT_EQ(phone_orders(room, "c-3"), 2);
}

TEST(DeskFaults, BeyondAllExpectationEndTheProcess) {
  DeskRoom room;
  std::vector<Job> batch;
  batch.push_back({Command{[](const DeskView&) -> CommandOutcome { throw std::logic_error("a bug"); }},
                   [](const Response&) {}});
  room.desk().process(std::move(batch));
  EXPECT_THAT(room.fatal, ElementsAre("a bug"));
}

TEST(DeskFaults, ThatAreFatalEndTheProcess) {
  DeskRoom room;
  room.store().fail_fatally();
  for (const auto& response : deliver_three(room))
    EXPECT_EQ(response.status, 503);
  EXPECT_THAT(room.fatal, ElementsAre("planted by the test"));
}

TEST(DeskFaults, OfACommandAreItsAnswer) {
  DeskRoom room;
  room.store().fail_commits(1);
  storage::Unit unit;
  unit.merchants.push_back({MerchantId{"new"}, "New", testing::noon});
  const Command make = [unit](const DeskView&) { return CommandOutcome{json_response(201, "{}"), unit}; };
  EXPECT_EQ(room.command(make).status, 503);
  EXPECT_EQ(room.board().current()->merchant(MerchantId{"new"}), nullptr)
      << "what is not durable is not in force";
}

TEST(RefusedUnit, IsDecidedAgainAndCommitted) {
  DeskRoom room;
  room.store().refuse(1, 1);
  for (const auto& response : deliver_three(room))
    EXPECT_EQ(response.status, 200);
  EXPECT_TRUE(room.order_of("c-2"));
  EXPECT_EQ(phone_orders(room, "c-1"), 1);
  EXPECT_EQ(phone_orders(room, "c-3"), 3);
  EXPECT_EQ(phone_orders(room, "c-2"), 3) << "it was decided last, and counts each order once";
  EXPECT_EQ(room.handed_over.size(), 3U);
}

TEST(RefusedUnit, GivesUpInTheEnd) {
  DeskRoom room;
  room.store().refuse(0, 100);
  const auto response = room.deliver("evt-1", completed());
  EXPECT_EQ(response.status, 503);
  room.store().refuse(0, 0);
  EXPECT_EQ(room.deliver("evt-1", completed()).status, 200);
  EXPECT_EQ(phone_orders(room, "c-1"), 1);
}

TEST(RefusedUnit, OfACommandHasItRunAgainOnWhatIsTrueNow) {
  DeskRoom room;
  room.store().refuse(0, 2);
  int runs = 0;
  storage::Unit unit;
  unit.merchants.push_back({MerchantId{"new"}, "New", testing::noon});
  const auto response = room.command([&](const DeskView&) {
    ++runs;
    return CommandOutcome{json_response(201, "{}"), unit};
  });
  EXPECT_EQ(response.status, 201);
  EXPECT_EQ(runs, 3);
}

}  // namespace
}  // namespace sekisho::gateway
