#include <algorithm>
#include <cstddef>
#include <new>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <domain/crypto.h>
#include <gtest/gtest.h>

#include "support/seeded_random.h"

namespace sekisho {
namespace {

std::string repeated(std::size_t count, unsigned char byte) {
  return std::string(count, static_cast<char>(byte));
}

std::string hmac(const std::string& key, std::string_view data) {
  return hex_encode(view_of(Hmac{Secret{key}}.of({data})));
}

TEST(Sha256, GivesTheVectorsOfFips180) {
  EXPECT_EQ(hex_encode(view_of(sha256("abc"))),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(hex_encode(view_of(sha256(""))),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST(Hmac, GivesTheVectorsOfRfc4231) {
  EXPECT_EQ(hmac(repeated(20, 0x0b), "Hi There"),
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
  EXPECT_EQ(hmac("Jefe", "what do ya want for nothing?"),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  EXPECT_EQ(hmac(repeated(20, 0xaa), repeated(50, 0xdd)),
            "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe");
  EXPECT_EQ(hmac(repeated(131, 0xaa), "Test Using Larger Than Block-Size Key - Hash Key First"),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

TEST(Hmac, TakesAnEmptyKeyAndEmptyData) {
  EXPECT_EQ(hmac("", ""), "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad");
}

TEST(Hmac, IsTheSameHoweverTheInputIsCut) {
  Hmac mac{Secret{"Jefe"}};
  const auto whole = mac.of({"what do ya want for nothing?"});
  EXPECT_EQ(mac.of({"what do ya ", "", "want for nothing?"}), whole);
  EXPECT_EQ(mac.of({"what", " do ya want for ", "nothing", "?"}), whole);
}

TEST(Hmac, RemembersNothingOfTheLastInput) {
  Hmac mac{Secret{"key"}};
  const auto first = mac.of({"a"});
  (void)mac.of({"something else"});
  EXPECT_EQ(mac.of({"a"}), first);
}

TEST(Hmac, MovesWithItsKey) {
  Hmac mac{Secret{"Jefe"}};
  const auto before = mac.of({"data"});
  Hmac moved = std::move(mac);
  EXPECT_EQ(moved.of({"data"}), before);
}

TEST(DeriveKey, GivesTheVectorOfRfc5869WithoutSaltAndPurpose) {
  const auto key = derive_key(Secret{repeated(22, 0x0b)}, "", 42);
  EXPECT_EQ(hex_encode(key.reveal()),
            "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8");
}

TEST(DeriveKey, GivesEachPurposeItsOwnKey) {
  const Secret master{repeated(32, 0x42)};
  EXPECT_NE(derive_key(master, "index").reveal(), derive_key(master, "vault").reveal());
  EXPECT_EQ(derive_key(master, "index").reveal(), derive_key(master, "index").reveal());
  EXPECT_EQ(derive_key(master, "index").reveal().size(), 32U);
}

TEST(ConstantTimeEquality, IsEquality) {
  EXPECT_TRUE(equal_constant_time("", ""));
  EXPECT_TRUE(equal_constant_time("token", "token"));
  EXPECT_FALSE(equal_constant_time("token", "tokem"));
  EXPECT_FALSE(equal_constant_time("token", "toke"));
  EXPECT_FALSE(equal_constant_time("token", std::string_view{"token\0", 6}));
  EXPECT_FALSE(equal_constant_time("", "x"));
}

TEST(Base64, GivesTheVectorsOfRfc4648) {
  const std::pair<std::string_view, std::string_view> vectors[] = {{"", ""},
                                                                   {"f", "Zg=="},
                                                                   {"fo", "Zm8="},
                                                                   {"foo", "Zm9v"},
                                                                   {"foob", "Zm9vYg=="},
                                                                   {"fooba", "Zm9vYmE="},
                                                                   {"foobar", "Zm9vYmFy"}};
  for (const auto& [bytes, text] : vectors) {
    EXPECT_EQ(base64_encode(bytes), text);
    EXPECT_EQ(base64_decode(text), bytes);
  }
}

TEST(Base64, ReadsBackAnyBytes) {
  testing::SeededRandom random;
  for (std::size_t size = 0; size < 100; ++size) {
    const auto bytes = random_bytes(random, size);
    ASSERT_EQ(base64_decode(base64_encode(bytes)), bytes);
  }
}

TEST(Base64, RefusesWhatItWouldNotHaveWritten) {
  for (const std::string_view text : {
           "Zg",        // no padding
           "Zg=",       //
           "Zg===",     //
           "Z===",      //
           "====",      //
           "=",         //
           "Zh==",      // bits left over: decodes like Zg==
           "Zm9=",      // likewise
           "Zm9v=",     //
           "Zg==Zg==",  // padding in the middle
           "Z=g=",      //
           "Zm9v\n",    // line breaks
           "Zm 9",      //
           "-_-_",      // the alphabet of URLs
           "Zm9\x80",   // not ASCII
       }) {
    EXPECT_EQ(base64_decode(text), std::nullopt) << text;
  }
  EXPECT_EQ(base64_decode(std::string_view{"Zm9\0", 4}), std::nullopt);
}

TEST(Base64, HasOneTextForEachValue) {
  // Of all four-character texts that end in padding, those that decode encode back to themselves.
  const std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  int decoded = 0;
  for (const char first : alphabet) {
    for (const char second : alphabet) {
      const std::string text{first, second, '=', '='};
      const auto bytes = base64_decode(text);
      if (!bytes) continue;
      ++decoded;
      ASSERT_EQ(base64_encode(*bytes), text);
    }
  }
  EXPECT_EQ(decoded, 256);
}

TEST(Hex, IsLowerCase) {
  EXPECT_EQ(hex_encode(std::string_view{"\x00\x7f\xab\xff", 4}), "007fabff");
}

TEST(Secret, IsEmptyAfterItMovedAway) {
  Secret first{std::string(40, 's')};
  const Secret second = std::move(first);
  EXPECT_TRUE(first.empty());  // NOLINT(bugprone-use-after-move): what is left is the point
  EXPECT_EQ(second.reveal(), std::string(40, 's'));
}

TEST(Secret, TakesTheOthersPlaceWhenAssigned) {
  Secret held{"old"};
  held = Secret{"new"};
  EXPECT_EQ(held.reveal(), "new");
  const Secret copy = held;
  held = Secret{};
  EXPECT_TRUE(held.empty());
  EXPECT_EQ(copy.reveal(), "new");
}

TEST(Secret, IsWipedWhenItsLifeEnds) {
  // Short enough to live inside the object, so that its storage can still be looked at.
  alignas(Secret) std::byte storage[sizeof(Secret)] = {};
  auto* secret = new (storage) Secret{std::string{"hunter2"}};
  const std::string_view bytes{reinterpret_cast<const char*>(storage), sizeof storage};
  ASSERT_TRUE(bytes.contains("hunter2"));
  secret->~Secret();
  EXPECT_FALSE(bytes.contains("hunter2"));
}

}  // namespace
}  // namespace sekisho
