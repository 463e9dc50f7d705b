#include <string>
#include <string_view>

#include <domain/order_json.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "support/random_orders.h"
#include "support/seeded_random.h"

namespace sekisho {
namespace {

using nlohmann::json;

template <class T>
std::string written(const T& value) {
  std::string text;
  JsonWriter out(text);
  write_json(out, value);
  return text;
}

/// What an order's document is to give back; the chat itself is folded from its events.
void expect_equal(const Order& a, const Order& b) {
  EXPECT_EQ(a.id, b.id);
  EXPECT_EQ(a.merchant_id, b.merchant_id);
  EXPECT_EQ(a.hook_id, b.hook_id);
  EXPECT_EQ(a.conversation_id, b.conversation_id);
  EXPECT_EQ(a.placed_at, b.placed_at);
  EXPECT_EQ(a.received_at, b.received_at);
  EXPECT_EQ(a.version, b.version);
  EXPECT_EQ(a.buyer, b.buyer);
  EXPECT_EQ(a.delivery, b.delivery);
  EXPECT_EQ(a.cart, b.cart);
  EXPECT_EQ(a.payment, b.payment);
  EXPECT_EQ(a.conversation.scenario, b.conversation.scenario);
  EXPECT_EQ(a.conversation.visitor, b.conversation.visitor);
}

TEST(OrderJson, ReadsBackAnyOrderThatItWrote) {
  testing::SeededRandom random;
  for (int i = 0; i < 2000; ++i) {
    const Order order = testing::random_order(random);
    const auto text = written(order);
    const auto read = read_order(text);
    ASSERT_TRUE(read) << text;
    expect_equal(*read, order);
    ASSERT_FALSE(HasFailure()) << text;
    ASSERT_EQ(written(*read), text);
  }
}

TEST(OrderJson, LeavesOutWhatIsAbsent) {
  Order order;
  order.id = OrderId{"ord_1"};
  order.merchant_id = MerchantId{"acme"};
  order.hook_id = HookId{"hook_1"};
  order.conversation_id = ConversationId{"c-1"};
  order.buyer.name = "山田 花子";
  order.cart.total.amount = 980;
  EXPECT_EQ(written(order),
            R"({"id":"ord_1","merchant_id":"acme","hook_id":"hook_1","conversation_id":"c-1",)"
            R"("placed_at":"1970-01-01T00:00:00Z","received_at":"1970-01-01T00:00:00Z","version":1,)"
            R"("buyer":{"name":"山田 花子"},"cart":{"currency":"JPY","total":980,"items":[]},)"
            R"("payment":{"method":"card"}})");
}

TEST(OrderJson, NeverHoldsTheChat) {
  Order order;
  order.conversation.messages.emplace_back().text = "090-1234-5678";
  order.conversation.answers["phone"] = "090-1234-5678";
  EXPECT_FALSE(written(order).contains("090-1234-5678"));
}

TEST(OrderJson, RefusesADocumentOfAnotherShape) {
  testing::SeededRandom random;
  const auto whole = json::parse(written(testing::random_order(random)));
  const auto refused = [](const json& document) {
    const auto read = read_order(document.dump());
    return !read && read.error().kind == ErrorKind::malformed;
  };
  ASSERT_FALSE(refused(whole));
  for (const char* member : {"id", "merchant_id", "hook_id", "conversation_id", "placed_at", "received_at",
                             "version", "buyer", "cart", "payment"}) {
    auto without = whole;
    without.erase(member);
    EXPECT_TRUE(refused(without)) << member;
    auto otherwise = whole;
    otherwise[member] = json::array({true});
    EXPECT_TRUE(refused(otherwise)) << member;
  }
  auto of_no_method = whole;
  of_no_method["payment"]["method"] = "barter";
  EXPECT_TRUE(refused(of_no_method));
  auto at_no_time = whole;
  at_no_time["placed_at"] = "yesterday";
  EXPECT_TRUE(refused(at_no_time));
}

TEST(OrderJson, RefusesWhatIsNoJson) {
  for (const std::string_view text : {"", "{", "null", "[]", "\"order\"", "{}x"})
    EXPECT_FALSE(read_order(text)) << text;
}

TEST(ConversationJson, ShowsMessagesAndAnswers) {
  Conversation conversation;
  conversation.scenario = Scenario{.id = "lp-42", .kind = ScenarioKind::sample_request, .name = ""};
  conversation.messages = {{.at = Timestamp{Milliseconds{1500}},
                            .from = Speaker::visitor,
                            .question_id = "phone",
                            .text = "090",
                            .typing_ms = 4210,
                            .pasted = false,
                            .edits = 1},
                           {.at = Timestamp{Milliseconds{2000}},
                            .from = Speaker::bot,
                            .question_id = "",
                            .text = "ok",
                            .typing_ms = {},
                            .pasted = {},
                            .edits = {}}};
  conversation.answers = {{"phone", "090"}};
  EXPECT_EQ(written(conversation),
            R"({"scenario":{"id":"lp-42","kind":"sample_request"},"messages":[)"
            R"({"at":"1970-01-01T00:00:01.500Z","from":"visitor","question_id":"phone","text":"090",)"
            R"("typing_ms":4210,"pasted":false,"edits":1},)"
            R"({"at":"1970-01-01T00:00:02Z","from":"bot","text":"ok"}],"answers":{"phone":"090"}})");
}

TEST(OrderNames, AreReadBack) {
  for (const std::string_view name : {"purchase", "subscription", "sample_request", "reservation"}) {
    EXPECT_EQ(to_string(scenario_kind_from(name).value()), name);
  }
  for (const std::string_view name :
       {"card", "deferred", "cod", "konbini", "bank_transfer", "carrier", "wallet"}) {
    EXPECT_EQ(to_string(payment_method_from(name).value()), name);
  }
  for (const std::string_view name : {"authenticated", "attempted", "not_attempted", "failed"}) {
    EXPECT_EQ(to_string(three_ds_from(name).value()), name);
  }
  for (const std::string_view name : {"bot", "visitor"})
    EXPECT_EQ(to_string(speaker_from(name).value()), name);
  EXPECT_FALSE(payment_method_from("Card"));
  EXPECT_FALSE(scenario_kind_from(""));
}

}  // namespace
}  // namespace sekisho
