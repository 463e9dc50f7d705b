#include <chrono>
#include <string>
#include <vector>

#include <adapters/standard_webhooks.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sekisho::adapters {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::HasSubstr;

// The example of the Standard Webhooks libraries, also served by Svix's documentation.
constexpr std::string_view published_secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
constexpr std::string_view published_id = "msg_p5jXN8AQM9LWM0D4loKWxJek";
constexpr std::string_view published_timestamp = "1614265330";
constexpr std::string_view published_body = R"({"test": 2432232314})";
constexpr std::string_view published_signature = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

std::vector<Hmac> keys_of(std::initializer_list<std::string_view> secrets) {
  std::vector<Hmac> keys;
  for (const auto secret : secrets)
    keys.emplace_back(signing_key(secret).value());
  return keys;
}

/// A delivery as it arrives; each test spoils one thing about it.
struct Delivery {
  std::vector<std::string_view> id = {published_id};
  std::vector<std::string_view> timestamp = {published_timestamp};
  std::vector<std::string_view> signature = {published_signature};
  std::string_view body = published_body;
  std::optional<Timestamp> now = Timestamp{seconds{1614265330}};

  [[nodiscard]] Result<SignedMessage> verified() const {
    auto keys = keys_of({published_secret});
    return verified_by(keys);
  }

  [[nodiscard]] Result<SignedMessage> verified_by(std::vector<Hmac>& keys) const {
    return verify({id, timestamp, signature}, body, keys, now);
  }
};

/// Signed for real, so that nothing but the form of id or timestamp can refuse it.
Result<SignedMessage> verify_signed(std::string_view id, std::string_view timestamp) {
  auto keys = keys_of({published_secret});
  const std::string signature = sign(id, timestamp, published_body, keys);
  return verify({{id}, {timestamp}, {signature}}, published_body, keys, std::nullopt);
}

Result<SignedMessage> verify_signature(std::string_view signature) {
  Delivery delivery;
  delivery.signature = {signature};
  return delivery.verified();
}

MATCHER_P(IsUnauthorized, detail, "") {
  return !arg && arg.error().kind == ErrorKind::unauthorized &&
         arg.error().detail.find(detail) != std::string::npos;
}

TEST(StandardWebhooks, AcceptsThePublishedExample) {
  const auto message = Delivery{}.verified();
  ASSERT_TRUE(message);
  EXPECT_EQ(message->id, published_id);
  EXPECT_EQ(message->signed_at, Timestamp{seconds{1614265330}});
}

TEST(StandardWebhooks, SignsThePublishedExample) {
  auto keys = keys_of({published_secret});
  EXPECT_EQ(sign(published_id, published_timestamp, published_body, keys), published_signature);
}

TEST(StandardWebhooks, RefusesAnyOtherBody) {
  for (const std::string_view body :
       {R"({"test": 2432232315})", R"({"test":2432232314})", R"({"test": 2432232314} )", ""}) {
    Delivery delivery;
    delivery.body = body;
    EXPECT_THAT(delivery.verified(), IsUnauthorized("webhook-signature")) << body;
  }
}

TEST(StandardWebhooks, RefusesAnotherIdOrTimestampThanTheSignedOne) {
  Delivery other_id;
  other_id.id = {"msg_p5jXN8AQM9LWM0D4loKWxJel"};
  EXPECT_THAT(other_id.verified(), IsUnauthorized("webhook-signature"));
  Delivery other_timestamp;
  other_timestamp.timestamp = {"1614265331"};
  EXPECT_THAT(other_timestamp.verified(), IsUnauthorized("webhook-signature"));
}

TEST(StandardWebhooks, RefusesWhenNoKeyIsLive) {
  std::vector<Hmac> none;
  EXPECT_THAT(Delivery{}.verified_by(none), IsUnauthorized("webhook-signature"));
}

TEST(StandardWebhooks, TriesEveryKey) {
  auto keys = keys_of(
      {"whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "whsec_BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB", published_secret});
  EXPECT_TRUE(Delivery{}.verified_by(keys));
  keys.pop_back();
  EXPECT_FALSE(Delivery{}.verified_by(keys));
}

TEST(StandardWebhooks, SignsUnderEachKeySoThatEitherHolderAccepts) {
  auto both = keys_of({"whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", published_secret});
  const std::string signature = sign(published_id, published_timestamp, published_body, both);
  EXPECT_THAT(signature, testing::MatchesRegex("v1,[^ ]{44} v1,[^ ]{44}"));
  Delivery delivery;
  delivery.signature = {signature};
  for (const std::string_view secret :
       {std::string_view{"whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}, published_secret}) {
    auto one = keys_of({secret});
    EXPECT_TRUE(delivery.verified_by(one)) << secret;
  }
}

TEST(StandardWebhooks, RefusesAMissingHeader) {
  Delivery delivery;
  delivery.id.clear();
  EXPECT_THAT(delivery.verified(), IsUnauthorized("webhook-id is missing"));
  delivery = {};
  delivery.timestamp.clear();
  EXPECT_THAT(delivery.verified(), IsUnauthorized("webhook-timestamp is missing"));
  delivery = {};
  delivery.signature.clear();
  EXPECT_THAT(delivery.verified(), IsUnauthorized("webhook-signature is missing"));
}

TEST(StandardWebhooks, RefusesADoubledHeaderEvenWhenBothValuesAgree) {
  Delivery delivery;
  delivery.id = {published_id, published_id};
  EXPECT_THAT(delivery.verified(), IsUnauthorized("webhook-id came more than once"));
  delivery = {};
  delivery.timestamp = {published_timestamp, published_timestamp};
  EXPECT_THAT(delivery.verified(), IsUnauthorized("webhook-timestamp came more than once"));
  delivery = {};
  delivery.signature = {published_signature, published_signature};
  EXPECT_THAT(delivery.verified(), IsUnauthorized("webhook-signature came more than once"));
}

TEST(StandardWebhooks, AcceptsFiveMinutesOfAgeAndNoMore) {
  Delivery delivery;
  delivery.now = Timestamp{seconds{1614265330 + 300}};
  EXPECT_TRUE(delivery.verified());
  *delivery.now += milliseconds{1};
  EXPECT_THAT(delivery.verified(), IsUnauthorized("too old"));
}

TEST(StandardWebhooks, AcceptsFiveMinutesOfFutureAndNoMore) {
  Delivery delivery;
  delivery.now = Timestamp{seconds{1614265330 - 300}};
  EXPECT_TRUE(delivery.verified());
  *delivery.now -= milliseconds{1};
  EXPECT_THAT(delivery.verified(), IsUnauthorized("future"));
}

TEST(StandardWebhooks, RefusesATimestampADayInTheFuture) {
  Delivery delivery;
  delivery.now = Timestamp{seconds{1614265330} - std::chrono::days{1}};
  EXPECT_THAT(delivery.verified(), IsUnauthorized("future"));
}

TEST(StandardWebhooks, SkipsTheAgeCheckWithoutATimeButNotTheMac) {
  Delivery delivery;
  delivery.now = std::nullopt;
  EXPECT_TRUE(delivery.verified());
  delivery.body = "{}";
  EXPECT_FALSE(delivery.verified());
}

TEST(StandardWebhooks, ReadsNothingButDecimalDigitsAsATimestamp) {
  EXPECT_TRUE(verify_signed("msg_1", "1614265330"));
  EXPECT_TRUE(verify_signed("msg_1", "0"));
  EXPECT_TRUE(verify_signed("msg_1", "253402300799"));
  for (const std::string_view timestamp :
       {"", "+1614265330", "-1614265330", " 1614265330", "1614265330 ", "01614265330", "00", "1614265330abc",
        "1614265330.0", "1614265330.5", "1.61e9", "0x6037bb72", "１６１４２６５３３０", "1614265330\n",
        "2021-02-25T15:02:10Z", "253402300800", "9223372036854775807", "18446744073709551616",
        "99999999999999999999999999999999999999"}) {
    EXPECT_THAT(verify_signed("msg_1", timestamp), IsUnauthorized("webhook-timestamp must be")) << timestamp;
  }
}

TEST(StandardWebhooks, ReadsVisibleAsciiWithoutADotAsAnId) {
  EXPECT_TRUE(verify_signed("!", "1614265330"));
  EXPECT_TRUE(verify_signed("~", "1614265330"));
  EXPECT_TRUE(verify_signed(std::string(128, 'x'), "1614265330"));
  for (const std::string& id : {std::string{}, std::string(129, 'x'), std::string{"a.b"}, std::string{"."},
                                std::string{"a b"}, std::string{" a"}, std::string{"a\tb"},
                                std::string{"a\x7f"}, std::string{"\xe3\x81\x82"}, std::string{"a\0b", 3}}) {
    EXPECT_THAT(verify_signed(id, "1614265330"), IsUnauthorized("webhook-id must be")) << id;
  }
}

TEST(StandardWebhooks, LetsOneSignatureStandForOneIdOnly) {
  auto keys = keys_of({published_secret});
  const std::string signature = sign("a", "1", "2.body", keys);
  ASSERT_EQ(sign("a.1", "2", "body", keys), signature);
  EXPECT_TRUE(verify({{"a"}, {"1"}, {signature}}, "2.body", keys, std::nullopt));
  EXPECT_THAT(verify({{"a.1"}, {"2"}, {signature}}, "body", keys, std::nullopt),
              IsUnauthorized("webhook-id"));
}

TEST(StandardWebhooks, FindsTheOneGoodSignatureInAList) {
  const std::string good{published_signature};
  const std::string wrong = "v1,Ceo5qEr07ixe2NLpvHk3FH9bwy/WavXrAFQ/9tdO6mc=";
  for (const std::string& list :
       {good + " " + wrong, wrong + " " + good, "v1a,hnO3f9T8Ytu9HwrXslvumlUpqtNVqkhqw " + good,
        "v2," + good.substr(3) + " " + good, "v1,not-base64 " + good, "v1, " + good}) {
    EXPECT_TRUE(verify_signature(list)) << list;
  }
  EXPECT_THAT(verify_signature(wrong + " v2," + good.substr(3)), IsUnauthorized("webhook-signature has no"));
}

TEST(StandardWebhooks, TakesTheVersionExactly) {
  const std::string mac{published_signature.substr(3)};
  for (const std::string prefix :
       {"V1,", "v1 ,", "v01,", "v1.", "v1=", "v1,,", "v1,v1,", "v2,", "v1a,", ",", ""}) {
    EXPECT_THAT(verify_signature(prefix + mac), IsUnauthorized("webhook-signature")) << prefix;
  }
}

TEST(StandardWebhooks, TakesNothingButCanonicalStandardBase64) {
  for (const std::string_view mac : {
           "g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE",     // no padding
           "g0hM9SsE-OTPJTGt_tmIKtSyZlE3uFJELVlNIOLJ1OE=",    // the URL alphabet
           "g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OF=",    // stray bits beyond the last byte
           "g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE==",   // padding too many
           "g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=\n",  //
           "g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=x",   //
           "g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ",        // a part of it
           "",
       }) {
    EXPECT_THAT(verify_signature("v1," + std::string{mac}), IsUnauthorized("webhook-signature")) << mac;
  }
}

TEST(StandardWebhooks, RefusesAListThatIsNotOne) {
  const std::string good{published_signature};
  for (const std::string& list : {std::string{}, std::string{" "}, " " + good, good + " ", good + "  " + good,
                                  good + "\t" + good, good + " garbage", "garbage " + good}) {
    EXPECT_THAT(verify_signature(list), IsUnauthorized("webhook-signature")) << '[' << list << ']';
  }
}

TEST(StandardWebhooks, ReadsSixteenSignaturesAndRefusesMore) {
  std::string list{published_signature};
  for (int i = 0; i < 15; ++i)
    list = "v1,AAAA " + list;
  EXPECT_TRUE(verify_signature(list));
  EXPECT_THAT(verify_signature("v1,AAAA " + list), IsUnauthorized("up to 16"));
}

TEST(StandardWebhooks, NeverTellsWhatTheMacShouldHaveBeen) {
  const auto refused = verify_signature("v1,Ceo5qEr07ixe2NLpvHk3FH9bwy/WavXrAFQ/9tdO6mc=");
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().detail, testing::Not(HasSubstr(published_signature.substr(3))));
  EXPECT_TRUE(refused.error().faults.empty());
}

TEST(SigningSecret, IsWhsecAndBase64Of24To64Bytes) {
  EXPECT_EQ(signing_key(published_secret)->reveal().size(), 24U);
  for (const std::size_t size : {24U, 32U, 64U}) {
    EXPECT_TRUE(signing_key("whsec_" + base64_encode(std::string(size, 'k')))) << size;
  }
  for (const std::size_t size : {0U, 1U, 23U, 65U}) {
    EXPECT_FALSE(signing_key("whsec_" + base64_encode(std::string(size, 'k')))) << size;
  }
  for (const std::string_view secret :
       {"", "whsec_", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "WHSEC_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        " whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaS",
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLa-_", "whpk_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"}) {
    EXPECT_FALSE(signing_key(secret)) << secret;
  }
}

class CountingRandom : public Random {
 public:
  void fill(std::span<std::byte> out) override {
    for (std::byte& byte : out)
      byte = std::byte{next_++};
  }

 private:
  unsigned char next_ = 0;
};

TEST(SigningSecret, IsMadeOf32RandomBytes) {
  CountingRandom random;
  const Secret first = make_signing_secret(random);
  const Secret second = make_signing_secret(random);
  EXPECT_EQ(first.reveal(), "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=");
  EXPECT_EQ(signing_key(first.reveal())->reveal().size(), 32U);
  EXPECT_NE(first.reveal(), second.reveal());
}

}  // namespace
}  // namespace sekisho::adapters
