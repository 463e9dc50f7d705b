#include "identity/email.h"

#include <gtest/gtest.h>

#include "orders.h"
#include "shipped_data.h"
#include "signals/families.h"

namespace sekisho::scoring::testing {
namespace {

std::optional<std::string> canonical(std::string_view typed) {
  const auto mailbox = parse_mailbox(typed);
  return mailbox ? std::optional(canonical_email(*mailbox)) : std::nullopt;
}

template <class Signal>
SignalValue of(Signal signal, const std::string& email) {
  Order order;
  order.buyer.email = email;
  const Past past;
  return signal(Facts(order, past, shipped_data().tables()));
}

SignalValue class_of(const std::string& email) {
  return of(signals::email_class, email);
}

SignalValue text(const char* word) {
  return std::string(word);
}

TEST(Email, IsOneMailboxWhateverCaseWidthAndTag) {
  for (const char* spelling : {"hanako@example.jp", "Hanako@Example.JP", "ｈａｎａｋｏ＠ｅｘａｍｐｌｅ．ｊｐ",
                               " hanako@example.jp ", "hanako+shop@example.jp", "hanako+a+b@example.jp"}) {
    EXPECT_EQ(canonical(spelling), "hanako@example.jp") << spelling;
  }
}

TEST(Email, IgnoresDotsAtGmailOnly) {
  EXPECT_EQ(canonical("sneaker.ops+05@gmail.com"), "sneakerops@gmail.com");
  EXPECT_EQ(canonical("s.neakerops@googlemail.com"), "sneakerops@gmail.com");
  EXPECT_EQ(canonical("sneaker.ops@yahoo.co.jp"), "sneaker.ops@yahoo.co.jp");
}

TEST(Email, KeepsNumbersApart) {
  EXPECT_NE(canonical("k.sasaki0001@mailinator.com"), canonical("k.sasaki0002@mailinator.com"));
}

TEST(Email, TakesTheDotsThatCarriersGaveOut) {
  EXPECT_EQ(canonical("taro..y.@docomo.ne.jp"), "taro..y.@docomo.ne.jp");
}

TEST(Email, KeepsALocalPartThatBeginsWithPlus) {
  EXPECT_EQ(canonical("+x@example.jp"), "+x@example.jp");
}

TEST(Email, RefusesWhatNoServerTakes) {
  for (const std::string text :
       {"", "@", "a@", "@b.jp", "a b@c.jp", "a@b", "a@.jp", "a@b..jp", "a@-b.jp", "a@b-.jp", "a@1.2.3.4",
        "a@b@c.jp", "山田@example.jp", "a@b c.jp", "a\"b@c.jp", "<a@b.jp>"}) {
    EXPECT_EQ(canonical(text), std::nullopt) << text;
  }
  EXPECT_EQ(canonical(std::string(65, 'a') + "@example.jp"), std::nullopt);
  EXPECT_EQ(canonical("a@" + std::string(64, 'b') + ".jp"), std::nullopt);
}

TEST(EmailClass, KnowsTheClasses) {
  EXPECT_EQ(class_of("a@mailinator.com"), text("disposable"));
  EXPECT_EQ(class_of("a@yopmail.com"), text("disposable"));
  EXPECT_EQ(class_of("a@inbox.mailinator.com"), text("disposable")) << "a host below a listed domain";
  EXPECT_EQ(class_of("a@duck.com"), text("relay"));
  EXPECT_EQ(class_of("a@privaterelay.appleid.com"), text("relay"));
  EXPECT_EQ(class_of("a@gmail.com"), text("free"));
  EXPECT_EQ(class_of("a@yahoo.co.jp"), text("free"));
  EXPECT_EQ(class_of("a@docomo.ne.jp"), text("carrier"));
  EXPECT_EQ(class_of("a@example.co.jp"), text("other"));
  EXPECT_EQ(class_of("a@example.com"), text("other")) << "a reserved name says nothing";
  EXPECT_EQ(class_of("a@xdocomo.ne.jp"), text("other")) << "a label is not cut in two";
  EXPECT_EQ(class_of("a@"), text("invalid"));
  EXPECT_EQ(class_of(""), SignalValue(Missing{}));
}

TEST(EmailAlias, IsATag) {
  EXPECT_EQ(of(signals::email_alias, "a+b@example.jp"), SignalValue(true));
  EXPECT_EQ(of(signals::email_alias, "a.b@example.jp"), SignalValue(false));
  EXPECT_EQ(of(signals::email_alias, "nothing"), SignalValue(Missing{}));
}

TEST(RandomLocalPart, SeesDice) {
  for (const char* local : {"zxqv81k2", "a8f3k29dkq", "xqzvkjhwp", "q7w2x9v4", "bvxkqrtz99"}) {
    EXPECT_TRUE(looks_random(local)) << local;
  }
}

TEST(RandomLocalPart, SparesPeople) {
  for (const char* local : {"hanako.yamada", "k.sasaki0001", "misaki", "ttt0099", "sneaker.ops", "tkhs1985",
                            "ykhm0213", "takahashi.sho", "info", "shunsuke_1203", "mr.children2024",
                            "christopher", "matsumoto88", "lovelove.zzz", "y.k.1990.0401", "abc"}) {
    EXPECT_FALSE(looks_random(local)) << local;
  }
}

TEST(RandomLocalPart, SaysNothingOfARelaysOwnDice) {
  EXPECT_EQ(of(signals::email_random_local, "zxqv81k2@duck.com"), SignalValue(Missing{}));
  EXPECT_EQ(of(signals::email_random_local, "zxqv81k2@example.com"), SignalValue(true));
}

}  // namespace
}  // namespace sekisho::scoring::testing
