#include "orders.h"

#include <functional>
#include <optional>
#include <string>
#include <utility>

namespace sekisho::scoring::testing {
namespace {

struct Answer {
  std::int64_t after_ms;  // since the chat began
  const char* question;
  const char* text;
  std::int64_t typing_ms;
  bool pasted;
};

Timestamp at(const char* text) {
  return *parse_rfc3339(text);
}

std::vector<Message> chat(Timestamp began, std::initializer_list<Answer> answers) {
  std::vector<Message> messages;
  for (const Answer& answer : answers) {
    messages.push_back({.at = began + Milliseconds{answer.after_ms},
                        .from = Speaker::visitor,
                        .question_id = answer.question,
                        .text = answer.text,
                        .typing_ms = answer.typing_ms,
                        .pasted = answer.pasted,
                        .edits = 0});
  }
  return messages;
}

Order placed(const char* conversation, const char* when) {
  Order order;
  order.id = OrderId(std::string("ord_") + conversation);
  order.merchant_id = MerchantId("hadaiku");
  order.conversation_id = ConversationId(conversation);
  order.placed_at = at(when);
  order.received_at = order.placed_at;
  return order;
}

Visitor visitor(const char* ip, const char* device, const char* media) {
  Visitor who;
  who.ip = ip;
  who.device_id = device;
  who.language = "ja";
  who.affiliate = Affiliate{.network = "asp-1", .media_id = media, .click_id = {}, .clicked_at = {}};
  return who;
}

Item item(const char* sku, std::int64_t quantity, std::int64_t price, bool first_time_offer) {
  return {.sku = sku,
          .name = sku,
          .quantity = quantity,
          .unit_price = Money{.amount = price},
          .first_time_offer = first_time_offer,
          .recurring = first_time_offer};
}

}  // namespace

Order honest_subscription() {
  Order order = placed("c-1001", "2026-11-23T20:15:14.500+09:00");
  order.buyer.name = "山田 花子";
  order.buyer.name_kana = "ヤマダ ハナコ";
  order.buyer.phone = "090-1234-5678";
  order.buyer.email = "hanako.yamada@example.jp";
  order.buyer.postal_code = "150-0013";
  order.buyer.prefecture = "東京都";
  order.buyer.address = "渋谷区恵比寿１丁目１９−１９";
  order.buyer.birth_date = "1990-04-01";
  order.buyer.gender = "female";
  order.conversation.visitor = visitor("203.0.113.7", "d-1001", "m-210");
  order.conversation.messages = chat(at("2026-11-23T20:14:00.000+09:00"),
                                     {
                                         {7500, "name", "山田 花子", 5200, false},
                                         {17800, "name_kana", "ヤマダ ハナコ", 7400, false},
                                         {26800, "phone", "090-1234-5678", 6100, false},
                                         {39500, "email", "hanako.yamada@example.jp", 9800, false},
                                         {46300, "postal_code", "150-0013", 3900, false},
                                         {63500, "address", "渋谷区恵比寿１丁目１９−１９", 14300, false},
                                         {68200, "payment", "クレジットカード", 1800, false},
                                         {73700, "confirm", "注文する", 2600, false},
                                     });
  order.cart.total = Money{.amount = 980};
  order.cart.items = {item("SER-01", 1, 980, true)};
  order.payment.method = PaymentMethod::card;
  order.payment.card = Card{.bin = "453212",
                            .last4 = "0366",
                            .holder = "HANAKO YAMADA",
                            .token = "tok_1001",
                            .three_ds = ThreeDs::authenticated,
                            .failed_attempts = 0};
  return order;
}

Order ring_a() {
  Order order = placed("c-1002", "2026-11-23T02:41:11.856+09:00");
  order.buyer.name = "佐々木 健一";
  order.buyer.name_kana = "ササキ ケンイチ";
  order.buyer.phone = "050-3196-0001";
  order.buyer.email = "k.sasaki0001@mailinator.com";
  order.buyer.postal_code = "169-0072";
  order.buyer.prefecture = "東京都";
  order.buyer.address = "新宿区大久保2-7-5";
  order.buyer.building = "コーポ大久保101";
  order.buyer.birth_date = "1988-01-11";
  order.buyer.gender = "male";
  order.conversation.visitor = visitor("198.51.100.23", "d-77a", "m-771");
  order.conversation.messages =
      chat(at("2026-11-23T02:41:00.000+09:00"), {
                                                    {710, "name", "佐々木 健一", 310, true},
                                                    {2000, "name_kana", "ササキ ケンイチ", 290, true},
                                                    {3305, "phone", "050-3196-0001", 305, true},
                                                    {4605, "email", "k.sasaki0001@mailinator.com", 300, true},
                                                    {5903, "postal_code", "169-0072", 298, true},
                                                    {7214, "address", "新宿区大久保2-7-5", 311, true},
                                                    {8516, "building", "コーポ大久保101", 302, true},
                                                    {9796, "payment", "後払い", 280, false},
                                                    {11056, "confirm", "注文する", 260, false},
                                                });
  order.cart.total = Money{.amount = 980};
  order.cart.items = {item("SER-01", 1, 980, true)};
  order.payment.method = PaymentMethod::deferred;
  return order;
}

Order ring_b() {
  Order order = placed("c-1003", "2026-11-23T02:44:11.847+09:00");
  order.buyer.name = "佐々木　健二";
  order.buyer.name_kana = "ササキケンジ";
  order.buyer.phone = "０５０−３１９６−０００２";
  order.buyer.email = "k.sasaki0002@mailinator.com";
  order.buyer.postal_code = "1690072";
  order.buyer.prefecture = "東京都";
  order.buyer.address = "新宿区大久保二丁目七番五号";
  order.buyer.building = "コーポ大久保　１０２号室";
  order.buyer.birth_date = "1988-01-12";
  order.buyer.gender = "male";
  order.conversation.visitor = visitor("198.51.100.23", "d-77a", "m-771");
  order.conversation.messages = chat(at("2026-11-23T02:44:00.000+09:00"),
                                     {
                                         {700, "name", "佐々木　健二", 300, true},
                                         {1995, "name_kana", "ササキケンジ", 295, true},
                                         {3296, "phone", "０５０−３１９６−０００２", 301, true},
                                         {4595, "email", "k.sasaki0002@mailinator.com", 299, true},
                                         {5899, "postal_code", "1690072", 304, true},
                                         {7208, "address", "新宿区大久保二丁目七番五号", 309, true},
                                         {8508, "building", "コーポ大久保　１０２号室", 300, true},
                                         {9785, "payment", "後払い", 277, false},
                                         {11047, "confirm", "注文する", 262, false},
                                     });
  order.cart.total = Money{.amount = 980};
  order.cart.items = {item("SER-01", 1, 980, true)};
  order.payment.method = PaymentMethod::deferred;
  return order;
}

Order cod_unreachable() {
  Order order = placed("c-1004", "2026-11-23T23:52:42.700+09:00");
  order.buyer.name = "高橋 翔";
  order.buyer.name_kana = "タカハシ ショウ";
  order.buyer.phone = "080-9999-0004";
  order.buyer.email = "zxqv81k2@example.com";
  order.buyer.postal_code = "530-0001";
  order.buyer.prefecture = "大阪府";
  order.buyer.address = "大阪市北区梅田3-1-1";
  order.buyer.building = "梅田レジデンス 1408";
  order.buyer.birth_date = "2001-09-30";
  order.buyer.gender = "male";
  order.conversation.visitor = visitor("192.0.2.44", "d-1004", "m-305");
  order.conversation.messages =
      chat(at("2026-11-23T23:52:00.000+09:00"), {
                                                    {4100, "name", "高橋 翔", 1800, false},
                                                    {9100, "name_kana", "タカハシ ショウ", 2100, false},
                                                    {13500, "phone", "080-9999-0004", 1500, false},
                                                    {19000, "email", "zxqv81k2@example.com", 2600, false},
                                                    {23100, "postal_code", "530-0001", 1200, false},
                                                    {29800, "address", "大阪市北区梅田3-1-1", 3800, false},
                                                    {34400, "building", "梅田レジデンス 1408", 1700, false},
                                                    {38200, "payment", "代金引換", 900, false},
                                                    {41900, "confirm", "注文する", 800, false},
                                                });
  order.cart.total = Money{.amount = 8940};
  order.cart.items = {item("SER-01", 1, 980, true), item("CRM-02", 2, 3980, false)};
  order.payment.method = PaymentMethod::cod;
  return order;
}

Order resale() {
  Order order = placed("c-1005", "2026-11-23T10:00:16.705+09:00");
  order.buyer.name = "李 明";
  order.buyer.name_kana = "リ メイ";
  order.buyer.phone = "070-4455-6677";
  order.buyer.email = "sneaker.ops+05@gmail.com";
  order.buyer.postal_code = "272-0127";
  order.buyer.prefecture = "千葉県";
  order.buyer.address = "市川市塩浜3-17-8";
  order.buyer.building = "転送センター内 A-0512";
  order.buyer.birth_date = "1995-06-15";
  order.buyer.gender = "male";
  order.conversation.visitor = visitor("198.51.100.200", "d-900", "m-012");
  order.conversation.messages =
      chat(at("2026-11-23T10:00:04.000+09:00"), {
                                                    {820, "name", "李 明", 420, false},
                                                    {2200, "name_kana", "リ メイ", 380, false},
                                                    {3610, "phone", "070-4455-6677", 410, false},
                                                    {5005, "email", "sneaker.ops+05@gmail.com", 395, true},
                                                    {6405, "postal_code", "272-0127", 400, false},
                                                    {7835, "address", "市川市塩浜3-17-8", 430, true},
                                                    {9225, "building", "転送センター内 A-0512", 390, true},
                                                    {10575, "payment", "クレジットカード", 350, false},
                                                    {11905, "confirm", "注文する", 330, false},
                                                });
  order.cart.total = Money{.amount = 142800};
  order.cart.items = {item("SNK-90", 6, 23800, false)};
  order.payment.method = PaymentMethod::card;
  order.payment.card = Card{.bin = "402360",
                            .last4 = "1122",
                            .holder = "MING LI",
                            .token = "tok_1005",
                            .three_ds = ThreeDs::authenticated,
                            .failed_attempts = 0};
  Contact recipient;
  recipient.name = "倉庫担当 A-0512";
  recipient.name_kana = "ソウコタントウ";
  recipient.phone = "047-000-0000";
  recipient.postal_code = "272-0127";
  recipient.prefecture = "千葉県";
  recipient.address = "市川市塩浜３丁目１７番８号";
  recipient.building = "A-0512";
  order.delivery = Delivery{.recipient = recipient, .desired_at = "2026-11-26"};
  return order;
}

Order stolen_card() {
  Order order = placed("c-1006", "2026-11-23T03:17:30.850+09:00");
  order.buyer.name = "田中 太郎";
  order.buyer.name_kana = "タナカ タロウ";
  order.buyer.phone = "090-8765-4321";
  order.buyer.email = "ttt0099@yopmail.com";
  order.buyer.postal_code = "060-0001";
  order.buyer.prefecture = "北海道";
  order.buyer.address = "札幌市中央区北一条西2丁目";
  order.buyer.birth_date = "1979-12-24";
  order.buyer.gender = "male";
  order.conversation.visitor = visitor("192.0.2.199", "d-606", "");
  order.conversation.messages = chat(at("2026-11-23T03:17:00.000+09:00"),
                                     {
                                         {3200, "name", "田中 太郎", 900, true},
                                         {6950, "name_kana", "タナカ タロウ", 850, false},
                                         {10950, "phone", "090-8765-4321", 1100, true},
                                         {15150, "email", "ttt0099@yopmail.com", 1300, false},
                                         {18750, "postal_code", "060-0001", 700, false},
                                         {23150, "address", "札幌市中央区北一条西2丁目", 1500, false},
                                         {26650, "payment", "クレジットカード", 600, false},
                                         {30050, "confirm", "注文する", 500, false},
                                     });
  order.cart.total = Money{.amount = 100000};
  order.cart.items = {item("GFT-50", 2, 50000, false)};
  order.payment.method = PaymentMethod::card;
  order.payment.card = Card{.bin = "411111",
                            .last4 = "9920",
                            .holder = "JOHN A SMITH",
                            .token = "tok_1006",
                            .three_ds = ThreeDs::not_attempted,
                            .failed_attempts = 4};
  return order;
}

Order reservation() {
  Order order = placed("c-1012", "2026-11-23T12:30:52.400+09:00");
  order.buyer.name = "小林 美咲";
  order.buyer.name_kana = "コバヤシ ミサキ";
  order.buyer.phone = "08011112222";
  order.buyer.email = "misaki@example.ne.jp";
  order.conversation.visitor = visitor("203.0.113.15", "d-1012", "m-044");
  order.conversation.messages =
      chat(at("2026-11-23T12:30:00.000+09:00"), {
                                                    {6300, "name", "小林 美咲", 4000, false},
                                                    {14400, "name_kana", "コバヤシ ミサキ", 5200, false},
                                                    {22100, "phone", "08011112222", 4800, false},
                                                    {32600, "email", "misaki@example.ne.jp", 7600, false},
                                                    {37500, "postal_code", "", 2000, false},
                                                    {42400, "address", "", 2000, false},
                                                    {46800, "payment", "wallet", 1500, false},
                                                    {51600, "confirm", "注文する", 1900, false},
                                                });
  order.cart.total = Money{.amount = 0};
  order.payment.method = PaymentMethod::wallet;
  return order;
}

Past Shop::past_of(const Order& order) const {
  Past past;
  for (const Identifier& identifier : identifiers_of(order)) {
    if (identifier.party != Party::buyer) continue;
    past.orders[static_cast<std::size_t>(identifier.kind)] = index_.count(key(identifier), order.received_at);
  }
  return past;
}

void Shop::remember(const Order& order) {
  for (const Identifier& identifier : identifiers_of(order))
    index_.add(key(identifier), order.received_at);
}

VelocityIndex::Key Shop::key(const Identifier& identifier) {
  return std::hash<std::string>{}(std::string(to_string(identifier.kind)) + ':' + identifier.canonical);
}

}  // namespace sekisho::scoring::testing
