#include <algorithm>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <scoring/linkage.h>

#include "orders.h"
#include "shipped_data.h"

namespace sekisho::scoring::testing {
namespace {

std::vector<std::string> keys_of(const Order& order) {
  std::vector<std::string> keys;
  for (const BlockingKey& key : blocking_keys(make_link_record(order, shipped_data())))
    keys.push_back(std::string(to_string(key.kind)) + ' ' + key.canonical);
  return keys;
}

Order full_order() {
  Order order;
  order.buyer = {.name = "髙橋　翔",
                 .name_kana = "たかはし しょう",
                 .phone = "０９０−１２３４−５６７８",
                 .email = "Sho.Takahashi.01+x@example.jp",
                 .postal_code = "〒169-0072",
                 .prefecture = "",
                 .address = "新宿区大久保二丁目七番五号",
                 .building = "コーポ大久保　Ｂ棟１０２号室",
                 .birth_date = "",
                 .gender = ""};
  order.conversation.visitor.emplace();
  order.conversation.visitor->ip = "203.0.113.7";
  order.conversation.visitor->device_id = "d-1";
  order.payment.card.emplace().token = "tok_1";
  return order;
}

TEST(LinkRecord, HoldsCanonicalParts) {
  const LinkRecord record = make_link_record(full_order(), shipped_data());
  const LinkParty& buyer = record.buyer;
  EXPECT_EQ(buyer.family, "高橋");
  EXPECT_EQ(buyer.given, "翔");
  EXPECT_EQ(buyer.name, "高橋翔");
  EXPECT_EQ(buyer.family_kana, "タカハシ");
  EXPECT_EQ(buyer.kana, "タカハシショウ");
  EXPECT_TRUE(buyer.family_known);
  EXPECT_TRUE(buyer.given_known);
  EXPECT_EQ(buyer.phone, "+819012345678");
  EXPECT_TRUE(buyer.mobile);
  EXPECT_EQ(buyer.mailbox, "sho.takahashi.01@example.jp");
  EXPECT_EQ(buyer.mail_stem, "shotakahashi@example.jp");
  EXPECT_EQ(buyer.postal_code, "1690072");
  EXPECT_EQ(buyer.lot, "東京都新宿区大久保2-7-5");
  EXPECT_EQ(buyer.wing, "b");
  EXPECT_EQ(buyer.room, "102");
  EXPECT_FALSE(record.recipient);
  EXPECT_EQ(record.device, "d-1");
  EXPECT_EQ(record.ip, "203.0.113.7");
  EXPECT_EQ(record.card, "tok_1");
}

TEST(LinkRecord, LeavesOutWhatCannotBeRead) {
  Order order;
  order.buyer.name = "？";
  order.buyer.phone = "なし";
  order.buyer.email = "x";
  order.buyer.address = "東京都新宿区";
  const LinkRecord record = make_link_record(order, shipped_data());
  EXPECT_EQ(record.buyer.phone, "");
  EXPECT_EQ(record.buyer.mailbox, "");
  EXPECT_EQ(record.buyer.lot, "") << "a whole ward is nobody's address";
  EXPECT_TRUE(blocking_keys(record).empty());
}

TEST(LinkRecord, ComesBackFromItsText) {
  Order order = full_order();
  const LinkRecord alone = make_link_record(order, shipped_data());
  EXPECT_EQ(decode_link_record(encode_link_record(alone)).value(), alone);
  order.delivery.emplace().recipient = full_order().buyer;
  order.delivery->recipient.name = "a:1\x1f\n7:";
  const LinkRecord both = make_link_record(order, shipped_data());
  EXPECT_TRUE(both.recipient);
  EXPECT_EQ(decode_link_record(encode_link_record(both)).value(), both);
  EXPECT_EQ(decode_link_record(encode_link_record({})).value(), LinkRecord{});
}

TEST(LinkRecord, RefusesWhatIsNotItsText) {
  const std::string text = encode_link_record(make_link_record(full_order(), shipped_data()));
  for (std::size_t size = 0; size < text.size(); ++size)
    EXPECT_FALSE(decode_link_record(text.substr(0, size))) << size;
  EXPECT_FALSE(decode_link_record(text + "0"));
  EXPECT_FALSE(decode_link_record("2" + text.substr(1)));
  EXPECT_FALSE(decode_link_record("1;99999999999999999999:"));
  EXPECT_EQ(decode_link_record("").error().kind, ErrorKind::malformed);
}

TEST(BlockingKeys, AreEveryWayToFindAnOrderAgain) {
  const std::vector<std::string> expected = {"phone +819012345678",
                                             "mailbox sho.takahashi.01@example.jp",
                                             "room 東京都新宿区大久保2-7-5|102",
                                             "lot 東京都新宿区大久保2-7-5",
                                             "kana_postal タカハシショウ|1690072",
                                             "device d-1",
                                             "card tok_1",
                                             "name_ip タカハシショウ|203.0.113.7",
                                             "mail_sibling shotakahashi@example.jp",
                                             "phone_prefix +8190123456"};
  EXPECT_EQ(keys_of(full_order()), expected);
}

TEST(BlockingKeys, AreTheRecipientsTooEachOnce) {
  Order order = full_order();
  order.delivery.emplace().recipient = order.buyer;
  order.delivery->recipient.phone = "03-1234-5678";
  const auto keys = keys_of(order);
  EXPECT_EQ(keys.size(), keys_of(full_order()).size() + 1);
  EXPECT_NE(std::ranges::find(keys, "phone +81312345678"), keys.end());
}

TEST(BlockingKeys, FindTheRingAgain) {
  const auto first = keys_of(ring_a());
  const auto second = keys_of(ring_b());
  EXPECT_TRUE(std::ranges::any_of(
      first, [&](const std::string& key) { return std::ranges::find(second, key) != second.end(); }));
}

}  // namespace
}  // namespace sekisho::scoring::testing
