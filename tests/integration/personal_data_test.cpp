#include <array>
#include <csignal>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <adapters/standard_webhooks.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "shop.h"
#include "traces.h"

// At rest nothing personal is in plain: not in the database, not in its WAL, not in the log.

namespace sekisho::integration {
namespace {

using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

constexpr std::array all_samples{"07-conversation-updated.json",
                                 "01-honest-subscription.json",
                                 "02-affiliate-ring-a.json",
                                 "03-affiliate-ring-b.json",
                                 "04-cod-unreachable.json",
                                 "05-resale.json",
                                 "06-stolen-card.json",
                                 "08-conversation-abandoned.json",
                                 "09-order-amended-upsell.json",
                                 "10-confirmation-code-submitted.json",
                                 "11-confirmation-succeeded.json",
                                 "12-reservation.json",
                                 "13-order-cancelled-by-buyer.json"};

constexpr std::array personal_members{"name",      "name_kana",  "phone",    "email",    "address",
                                      "building",  "ip",         "holder",   "token",    "birth_date",
                                      "device_id", "user_agent", "click_id", "referrer", "code"};

/// The texts of all personal members below `value`. A name is personal where a person is described.
void collect(const json& value, std::string_view parent, std::set<std::string>& texts) {
  for (const auto& [name, member] : value.items()) {
    const bool thing = name == "name" && (parent == "scenario" || parent == "items");
    const bool personal = std::ranges::find(personal_members, name) != personal_members.end() && !thing;
    if (personal && member.is_string()) texts.insert(member.get<std::string>());
    if (member.is_structured()) collect(member, value.is_array() ? parent : std::string_view{name}, texts);
  }
}

/// A text and its words.
void add_spellings(const std::string& text, std::vector<std::string>& needles) {
  std::string word;
  std::vector<std::string> forms{text};
  for (const char c : text + ' ') {
    if (c != ' ') {
      word += c;
    } else {
      forms.push_back(std::exchange(word, {}));
    }
  }
  for (const auto& form : forms) {
    for (auto& spelling : spellings_of(form))
      needles.push_back(std::move(spelling));
  }
}

std::vector<std::string> personal_needles() {
  std::set<std::string> texts;
  for (const auto* file : all_samples) {
    const auto data = json::parse(sample(file)).at("data");
    collect(data, "data", texts);
    if (!data.contains("messages")) continue;
    for (const auto& message : data.at("messages")) {
      if (message.at("from") == "visitor") texts.insert(message.at("text").get<std::string>());
    }
  }
  std::vector<std::string> needles;
  for (const auto& text : texts)
    add_spellings(text, needles);
  return needles;
}

std::vector<std::string> secret_needles(const Shop& shop) {
  std::vector<std::string> needles = spellings_of(shop.installation.operator_token());
  for (const auto& secret : {shop.hook.signing_secret, shop.hook.callback_secret}) {
    const auto key = adapters::signing_key(secret).value();
    for (auto& spelling : spellings_of(secret))
      needles.push_back(std::move(spelling));
    for (auto& spelling : spellings_of(key.reveal()))
      needles.push_back(std::move(spelling));
  }
  return needles;
}

/// A shop with a full day's business behind it, in which people's data went through every door.
struct BusyShop : Shop {
  BusyShop() : Shop({{"SEKISHO_RUNTIME_LOG_LEVEL", "debug"}}) {
    auto seller = vendor();
    for (const auto* file : all_samples) {
      const auto answer = seller.post("evt-" + std::string{file}.substr(0, 2), sample(file));
      EXPECT_LT(answer.status, 500);
    }
    auto broken = json::parse(sample("01-honest-subscription.json"));
    broken["timestamp"] = "090-1234-5678";
    EXPECT_EQ(seller.post("evt-99", broken.dump()).status, 422);

    auto person = admin();
    const auto lists = "/v1/merchants/" + std::string{merchant} + "/lists/deny/entries";
    const json phone{{"kind", "phone"}, {"value", "080-9999-0004"}, {"reason", "高橋 翔"}};
    const json email{{"kind", "email"}, {"value", "ttt0099@yopmail.com"}, {"reason", "田中 太郎"}};
    person.send("POST", lists, phone);
    person.send("POST", lists, email);
    for (const std::string query : {"09012345678", "090-1234-5678", "hanako.yamada%40example.jp"}) {
      EXPECT_THAT(person.all("/v1/orders?merchant_id=hadaiku&q=" + query), SizeIs(1)) << query;
    }
    for (const auto& row : person.all("/v1/orders")) {
      const std::string id = row.at("id");
      EXPECT_THAT(person.get("/v1/orders/" + id), Not(IsEmpty()));
      person.send("POST", "/v1/orders/" + id + "/decision",
                  {{"decision", "cancel"}, {"note", "電話 080-9999-0004"}});
    }
    EXPECT_TRUE(eventually([&] { return person.get("/v1/callbacks?status=pending").at("data").empty(); }));
  }
};

TEST(PersonalData, IsInNoFileAndNoLogLine) {
  BusyShop shop;
  auto needles = personal_needles();
  EXPECT_GT(needles.size(), 500U);
  for (auto& needle : secret_needles(shop))
    needles.push_back(std::move(needle));

  shop.gateway->kill();  // with its WAL beside it
  const auto killed = stored_bytes(shop.installation.directory());
  EXPECT_THAT(found_in(killed, needles), IsEmpty());
  EXPECT_THAT(found_in(shop.gateway->log_text(), needles), IsEmpty());

  shop.start();
  EXPECT_EQ(shop.gateway->stop(), 0);
  EXPECT_THAT(found_in(stored_bytes(shop.installation.directory()), needles), IsEmpty());
  EXPECT_THAT(found_in(shop.gateway->log_text(), needles), IsEmpty());
}

TEST(PersonalData, IsNotMissedForWantOfLooking) {
  // The search finds what is no secret: so it would have found the rest.
  BusyShop shop;
  shop.gateway->kill();
  const auto bytes = stored_bytes(shop.installation.directory());
  EXPECT_THAT(found_in(bytes, {"c-1001", "c-1006", "hadaiku", shop.hook.id}), SizeIs(4));
  EXPECT_THAT(found_in(shop.gateway->log_text(), {shop.hook.id}), SizeIs(1));

  const auto planted = [&](std::string_view hidden) {
    return found_in(bytes + std::string{hidden}, personal_needles());
  };
  EXPECT_THAT(planted("x 090-1234-5678 x"), Not(IsEmpty()));
  EXPECT_THAT(planted("+819012345678"), Not(IsEmpty()));
  EXPECT_THAT(planted("Hanako.Yamada@example.jp"), IsEmpty()) << "a spelling that nobody sent";
  EXPECT_THAT(planted("hanako.yamada@example.jp"), Not(IsEmpty()));
  EXPECT_THAT(planted(R"(\u5c71\u7530)"), Not(IsEmpty()));
  EXPECT_THAT(planted("x" + base64_encode("\x01山田 花子")), Not(IsEmpty()));
}

}  // namespace
}  // namespace sekisho::integration
