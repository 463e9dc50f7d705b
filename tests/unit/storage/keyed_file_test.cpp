#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <storage/keyed_file.h>

#include "support/seeded_random.h"
#include "support/temporary_directory.h"

namespace sekisho::storage {
namespace {

namespace fs = std::filesystem;

KeyedRecord record_of(const LookupKey& key, std::uint8_t tag) {
  KeyedRecord record{.key = key, .payload = {}};
  record.payload[0] = static_cast<std::byte>(tag);
  return record;
}

class KeyedFiles : public ::testing::Test {
 protected:
  KeyedFileWriter writer(std::size_t records_in_memory = 1000) {
    sekisho::testing::SeededRandom same_each_time;
    return KeyedFileWriter::create(file, "vacancies", master, same_each_time,
                                   {.records_in_memory = records_in_memory})
        .value();
  }

  LookupKey key(int number) { return hasher.key({}, "test", std::to_string(number)); }

  Result<KeyedFile> open(const Sha256& expected) {
    return KeyedFile::open(file, "vacancies", master, expected);
  }

  /// With every seventh key twice.
  Sha256 write(int keys, std::size_t records_in_memory) {
    auto out = writer(records_in_memory);
    for (int i = 0; i < keys; ++i) {
      EXPECT_TRUE(out.add(record_of(key(i), 2)));
      if (i % 7 == 0) {
        EXPECT_TRUE(out.add(record_of(key(i), 1)));
      }
    }
    return out.finish(static_cast<std::uint64_t>(keys), {}).value();
  }

  [[nodiscard]] std::vector<std::string> names() const {
    std::vector<std::string> found;
    for (const auto& entry : fs::directory_iterator{directory.path()})
      found.push_back(entry.path().filename().string());
    return found;
  }

  sekisho::testing::TemporaryDirectory directory;
  sekisho::testing::SeededRandom random;
  MasterKey master = MasterKey::generate(random);
  LookupHasher hasher{master};
  fs::path file = directory.path() / "vacancies-1.ref";
};

TEST_F(KeyedFiles, FindEveryKeyAndNoOther) {
  for (const int keys : {0, 1, 2, 15, 17, 100, 5000}) {
    fs::remove(file);
    const auto opened = open(write(keys, 100'000)).value();
    for (int i = 0; i < keys; ++i)
      EXPECT_EQ(opened.find(key(i)).size(), i % 7 == 0 ? 2U : 1U) << i << " of " << keys;
    for (int i = keys; i < keys + 200; ++i)
      EXPECT_TRUE(opened.find(key(i)).empty()) << i << " of " << keys;
  }
}

TEST_F(KeyedFiles, FindTheFirstAndTheLastKeyThereCanBe) {
  LookupKey first{};
  LookupKey last{};
  last.fill(std::byte{0xff});
  auto out = writer();
  for (int i = 0; i < 1000; ++i)
    ASSERT_TRUE(out.add(record_of(key(i), 1)));
  ASSERT_TRUE(out.add(record_of(first, 1)));
  ASSERT_TRUE(out.add(record_of(last, 1)));
  const auto opened = open(out.finish(1, {}).value()).value();
  EXPECT_EQ(opened.find(first).size(), 1U);
  EXPECT_EQ(opened.find(last).size(), 1U);
}

TEST_F(KeyedFiles, FindAmongKeysThatAllBeginAlike) {
  auto out = writer();
  for (std::uint8_t i = 0; i < 200; ++i) {
    LookupKey alike{};
    alike.back() = static_cast<std::byte>(i);
    ASSERT_TRUE(out.add(record_of(alike, i)));
  }
  const auto opened = open(out.finish(1, {}).value()).value();
  for (std::uint8_t i = 0; i < 200; ++i) {
    LookupKey alike{};
    alike.back() = static_cast<std::byte>(i);
    ASSERT_EQ(opened.find(alike).size(), 1U);
    EXPECT_EQ(opened.find(alike)[0].payload[0], static_cast<std::byte>(i));
  }
}

TEST_F(KeyedFiles, AreTheSameWhetherSortedInMemoryOrInRuns) {
  const auto in_memory = write(3000, 100'000);
  fs::remove(file);
  EXPECT_EQ(write(3000, 100), in_memory);
  EXPECT_EQ(names(), std::vector<std::string>{"vacancies-1.ref"});
}

TEST_F(KeyedFiles, KeepRecordsOfOneKeyInTheOrderOfTheirPayloads) {
  const auto opened = open(write(8, 1000)).value();
  const auto found = opened.find(key(7));
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].payload[0], std::byte{1});
  EXPECT_EQ(found[1].payload[0], std::byte{2});
}

TEST_F(KeyedFiles, GiveTextsBackAndKeepThemSealed) {
  auto out = writer();
  const auto first = out.add_text("山田 花子 が未払い").value();
  const auto again = out.add_text("山田 花子 が未払い").value();
  const auto other = out.add_text("").value();
  const auto opened = open(out.finish(1, {}).value()).value();
  EXPECT_EQ(first, again);
  EXPECT_EQ(opened.text(first), "山田 花子 が未払い");
  EXPECT_EQ(opened.text(other), "");
  EXPECT_THROW((void)opened.text(1'000'000), std::runtime_error);
  std::ifstream in{file, std::ios::binary};
  const std::string bytes{std::istreambuf_iterator<char>(in), {}};
  EXPECT_EQ(bytes.find("花子"), std::string::npos);
}

TEST_F(KeyedFiles, AreRefusedWithAnyByteChanged) {
  const auto hash = write(50, 1000);
  const auto size = fs::file_size(file);
  for (const std::uintmax_t at :
       {std::uintmax_t{0}, std::uintmax_t{20}, std::uintmax_t{80}, size / 2, size - 1}) {
    std::fstream change{file, std::ios::binary | std::ios::in | std::ios::out};
    change.seekg(static_cast<std::streamoff>(at));
    const char before = static_cast<char>(change.get());
    change.seekp(static_cast<std::streamoff>(at));
    change.put(static_cast<char>(before ^ 1));
    change.close();
    const auto opened = open(hash);
    ASSERT_FALSE(opened) << at;
    EXPECT_NE(opened.error().detail.find("vacancies-1.ref"), std::string::npos);
    std::fstream back{file, std::ios::binary | std::ios::in | std::ios::out};
    back.seekp(static_cast<std::streamoff>(at));
    back.put(before);
  }
  EXPECT_TRUE(open(hash));
}

TEST_F(KeyedFiles, AreRefusedWhenCutOffEmptyOrGone) {
  const auto hash = write(50, 1000);
  for (const std::uintmax_t size : {std::uintmax_t{500}, std::uintmax_t{100}, std::uintmax_t{0}}) {
    fs::resize_file(file, size);
    EXPECT_FALSE(open(hash)) << size;
  }
  fs::remove(file);
  EXPECT_FALSE(open(hash));
}

TEST_F(KeyedFiles, AreRefusedUnderAnotherKeyOrAsAnotherKind) {
  const auto hash = write(50, 1000);
  const auto other_key = KeyedFile::open(file, "vacancies", MasterKey::generate(random), hash);
  ASSERT_FALSE(other_key);
  EXPECT_NE(other_key.error().detail.find("another master key"), std::string::npos);
  EXPECT_FALSE(KeyedFile::open(file, "forwarders", master, hash));
}

TEST_F(KeyedFiles, LeaveNothingBehindWhenTheyAreNotFinished) {
  {
    auto out = writer(10);
    for (int i = 0; i < 100; ++i)
      ASSERT_TRUE(out.add(record_of(key(i), 1)));
    EXPECT_FALSE(names().empty());
  }
  EXPECT_TRUE(names().empty());
}

}  // namespace
}  // namespace sekisho::storage
