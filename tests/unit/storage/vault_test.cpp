#include <set>

#include <domain/crypto.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <storage/vault.h>

#include "support/seeded_random.h"

namespace sekisho::storage {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

const std::string sixty_four_digits = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";

MasterKey a_key() {
  return MasterKey::parse(sixty_four_digits + "\n").value();
}

std::string hex(const LookupKey& key) {
  return hex_encode({reinterpret_cast<const char*>(key.data()), key.size()});
}

TEST(MasterKeyFile, IsSixtyFourHexadecimalDigitsAndANewline) {
  const auto key = MasterKey::parse(sixty_four_digits + "\n");
  ASSERT_TRUE(key);
  EXPECT_EQ(hex_encode(key->bytes().reveal()), sixty_four_digits);
  EXPECT_EQ(key->file_content().reveal(), sixty_four_digits + "\n");
}

TEST(MasterKeyFile, MayLackTheNewlineAndUseCapitals) {
  auto capitals = sixty_four_digits;
  for (auto& c : capitals)
    c = static_cast<char>(std::toupper(c));
  const auto key = MasterKey::parse(capitals);
  ASSERT_TRUE(key);
  EXPECT_EQ(key->id(), a_key().id());
}

TEST(MasterKeyFile, RefusesAnythingElseWithoutRepeatingIt) {
  for (const std::string& content :
       {std::string{}, std::string{"\n"}, sixty_four_digits.substr(1), sixty_four_digits + "0",
        sixty_four_digits + "\n\n", sixty_four_digits + "\r\n", " " + sixty_four_digits,
        "g" + sixty_four_digits.substr(1), sixty_four_digits.substr(0, 63) + std::string(1, '\0'),
        "0x" + sixty_four_digits.substr(2)}) {
    const auto key = MasterKey::parse(content);
    ASSERT_FALSE(key) << content;
    EXPECT_EQ(key.error().kind, ErrorKind::malformed);
    EXPECT_THAT(key.error().detail, Not(HasSubstr("0102")));
  }
}

TEST(MasterKeyFile, RoundTripsAGeneratedKey) {
  testing::SeededRandom random;
  const auto key = MasterKey::generate(random);
  const auto again = MasterKey::parse(key.file_content().reveal());
  ASSERT_TRUE(again);
  EXPECT_EQ(again->bytes().reveal(), key.bytes().reveal());
  EXPECT_NE(MasterKey::generate(random).id(), key.id());
}

TEST(MasterKeyId, NamesTheKeyAndRevealsNothingOfIt) {
  EXPECT_EQ(a_key().id(), a_key().id());
  EXPECT_EQ(a_key().id().size(), 16U);
  EXPECT_THAT(sixty_four_digits, Not(HasSubstr(a_key().id())));
  // HKDF computed elsewhere; a store remembers it.
  EXPECT_EQ(a_key().id(), "b490463434151f19");
}

TEST(LookupHasher, GivesOneValueOneKey) {
  LookupHasher hasher(a_key());
  LookupHasher another(a_key());
  const MerchantId acme{"acme"};
  EXPECT_EQ(hasher.key(acme, "phone", "09012345678"), another.key(acme, "phone", "09012345678"));
  // HKDF and HMAC computed elsewhere; look-up columns of existing databases depend on it.
  EXPECT_EQ(hex(hasher.key(acme, "phone", "09012345678")), "a836fa92bc4e555e37acb7e099796eb7");
}

TEST(LookupHasher, TellsMerchantsKindsAndValuesApart) {
  LookupHasher hasher(a_key());
  std::set<LookupKey> keys;
  for (const auto* merchant : {"", "a", "ab", "abc"}) {
    for (const auto* kind : {"", "b", "bc", "c"}) {
      for (const auto* value : {"", "c", "bc", "abc"})
        keys.insert(hasher.key(MerchantId{merchant}, kind, value));
    }
  }
  EXPECT_EQ(keys.size(), 64U);
}

TEST(LookupHasher, DependsOnTheMasterKey) {
  testing::SeededRandom random;
  LookupHasher one(a_key());
  LookupHasher other(MasterKey::generate(random));
  EXPECT_NE(one.key(MerchantId{"acme"}, "phone", "1"), other.key(MerchantId{"acme"}, "phone", "1"));
}

TEST(LookupHasher, CanBeMoved) {
  LookupHasher hasher(a_key());
  const auto before = hasher.key(MerchantId{"acme"}, "phone", "1");
  LookupHasher moved = std::move(hasher);
  EXPECT_EQ(moved.key(MerchantId{"acme"}, "phone", "1"), before);
}

TEST(ShortKey, IsTheFirstEightBytesHighestFirst) {
  LookupKey key{};
  key.fill(std::byte{0xee});
  for (unsigned i = 0; i < 8; ++i)
    key[i] = static_cast<std::byte>(i + 1);
  EXPECT_EQ(short_key(key), 0x0102030405060708U);
}

}  // namespace
}  // namespace sekisho::storage
