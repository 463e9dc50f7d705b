#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/admin_room.h"

/// What an order turned out to be, and what later orders learn from it.
namespace sekisho::gateway {
namespace {

using nlohmann::json;
using testing::AdminRoom;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class AdminOutcomes : public ::testing::Test {
 protected:
  AdminRoom::Answer set(const std::string& order, const json& outcome) {
    return room.post("/v1/orders/" + order + "/outcome", {{"outcome", outcome}});
  }

  json assessment_of(const std::string& order) {
    return room.get("/v1/orders/" + order).json().at("assessment");
  }

  AdminRoom room;
};

TEST_F(AdminOutcomes, AreShownWithTheirOrder) {
  const auto order = room.place("c-1");
  EXPECT_EQ(room.get("/v1/orders/" + order).json().at("outcome"), nullptr);
  const auto answer = set(order, "fraud.resale");
  EXPECT_EQ(answer.status(), 200);
  EXPECT_EQ(answer.json().at("outcome"), "fraud.resale");
  const auto shown = room.get("/v1/orders/" + order).json();
  EXPECT_EQ(shown.at("outcome"), "fraud.resale");
  EXPECT_EQ(shown.at("outcome_at"), "2026-11-23T12:00:00Z");
  EXPECT_EQ(shown.at("history").back().at("event"), "outcome.fraud.resale");
  EXPECT_EQ(shown.at("history").back().at("actor"), "operator");
}

TEST_F(AdminOutcomes, CountAgainstTheNextOrderOfTheSamePerson) {
  const auto first = room.place("c-1");
  set(first, "fraud.nonpayment");
  const auto second = assessment_of(room.place("c-2"));
  EXPECT_EQ(second.at("signals").at("negative.own"), "fraud.nonpayment");
  EXPECT_EQ(second.at("signals").at("link.fraud_outcomes"), 1);
  EXPECT_EQ(second.at("similar_orders").at(0).at("id"), first);
  EXPECT_GE(second.at("similar_orders").at(0).at("similarity"), 50);
}

TEST_F(AdminOutcomes, AreTakenBackByAnotherWord) {
  const auto first = room.place("c-1");
  set(first, "fraud.nonpayment");
  set(first, nullptr);
  EXPECT_EQ(room.get("/v1/orders/" + first).json().at("outcome"), nullptr);
  EXPECT_EQ(room.get("/v1/orders/" + first).json().at("history").back().at("event"), "outcome.none");
  EXPECT_EQ(assessment_of(room.place("c-2")).at("signals").at("negative.own"), "none");
}

TEST_F(AdminOutcomes, RepeatedChangeNothing) {
  const auto order = room.place("c-1");
  set(order, "legitimate");
  const auto before = room.get("/v1/orders/" + order).response.body;
  EXPECT_EQ(set(order, "legitimate").status(), 200);
  EXPECT_EQ(room.get("/v1/orders/" + order).response.body, before);
}

TEST_F(AdminOutcomes, AreOneOfTheContractsWords) {
  const auto order = room.place("c-1");
  EXPECT_THAT(set(order, "fraud").pointers(), ElementsAre("/outcome"));
  EXPECT_THAT(set(order, 7).pointers(), ElementsAre("/outcome"));
  EXPECT_THAT(room.post("/v1/orders/" + order + "/outcome", json::object()).pointers(),
              ElementsAre("/outcome"));
  EXPECT_EQ(set("ord_nobody", "legitimate").status(), 404);
  EXPECT_EQ(room.get("/v1/orders/" + order).json().at("outcome"), nullptr);
}

}  // namespace
}  // namespace sekisho::gateway
