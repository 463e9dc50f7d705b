#include <functional>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "contract/store_under_test.h"
#include "support/stored_records.h"

namespace sekisho::storage {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class Lists : public StoreContract {
 protected:
  void commit_orders(int first, int last) {
    for (int i = first; i <= last; ++i)
      commit(completed(std::to_string(i)));
  }

  std::vector<std::string> order_ids(const OrderFilter& filter) {
    std::vector<std::string> ids;
    for (const auto& row : reader().orders(filter, {}).value().rows)
      ids.push_back(row.order.id.str());
    return ids;
  }

  std::vector<std::string> callback_ids(const CallbackFilter& filter) {
    std::vector<std::string> ids;
    for (const auto& row : reader().callbacks(filter, {}).value().rows)
      ids.push_back(row.callback.id.str());
    return ids;
  }
};

INSTANTIATE_TEST_SUITE_P(Stores, Lists, ::testing::ValuesIn(store_kinds()), kind_name);

TEST_P(Lists, ShowTheNewestOrderFirst) {
  commit_orders(1, 3);
  EXPECT_THAT(order_ids({}), ElementsAre("ord_3", "ord_2", "ord_1"));
}

TEST_P(Lists, ShowWholeOrders) {
  commit_orders(1, 1);
  const auto page = reader().orders({}, {}).value();
  EXPECT_EQ(page.rows.at(0).order.document, "document of ord_1");
  EXPECT_EQ(page.rows[0].assessment.document, "assessment of 653");
  EXPECT_EQ(page.next_cursor, "");
}

TEST_P(Lists, PageWithoutGapsOrRepeatsWhileOrdersAreAdded) {
  commit_orders(1, 7);
  std::vector<std::string> seen;
  PageRequest request{.limit = 3, .cursor = ""};
  int added = 100;
  do {
    const auto page = reader().orders({}, request).value();
    EXPECT_LE(page.rows.size(), 3U);
    for (const auto& row : page.rows)
      seen.push_back(row.order.id.str());
    request.cursor = page.next_cursor;
    commit_orders(added, added);
    ++added;
  } while (!request.cursor.empty());
  EXPECT_THAT(seen, ElementsAre("ord_7", "ord_6", "ord_5", "ord_4", "ord_3", "ord_2", "ord_1"));
}

TEST_P(Lists, APageThatIsJustFullIsTheLast) {
  commit_orders(1, 4);
  const auto first = reader().orders({}, {.limit = 2, .cursor = ""}).value();
  ASSERT_NE(first.next_cursor, "");
  const auto second = reader().orders({}, {.limit = 2, .cursor = first.next_cursor}).value();
  EXPECT_EQ(second.rows.size(), 2U);
  EXPECT_EQ(second.next_cursor, "");
}

TEST_P(Lists, AMadeUpCursorIsInvalid) {
  commit_orders(1, 3);
  const auto orders = reader().orders({}, {.limit = 1, .cursor = ""}).value().next_cursor;
  for (const std::string& cursor :
       {std::string{"x"}, std::string{"AAAA"}, orders + "AAAA", "-" + orders.substr(1),
        std::string{"b3JkZXJzIDA="}, std::string{"b3JkZXJzIC0x"}}) {
    const auto page = reader().orders({}, {.limit = 1, .cursor = cursor});
    ASSERT_FALSE(page) << cursor;
    EXPECT_EQ(page.error().kind, ErrorKind::invalid);
  }
}

TEST_P(Lists, ACursorOfAnotherListIsInvalid) {
  commit_orders(1, 3);
  const auto cursor = reader().orders({}, {.limit = 1, .cursor = ""}).value().next_cursor;
  const PageRequest request{.limit = 1, .cursor = cursor};
  const MerchantId acme{"acme"};
  EXPECT_EQ(reader().callbacks({}, request).error().kind, ErrorKind::invalid);
  EXPECT_EQ(reader().policy_versions(acme, request).error().kind, ErrorKind::invalid);
  EXPECT_EQ(reader().list_entries(acme, "deny", request).error().kind, ErrorKind::invalid);
}

TEST_P(Lists, ACursorCanStandInAUrl) {
  commit_orders(1, 30);
  PageRequest request{.limit = 1, .cursor = ""};
  do {
    request.cursor = reader().orders({}, request).value().next_cursor;
    EXPECT_EQ(request.cursor.find_first_of("+/&? "), std::string::npos);
  } while (!request.cursor.empty());
}

TEST_P(Lists, OrdersAreFilteredByWhatTheyAre) {
  auto other_merchant = completed("2");
  other_merchant.event->merchant_id = MerchantId{"beta"};
  other_merchant.conversation = conversation("c-2", "beta");
  other_merchant.new_order->merchant_id = MerchantId{"beta"};
  other_merchant.callbacks[0].merchant_id = MerchantId{"beta"};
  auto approved = completed("3");
  approved.new_order->status = OrderStatus::approved;
  approved.new_order->verdict = Verdict::approve;
  commit(completed("1"), other_merchant, approved);

  EXPECT_THAT(order_ids({.merchant_id = MerchantId{"acme"}}), ElementsAre("ord_3", "ord_1"));
  EXPECT_THAT(order_ids({.merchant_id = MerchantId{"beta"}}), ElementsAre("ord_2"));
  EXPECT_THAT(order_ids({.status = OrderStatus::in_review}), ElementsAre("ord_2", "ord_1"));
  EXPECT_THAT(order_ids({.status = OrderStatus::approved}), ElementsAre("ord_3"));
  EXPECT_THAT(order_ids({.verdict = Verdict::approve}), ElementsAre("ord_3"));
  EXPECT_THAT(order_ids({.id = OrderId{"ord_1"}}), ElementsAre("ord_1"));
  EXPECT_THAT(order_ids({.merchant_id = MerchantId{"acme"}, .status = OrderStatus::in_review}),
              ElementsAre("ord_1"));
  EXPECT_THAT(order_ids({.merchant_id = MerchantId{"beta"}, .id = OrderId{"ord_1"}}), IsEmpty());
  EXPECT_THAT(order_ids({.merchant_id = MerchantId{"' OR 1=1 --"}}), IsEmpty());
}

TEST_P(Lists, AnOrderMovesFromOneStatusToAnother) {
  commit_orders(1, 2);
  commit(change_of(*order("ord_1"), OrderStatus::cancelled));
  EXPECT_THAT(order_ids({.status = OrderStatus::in_review}), ElementsAre("ord_2"));
  EXPECT_THAT(order_ids({.status = OrderStatus::cancelled}), ElementsAre("ord_1"));
}

TEST_P(Lists, OrdersAreFoundByConversation) {
  Unit merchants;
  merchants.merchants = {a_merchant("acme"), a_merchant("beta")};
  auto same_words_elsewhere = completed("9");
  same_words_elsewhere.event->merchant_id = MerchantId{"beta"};
  same_words_elsewhere.event->conversation_id = ConversationId{"c-1"};
  same_words_elsewhere.conversation = conversation("c-1", "beta");
  same_words_elsewhere.new_order->merchant_id = MerchantId{"beta"};
  same_words_elsewhere.new_order->conversation_id = ConversationId{"c-1"};
  commit(merchants, completed("1"), completed("2"), same_words_elsewhere);

  const ConversationId wanted{"c-1"};
  EXPECT_THAT(order_ids({.conversation_id = wanted}), ElementsAre("ord_9", "ord_1"));
  EXPECT_THAT(order_ids({.merchant_id = MerchantId{"acme"}, .conversation_id = wanted}),
              ElementsAre("ord_1"));
  EXPECT_THAT(order_ids({.conversation_id = ConversationId{"c-7"}}), IsEmpty());
}

TEST_P(Lists, OrdersAreFoundByPhoneAndEmail) {
  const std::pair phone{std::uint8_t{0}, key_of("090-1234-5678")};
  const std::pair email{std::uint8_t{1}, key_of("hanako@example.jp")};
  auto first = completed("1");
  first.new_order->lookup_keys = {phone, email};
  auto second = completed("2");
  second.new_order->lookup_keys = {phone};
  commit(first, second, completed("3"));
  EXPECT_THAT(order_ids({.lookup_key = phone}), ElementsAre("ord_2", "ord_1"));
  EXPECT_THAT(order_ids({.lookup_key = email}), ElementsAre("ord_1"));
  EXPECT_THAT(order_ids({.lookup_key = std::pair{std::uint8_t{0}, key_of("nobody")}}), IsEmpty());
}

TEST_P(Lists, AnEmailIsNotFoundAsAPhone) {
  auto unit = completed("1");
  unit.new_order->lookup_keys = {{std::uint8_t{1}, key_of("same bits")}};
  commit(unit);
  EXPECT_THAT(order_ids({.lookup_key = std::pair{std::uint8_t{0}, key_of("same bits")}}), IsEmpty());
}

TEST_P(Lists, ChangedKeysAreFoundAndTheOldOnesAreNot) {
  auto unit = completed("1");
  unit.new_order->lookup_keys = {{std::uint8_t{0}, key_of("old phone")}};
  commit(unit);
  auto change = change_of(*order("ord_1"), OrderStatus::approved);
  change.changed_order->lookup_keys = {{std::uint8_t{0}, key_of("new phone")}};
  commit(change);
  EXPECT_THAT(order_ids({.lookup_key = std::pair{std::uint8_t{0}, key_of("old phone")}}), IsEmpty());
  EXPECT_THAT(order_ids({.lookup_key = std::pair{std::uint8_t{0}, key_of("new phone")}}),
              ElementsAre("ord_1"));
}

TEST_P(Lists, AKindThatIsNotSearchedIsInvalid) {
  const auto page = reader().orders({.lookup_key = std::pair{std::uint8_t{4}, key_of("192.0.2.1")}}, {});
  ASSERT_FALSE(page);
  EXPECT_EQ(page.error().kind, ErrorKind::invalid);
}

TEST_P(Lists, CallbacksAreFilteredByWhatTheyAre) {
  auto other_hook = completed("2");
  other_hook.callbacks[0].hook_id = HookId{"hook_2"};
  other_hook.callbacks[0].merchant_id = MerchantId{"beta"};
  commit(completed("1"), other_hook, completed("3"));
  commit(with_settlement({.id = CallbackId{"cb_3"},
                          .attempt = {},
                          .status = CallbackStatus::failed,
                          .next_attempt_at = {},
                          .failure = "exhausted"}));
  EXPECT_THAT(callback_ids({}), ElementsAre("cb_3", "cb_2", "cb_1"));
  EXPECT_THAT(callback_ids({.status = CallbackStatus::pending}), ElementsAre("cb_2", "cb_1"));
  EXPECT_THAT(callback_ids({.status = CallbackStatus::failed}), ElementsAre("cb_3"));
  EXPECT_THAT(callback_ids({.status = CallbackStatus::delivered}), IsEmpty());
  EXPECT_THAT(callback_ids({.merchant_id = MerchantId{"beta"}}), ElementsAre("cb_2"));
  EXPECT_THAT(callback_ids({.hook_id = HookId{"hook_2"}}), ElementsAre("cb_2"));
  EXPECT_THAT(callback_ids({.order_id = OrderId{"ord_1"}}), ElementsAre("cb_1"));
  EXPECT_THAT(callback_ids({.order_id = OrderId{"ord_9"}}), IsEmpty());
}

TEST_P(Lists, CallbacksPageWithoutGapsOrRepeats) {
  commit_orders(1, 5);
  std::vector<std::string> seen;
  PageRequest request{.limit = 2, .cursor = ""};
  do {
    const auto page = reader().callbacks({.merchant_id = MerchantId{"acme"}}, request).value();
    for (const auto& row : page.rows)
      seen.push_back(row.callback.id.str());
    request.cursor = page.next_cursor;
  } while (!request.cursor.empty());
  EXPECT_THAT(seen, ElementsAre("cb_5", "cb_4", "cb_3", "cb_2", "cb_1"));
}

TEST_P(Lists, PolicyVersionsPageNewestFirst) {
  for (std::int64_t version = 1; version <= 3; ++version) {
    Unit unit;
    unit.policies = {a_policy(version, true), a_policy(version, true, "beta")};
    commit(unit);
  }
  const MerchantId acme{"acme"};
  const auto first = reader().policy_versions(acme, {.limit = 2, .cursor = ""}).value();
  ASSERT_EQ(first.rows.size(), 2U);
  EXPECT_EQ(first.rows[0].version, 3);
  EXPECT_TRUE(first.rows[0].active);
  EXPECT_EQ(first.rows[1].version, 2);
  EXPECT_FALSE(first.rows[1].active);
  const auto second = reader().policy_versions(acme, {.limit = 2, .cursor = first.next_cursor}).value();
  ASSERT_EQ(second.rows.size(), 1U);
  EXPECT_EQ(second.rows[0].version, 1);
  EXPECT_EQ(second.next_cursor, "");
}

TEST_P(Lists, ListEntriesPageNewestFirst) {
  Unit unit;
  for (int i = 1; i <= 3; ++i) {
    unit.list_entries.push_back(a_list_entry("le_" + std::to_string(i), "value " + std::to_string(i)));
  }
  unit.list_entries[1].list = "allow";
  commit(unit);
  const MerchantId acme{"acme"};
  const auto first = reader().list_entries(acme, "deny", {.limit = 1, .cursor = ""}).value();
  ASSERT_EQ(first.rows.size(), 1U);
  EXPECT_EQ(first.rows[0].value, "value 3");
  const auto second = reader().list_entries(acme, "deny", {.limit = 1, .cursor = first.next_cursor}).value();
  ASSERT_EQ(second.rows.size(), 1U);
  EXPECT_EQ(second.rows[0].value, "value 1");
  EXPECT_EQ(second.next_cursor, "");
  EXPECT_THAT(reader().list_entries(MerchantId{"beta"}, "deny", {}).value().rows, IsEmpty());
}

}  // namespace
}  // namespace sekisho::storage
