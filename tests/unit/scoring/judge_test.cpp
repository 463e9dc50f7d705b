#include <algorithm>
#include <functional>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <scoring/linkage.h>

#include "orders.h"
#include "shipped_data.h"

namespace sekisho::scoring::testing {
namespace {

using Change = std::function<void(Order&)>;

Order order_of_hanako() {
  Order order;
  order.buyer = {.name = "山田 花子",
                 .name_kana = "ヤマダ ハナコ",
                 .phone = "090-1234-5678",
                 .email = "hanako.y@example.jp",
                 .postal_code = "169-0072",
                 .prefecture = "東京都",
                 .address = "新宿区大久保2-7-5",
                 .building = "コーポ大久保102",
                 .birth_date = "",
                 .gender = ""};
  order.conversation.visitor.emplace();
  order.conversation.visitor->ip = "203.0.113.7";
  order.conversation.visitor->device_id = "d-1";
  order.payment.card.emplace().token = "tok_1";
  return order;
}

/// Another person altogether, of whom nothing is hers.
Order order_of_a_stranger() {
  Order order = order_of_hanako();
  order.buyer = {.name = "佐藤 健一",
                 .name_kana = "サトウ ケンイチ",
                 .phone = "080-8765-4321",
                 .email = "ken1s@example.com",
                 .postal_code = "150-0013",
                 .prefecture = "東京都",
                 .address = "渋谷区恵比寿1-19-19",
                 .building = "",
                 .birth_date = "",
                 .gender = ""};
  order.conversation.visitor->ip = "198.51.100.9";
  order.conversation.visitor->device_id = "d-9";
  order.payment.card->token = "tok_9";
  return order;
}

LinkRecord record_of(const Order& order) {
  return make_link_record(order, shipped_data());
}

LinkJudgement judge_orders(const Order& a, const Order& b) {
  const LinkJudgement judgement = judge(record_of(a), record_of(b));
  EXPECT_EQ(judgement, judge(record_of(b), record_of(a))) << "symmetric";
  EXPECT_EQ(judgement.same_person, judgement.score >= 0.5);
  return judgement;
}

std::string points_of(const LinkJudgement& judgement) {
  std::string points;
  for (const Evidence& evidence : judgement.evidence)
    points += std::string(to_string(evidence.point)) + ' ';
  return points;
}

Order changed(Order order, const std::vector<Change>& changes) {
  for (const Change& change : changes)
    change(order);
  return order;
}

Change name(std::string kanji, std::string kana) {
  return [=](Order& order) {
    order.buyer.name = kanji;
    order.buyer.name_kana = kana;
  };
}

Change phone(std::string typed) {
  return [=](Order& order) { order.buyer.phone = typed; };
}

Change email(std::string typed) {
  return [=](Order& order) { order.buyer.email = typed; };
}

Change building(std::string typed) {
  return [=](Order& order) { order.buyer.building = typed; };
}

Change address(std::string typed) {
  return [=](Order& order) {
    order.buyer.address = typed;
    order.buyer.building.clear();
  };
}

Change device(std::string id) {
  return [=](Order& order) { order.conversation.visitor->device_id = id; };
}

Change ip(std::string typed) {
  return [=](Order& order) { order.conversation.visitor->ip = typed; };
}

Change card(std::string token) {
  return [=](Order& order) { order.payment.card->token = token; };
}

const Change other_phone = phone("070-5555-0000");
const Change other_email = email("xyzzy@example.net");
const Change other_device = device("d-2");
const Change other_ip = ip("198.51.100.1");
const Change other_card = card("tok_2");
const Change moved = address("渋谷区恵比寿1-19-19");

struct Scene {
  const char* what;
  std::vector<Change> changes;
};

// What one person alters between two orders.
class OnePerson : public ::testing::TestWithParam<Scene> {};

TEST_P(OnePerson, IsLinked) {
  const Order first = order_of_hanako();
  const Order second = changed(first, GetParam().changes);
  const LinkJudgement judgement = judge_orders(first, second);
  EXPECT_TRUE(judgement.same_person) << GetParam().what << ": " << points_of(judgement);
}

INSTANTIATE_TEST_SUITE_P(
    Judge, OnePerson,
    ::testing::Values(
        Scene{"nothing", {}},
        Scene{"a new phone, mailbox, device and card",
              {other_phone, other_email, other_device, other_ip, other_card}},
        Scene{"another room too",
              {building("コーポ大久保105"), other_phone, other_email, other_device, other_ip, other_card}},
        Scene{"no room", {building(""), other_phone, other_email, other_device, other_ip, other_card}},
        Scene{"the name in kana alone",
              {name("ヤマダハナコ", ""), other_phone, other_email, other_device, other_ip, other_card}},
        Scene{"family and given name swapped",
              {name("花子 山田", "ハナコ ヤマダ"), other_phone, other_email, other_device, other_ip,
               other_card}},
        Scene{"other kanji of one reading",
              {name("山田 華子", "ヤマダ ハナコ"), other_phone, other_email, other_device, other_ip,
               other_card}},
        Scene{"a slip in the name",
              {name("山田 花子", "ヤマダ ハナコオ"), other_phone, other_email, other_device, other_ip,
               other_card}},
        Scene{"a slip, another room, a sibling of the mailbox, the same device",
              {name("山田 葉奈子", "ヤマダ ハナココ"), building("コーポ大久保201"),
               email("hanako.y2@example.jp"), other_phone, other_card}},
        Scene{"a move, and a new phone", {moved, other_phone, other_device, other_ip, other_card}},
        Scene{"a move, and a new mailbox", {moved, other_email, other_device, other_ip, other_card}},
        Scene{"a move; the device is the same", {moved, other_phone, other_email, other_card}},
        Scene{"an alias of the mailbox, all else invented",
              {name("佐藤 健一", "サトウ ケンイチ"), email("hanako.y+2@example.jp"), moved, other_phone,
               other_device, other_ip, other_card}},
        Scene{"card and device, all else invented",
              {name("佐藤 健一", "サトウ ケンイチ"), other_email, moved, other_phone}},
        Scene{"phone and device, all else invented",
              {name("佐藤 健一", "サトウ ケンイチ"), other_email, moved, other_card}},
        Scene{"the next lot",
              {address("新宿区大久保2-7-6"), other_phone, other_email, other_device, other_ip, other_card}},
        Scene{"marriage: another family name, the same phone and mailbox",
              {name("鈴木 花子", "スズキ ハナコ"), moved, other_device, other_ip, other_card}}));

// Honest people who share something with her.
class AnotherPerson : public ::testing::TestWithParam<Scene> {};

TEST_P(AnotherPerson, StaysApart) {
  const Order first = order_of_hanako();
  const Order second = changed(first, GetParam().changes);
  const LinkJudgement judgement = judge_orders(first, second);
  EXPECT_FALSE(judgement.same_person) << GetParam().what << ": " << points_of(judgement);
}

INSTANTIATE_TEST_SUITE_P(
    Judge, AnotherPerson,
    ::testing::Values(
        Scene{"her husband, at home with the same device, card and IP",
              {name("山田 太郎", "ヤマダ タロウ"), phone("090-2222-3333"), email("taro@example.jp")}},
        Scene{"her daughter, who has no phone of her own",
              {name("山田 美咲", "ヤマダ ミサキ"), email("misaki@example.com")}},
        Scene{"her sister, whose name differs in one kana",
              {name("山田 花代", "ヤマダ ハナヨ"), phone("090-2222-3333"), email("hanayo@example.jp")}},
        Scene{"her mother-in-law of another family name, at home with the same device",
              {name("鈴木 和子", "スズキ カズコ"), phone("090-2222-3333"), email("kazuko@example.jp"),
               other_card}},
        Scene{"a neighbour in the same house",
              {name("鈴木 和子", "スズキ カズコ"), building("コーポ大久保103"), phone("090-2222-3333"),
               email("kazuko@example.jp"), other_device, other_ip, other_card}},
        Scene{"a neighbour of her family name",
              {name("山田 和子", "ヤマダ カズコ"), building("コーポ大久保103"), phone("090-2222-3333"),
               email("kazuko@example.jp"), other_device, other_ip, other_card}},
        Scene{"somebody in her dormitory: one address without rooms, one IP",
              {name("鈴木 和子", "スズキ カズコ"), building(""), phone("090-2222-3333"),
               email("kazuko@example.jp"), other_device, other_card}},
        Scene{
            "a namesake elsewhere",
            {moved, phone("090-2222-3333"), email("hanako@example.com"), other_device, other_ip, other_card}},
        Scene{"a namesake with a mailbox like hers",
              {moved, phone("080-2222-3333"), email("hanako.y7@example.jp"), other_device, other_ip,
               other_card}},
        Scene{"a namesake behind one carrier's address",
              {moved, phone("090-2222-3333"), email("hanako@example.com"), other_device, other_card}},
        Scene{"whoever has her old number",
              {name("鈴木 和子", "スズキ カズコ"), moved, email("kazuko@example.jp"), other_device, other_ip,
               other_card}},
        Scene{"whoever borrows her device",
              {name("鈴木 和子", "スズキ カズコ"), moved, phone("080-2222-3333"), email("kazuko@example.jp"),
               other_card}}));

TEST(Judge, KeepsColleaguesApart) {
  const Order first =
      changed(order_of_hanako(), {phone("03-1234-5678"), building("大久保ビル3F"), other_device});
  const Order second = changed(
      first, {name("鈴木 和子", "スズキ カズコ"), email("suzuki@example.jp"), device("d-3"), other_card});
  const LinkJudgement judgement = judge_orders(first, second);
  EXPECT_FALSE(judgement.same_person) << points_of(judgement);
  EXPECT_TRUE(points_of(judgement).contains("fixed_phone"));
}

TEST(Judge, KeepsStrangersApart) {
  const LinkJudgement judgement = judge_orders(order_of_hanako(), order_of_a_stranger());
  EXPECT_FALSE(judgement.same_person);
  EXPECT_LT(judgement.score, 0.01);
}

TEST(Judge, SaysNothingOfWhatIsMissing) {
  const LinkJudgement judgement = judge_orders(Order{}, order_of_hanako());
  EXPECT_TRUE(judgement.evidence.empty()) << points_of(judgement);
  EXPECT_FALSE(judgement.same_person);
  EXPECT_FALSE(judge_orders(Order{}, Order{}).same_person);
}

TEST(Judge, DoesNotTakeAGiverForTheRecipient) {
  Order gift = order_of_a_stranger();
  gift.delivery.emplace().recipient = order_of_hanako().buyer;
  EXPECT_FALSE(judge_orders(gift, order_of_hanako()).same_person);
}

TEST(Judge, NamesTheRecipientWhomTwoOrdersShare) {
  Order gift = order_of_a_stranger();
  gift.delivery.emplace().recipient = order_of_hanako().buyer;
  Order other = changed(order_of_a_stranger(), {name("鈴木 和子", "スズキ カズコ"), other_phone, other_email,
                                                other_device, other_ip, address("新宿区百人町1-2-3")});
  other.delivery = gift.delivery;
  const LinkJudgement judgement = judge_orders(gift, other);
  EXPECT_TRUE(points_of(judgement).contains("recipient ")) << points_of(judgement);
}

TEST(Judge, PutsTheHeaviestEvidenceFirst) {
  const LinkJudgement judgement =
      judge_orders(order_of_hanako(), changed(order_of_hanako(), {other_phone, other_card}));
  EXPECT_EQ(points_of(judgement), "mailbox device name room other_phone ");
  EXPECT_TRUE(std::ranges::is_sorted(judgement.evidence, std::ranges::greater{}, &Evidence::bits));
}

TEST(TouchPoints, HaveACodeAndWordsEach) {
  std::vector<std::string_view> codes;
  for (int i = 0; i <= static_cast<int>(TouchPoint::household); ++i) {
    const auto point = static_cast<TouchPoint>(i);
    EXPECT_FALSE(text_of(point).ja.empty());
    EXPECT_FALSE(text_of(point).en.empty());
    codes.push_back(to_string(point));
  }
  EXPECT_EQ(to_string(TouchPoint::household), "household");
  std::ranges::sort(codes);
  EXPECT_EQ(std::ranges::adjacent_find(codes), codes.end());
}

}  // namespace
}  // namespace sekisho::scoring::testing
