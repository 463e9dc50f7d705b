#include "sealing.h"

#include <algorithm>
#include <map>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/seeded_random.h"

namespace sekisho::storage {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

/// Keys as a database would keep them.
class KeysInMemory final : public DataKeyTable {
 public:
  std::optional<WrappedKey> newest(std::string_view merchant) override {
    std::optional<WrappedKey> found;
    for (const auto& [id, key] : keys) {
      if (key.merchant == merchant) found = key;
    }
    return found;
  }

  std::optional<WrappedKey> find(std::uint32_t id) override {
    const auto key = keys.find(id);
    return key == keys.end() ? std::nullopt : std::optional{key->second};
  }

  std::uint32_t next_id() override { return keys.empty() ? 1 : keys.rbegin()->first + 1; }

  void insert(const WrappedKey& key) override { keys[key.id] = key; }

  std::map<std::uint32_t, WrappedKey> keys;
};

constexpr Place phone_of_order{.merchant = "acme", .table = "orders", .row = "ord_1", .column = "document"};

class Sealing : public ::testing::Test {
 protected:
  testing::SeededRandom random_;
  MasterKey master_ = MasterKey::generate(random_);
  KeysInMemory table_;
  Sealer sealer_{master_, table_, random_};

  /// Opens as another process would, with no key in memory.
  std::string opened_afresh(const Place& place, std::string_view sealed) {
    Sealer other(master_, table_, random_);
    return other.open(place, sealed);
  }
};

TEST_F(Sealing, ASealedValueOpensInItsPlace) {
  for (const std::string& plain : {std::string{"090-1234-5678"}, std::string{}, std::string(100'000, '\xff'),
                                   std::string("\0binary\0", 8)}) {
    const auto sealed = sealer_.seal(phone_of_order, plain);
    EXPECT_EQ(sealer_.open(phone_of_order, sealed), plain);
    EXPECT_EQ(opened_afresh(phone_of_order, sealed), plain);
  }
}

TEST_F(Sealing, ASealedValueShowsNothing) {
  const auto sealed = sealer_.seal(phone_of_order, "090-1234-5678");
  EXPECT_THAT(sealed, Not(HasSubstr("1234")));
  EXPECT_EQ(sealed.size(), 1U + 4U + 12U + 13U + 16U);
  EXPECT_EQ(sealed[0], '\x01');
  EXPECT_EQ(sealed.substr(1, 4), (std::string{"\0\0\0\x01", 4}));
}

TEST_F(Sealing, AMovedCiphertextDoesNotOpen) {
  const auto sealed = sealer_.seal(phone_of_order, "090-1234-5678");
  auto elsewhere = phone_of_order;
  elsewhere.row = "ord_2";
  EXPECT_THROW(static_cast<void>(sealer_.open(elsewhere, sealed)), BrokenSeal);
  elsewhere = phone_of_order;
  elsewhere.column = "note";
  EXPECT_THROW(static_cast<void>(sealer_.open(elsewhere, sealed)), BrokenSeal);
  elsewhere = phone_of_order;
  elsewhere.table = "events";
  EXPECT_THROW(static_cast<void>(sealer_.open(elsewhere, sealed)), BrokenSeal);
  elsewhere = phone_of_order;
  elsewhere.merchant = "beta";
  EXPECT_THROW(static_cast<void>(sealer_.open(elsewhere, sealed)), BrokenSeal);
}

TEST_F(Sealing, PlacesThatReadAlikeAreDifferentPlaces) {
  const auto sealed = sealer_.seal({.merchant = "m", .table = "ab", .row = "c", .column = "d"}, "x");
  EXPECT_THROW(
      static_cast<void>(sealer_.open({.merchant = "m", .table = "a", .row = "bc", .column = "d"}, sealed)),
      BrokenSeal);
  EXPECT_THROW(
      static_cast<void>(sealer_.open({.merchant = "m", .table = "ab", .row = "cd", .column = ""}, sealed)),
      BrokenSeal);
}

TEST_F(Sealing, EveryChangedByteIsNoticed) {
  const auto sealed = sealer_.seal(phone_of_order, "090-1234-5678");
  for (std::size_t i = 0; i < sealed.size(); ++i) {
    auto changed = sealed;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    EXPECT_THROW(static_cast<void>(sealer_.open(phone_of_order, changed)), BrokenSeal) << i;
  }
}

TEST_F(Sealing, EveryCutValueIsNoticed) {
  const auto sealed = sealer_.seal(phone_of_order, "090-1234-5678");
  for (std::size_t size = 0; size < sealed.size(); ++size) {
    EXPECT_THROW(static_cast<void>(sealer_.open(phone_of_order, sealed.substr(0, size))), BrokenSeal) << size;
  }
  EXPECT_THROW(static_cast<void>(sealer_.open(phone_of_order, sealed + "x")), BrokenSeal);
}

TEST_F(Sealing, ABrokenSealNamesItsColumnAndNotItsContent) {
  const auto sealed = sealer_.seal(phone_of_order, "090-1234-5678");
  try {
    static_cast<void>(
        sealer_.open({.merchant = "acme", .table = "orders", .row = "ord_2", .column = "document"}, sealed));
    FAIL();
  } catch (const BrokenSeal& broken) {
    EXPECT_THAT(broken.what(), HasSubstr("orders.document"));
    EXPECT_THAT(broken.what(), Not(HasSubstr("1234")));
    EXPECT_THAT(broken.what(), Not(HasSubstr("ord_2")));
  }
}

TEST_F(Sealing, AValueThatFailedToOpenDoesNotSpoilTheNext) {
  const auto sealed = sealer_.seal(phone_of_order, "090-1234-5678");
  EXPECT_THROW(static_cast<void>(sealer_.open(phone_of_order, sealed.substr(1) + "x")), BrokenSeal);
  EXPECT_EQ(sealer_.open(phone_of_order, sealed), "090-1234-5678");
  EXPECT_EQ(sealer_.open(phone_of_order, sealer_.seal(phone_of_order, "next")), "next");
}

TEST_F(Sealing, EachMerchantHasOneKeyOfItsOwn) {
  auto other = phone_of_order;
  other.merchant = "beta";
  for (int i = 0; i < 3; ++i) {
    static_cast<void>(sealer_.seal(phone_of_order, "x"));
    static_cast<void>(sealer_.seal(other, "x"));
  }
  EXPECT_EQ(table_.keys.size(), 2U);
}

TEST_F(Sealing, AnotherProcessUsesTheKeyThatIsThere) {
  static_cast<void>(sealer_.seal(phone_of_order, "x"));
  Sealer other(master_, table_, random_);
  const auto sealed = other.seal(phone_of_order, "y");
  EXPECT_EQ(table_.keys.size(), 1U);
  EXPECT_EQ(sealer_.open(phone_of_order, sealed), "y");
}

TEST_F(Sealing, NoNonceComesTwice) {
  std::set<std::string> nonces;
  for (int process = 0; process < 4; ++process) {
    Sealer sealer(master_, table_, random_);
    for (int i = 0; i < 1000; ++i)
      nonces.insert(sealer.seal(phone_of_order, "x").substr(5, 12));
  }
  EXPECT_EQ(nonces.size(), 4000U);
}

TEST_F(Sealing, AKeyThatWasRolledBackSealsNothingMore) {
  static_cast<void>(sealer_.seal(phone_of_order, "lost"));
  table_.keys.clear();
  sealer_.forget_new_keys();
  const auto sealed = sealer_.seal(phone_of_order, "kept");
  sealer_.keep_new_keys();
  ASSERT_EQ(table_.keys.size(), 1U);
  EXPECT_EQ(opened_afresh(phone_of_order, sealed), "kept");
  sealer_.forget_new_keys();
  EXPECT_EQ(sealer_.open(phone_of_order, sealed), "kept");
}

TEST_F(Sealing, AKeyWrappedUnderAnotherMasterKeyDoesNotUnwrap) {
  const auto sealed = sealer_.seal(phone_of_order, "x");
  Sealer stranger(MasterKey::generate(random_), table_, random_);
  EXPECT_THROW(static_cast<void>(stranger.open(phone_of_order, sealed)), BrokenSeal);
}

TEST_F(Sealing, AKeyMovedToAnotherMerchantDoesNotUnwrap) {
  const auto sealed = sealer_.seal(phone_of_order, "x");
  table_.keys.at(1).merchant = "beta";
  EXPECT_THROW(static_cast<void>(opened_afresh(phone_of_order, sealed)), BrokenSeal);
}

TEST_F(Sealing, AWrappedKeyOfTheWrongShapeDoesNotUnwrap) {
  const auto sealed = sealer_.seal(phone_of_order, "x");
  table_.keys.at(1).wrapped = "short";
  EXPECT_THROW(static_cast<void>(opened_afresh(phone_of_order, sealed)), BrokenSeal);
}

TEST_F(Sealing, TheKeyItselfIsNowhereInItsTable) {
  // The first 32 random bytes after the master key's are the data key's.
  testing::SeededRandom same_random;
  static_cast<void>(MasterKey::generate(same_random));
  std::string data_key(32, '\0');
  same_random.fill(std::as_writable_bytes(std::span{data_key}));
  static_cast<void>(sealer_.seal(phone_of_order, "x"));
  EXPECT_THAT(table_.keys.at(1).wrapped, Not(HasSubstr(data_key)));
  EXPECT_THAT(table_.keys.at(1).wrapped, Not(HasSubstr(std::string{master_.bytes().reveal()})));
}

/// NIST's GCM test vectors (gcmEncryptExtIV256, as in the GCM specification's test case 16).
TEST(AesGcm, AgreesWithTheSpecificationsExample) {
  const auto bytes = [](std::initializer_list<std::string_view> hex) {
    std::string out;
    for (const auto part : hex) {
      for (std::size_t i = 0; i < part.size(); i += 2) {
        out += static_cast<char>(std::stoi(std::string{part.substr(i, 2)}, nullptr, 16));
      }
    }
    return out;
  };
  AesGcm cipher(Secret{bytes({"feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308"})});
  const auto nonce = bytes({"cafebabefacedbaddecaf888"});
  const auto authenticated = bytes({"feedfacedeadbeeffeedfacedeadbeefabaddad2"});
  const auto plain = bytes({"d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72",
                            "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39"});
  const auto expected =
      bytes({"522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa",
             "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662", "76fc6ece0f4e1768cddf8853bb2d551b"});
  std::string sealed;
  cipher.seal(nonce, authenticated, plain, sealed);
  EXPECT_EQ(sealed, expected);
  EXPECT_EQ(cipher.open(nonce, authenticated, sealed), plain);
}

}  // namespace
}  // namespace sekisho::storage
