#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "reference_room.h"
#include "support/mmdb_file.h"

namespace sekisho::gateway::testing {
namespace {

namespace fs = std::filesystem;
using enum ReferenceKind;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

class Import : public ReferenceRoom {
 protected:
  std::string refused(ReferenceKind kind, std::string_view content, std::string encoding = "UTF-8") {
    const auto imported = import(kind, content, std::move(encoding));
    EXPECT_FALSE(imported);
    return imported ? std::string{} : imported.error().detail;
  }

  [[nodiscard]] std::set<std::string> files() const {
    std::set<std::string> names;
    for (const auto& entry : fs::directory_iterator{reference.path()})
      names.insert(entry.path().filename().string());
    return names;
  }

  void damage(const std::string& name, std::streamoff at) const {
    std::fstream file{reference.file(name), std::ios::binary | std::ios::in | std::ios::out};
    file.seekp(at);
    file.put('\x55');
  }
};

constexpr const char* one_phone = "phone,status,checked_on\n09012345678,moved,2026-11-01\n";

TEST_F(Import, TakesColumnsInAnyOrderWithAByteOrderMarkQuotesAndCrlf) {
  use(phone_reachability,
      "\xEF\xBB\xBF"
      "memo,status,\"phone\",checked_on\r\n\"a, b\",moved,090-1234-5678,\r\n");
  EXPECT_EQ(facts_of(order()).buyer_phone->status, scoring::Reachability::moved);
}

TEST_F(Import, TakesCp932) {
  const auto imported =
      import(forwarders,
             "postal_code,prefecture,address,building,kind\n1690072,\x93\x8C\x8B\x9E\x93\x73,"
             "\x90\x56\x8F\x68\x8B\xE6\x91\xE5\x8B\x76\x95\xDB\x32\x2D\x37\x2D\x35,,\x91\x71\x8C\xC9\n",
             "CP932");
  ASSERT_TRUE(imported) << imported.error().detail;
  ASSERT_TRUE(board.refresh(forwarders));
  EXPECT_EQ(facts_of(order()).forwarder, "倉庫");
}

TEST_F(Import, NamesEveryFaultyLineWithoutItsValues) {
  const auto why = refused(phone_reachability,
                           "phone,status,checked_on\n"
                           "not-a-phone,moved,2026-11-01\n"
                           "09012345678,gone,2026-11-01\n"
                           "09012345678,moved,2026-02-30\n"
                           "09012345678,moved\n"
                           "09012345678,\"moved\"x,\n"
                           "09012345678,moved,\n");
  EXPECT_THAT(why, HasSubstr("source:2: phone: not a phone number"));
  EXPECT_THAT(why, HasSubstr("source:3: status: not one of"));
  EXPECT_THAT(why, HasSubstr("source:4: checked_on: not a date"));
  EXPECT_THAT(why, HasSubstr("source:5: 2 fields, not the header's 3"));
  EXPECT_THAT(why, HasSubstr("source:6: text behind a closing quote"));
  EXPECT_THAT(why, Not(HasSubstr("source:7")));
  EXPECT_THAT(why, Not(HasSubstr("09012345678")));
  EXPECT_THAT(why, Not(HasSubstr("gone")));
  EXPECT_THAT(why, HasSubstr("nothing was imported"));
}

TEST_F(Import, StopsNamingFaultsAtAHundredAndCountsTheRest) {
  std::string text = "phone,status,checked_on\n";
  for (int i = 0; i < 250; ++i)
    text += "x,moved,\n";
  const auto why = refused(phone_reachability, text);
  EXPECT_EQ(std::ranges::count(why, '\n'), 101);
  EXPECT_THAT(why, HasSubstr("150 more lines are at fault"));
}

TEST_F(Import, WantsTheHeaderRow) {
  for (const char* text : {"", "\n\n", "09012345678,moved,2026-11-01\n", "phone,status\n09012345678,moved\n",
                           "phone,phone,status,checked_on\n"}) {
    EXPECT_THAT(refused(phone_reachability, text), HasSubstr("phone,status,checked_on")) << text;
  }
}

TEST_F(Import, TakesAHeaderWithoutRowsAsAnEmptySet) {
  use(phone_reachability, "phone,status,checked_on\n");
  EXPECT_EQ(facts_of(order()).buyer_phone, std::nullopt);
  EXPECT_EQ(facts_of(order()).versions.size(), 1U);
}

TEST_F(Import, FaultsTextThatIsNotInTheEncoding) {
  EXPECT_THAT(refused(forwarders, "postal_code,prefecture,address,building,kind\n1690072,\x93\x8C,a,,b\n"),
              HasSubstr("source:2: prefecture: no text in UTF-8"));
  EXPECT_THAT(refused(phone_reachability, one_phone, "EUC-JP"), HasSubstr("there are UTF-8 and CP932"));
}

TEST_F(Import, FaultsPlacesThatNoOrderCouldMatch) {
  const auto why = refused(vacancies,
                           "postal_code,prefecture,address,building,room,vacant_from,vacant_until\n"
                           "1690072,東京都,新宿区大久保,,102,2026-11-01,\n"
                           ",,,,102,2026-11-01,\n"
                           "1690072,東京都,新宿区大久保2-7-5,コーポ,102,,\n"
                           "1690072,東京都,新宿区大久保2-7-5,コーポ,102,2026-11-02,2026-11-01\n");
  EXPECT_THAT(why, HasSubstr("source:2: address:"));
  EXPECT_THAT(why, HasSubstr("source:3: address:"));
  EXPECT_THAT(why, HasSubstr("source:4: vacant_from: not a date"));
  EXPECT_THAT(why, HasSubstr("source:5: vacant_until: before vacant_from"));
}

TEST_F(Import, FaultsNegativesOfNoKindOrValue) {
  const auto why =
      refused(negatives,
              "kind,value,reason,expires_at\nfax,0312345678,x,\nemail,nobody,x,\nphone,09012345678,x,soon\n");
  EXPECT_THAT(why, HasSubstr("source:2: kind: not one of"));
  EXPECT_THAT(why, HasSubstr("source:3: value: cannot be read as its kind"));
  EXPECT_THAT(why, HasSubstr("source:4: expires_at:"));
}

TEST_F(Import, TakesOnlyAnMmdbFileOfNetworks) {
  EXPECT_THAT(refused(ip_asn, "not a database"), HasSubstr("source"));
  EXPECT_THAT(refused(ip_asn, sekisho::testing::mmdb_file({{"203.0.113.0", 24, 1, "x"}}, false)),
              HasSubstr("autonomous_system_number"));
}

TEST_F(Import, LeavesTheVersionBeforeWhenItFails) {
  use(phone_reachability, one_phone);
  const auto before = files();
  refused(phone_reachability, "phone,status,checked_on\nx,moved,\n");
  EXPECT_EQ(files(), before);
  EXPECT_THAT(*board.refresh(phone_reachability), StartsWith("1-"));
}

TEST_F(Import, KeepsTheVersionBeforeAndNoneOlder) {
  use(phone_reachability, one_phone);
  use(vacancies, "postal_code,prefecture,address,building,room,vacant_from,vacant_until\n");
  for (int i = 0; i < 4; ++i)
    use(phone_reachability, one_phone);
  const auto names = files();
  const auto of_phones = [](const std::string& name) { return name.starts_with("phone-reachability-"); };
  EXPECT_EQ(std::ranges::count_if(names, of_phones), 2);
  EXPECT_EQ(names.size(), 6U) << "two manifests, three sets, the lock";
}

TEST_F(Import, RemovesWhatAKilledImportLeft) {
  use(phone_reachability, one_phone);
  std::ofstream{reference.file("phone-reachability-2-deadbeef.ref.run0.part")} << "half";
  std::ofstream{reference.file("phone-reachability-2-deadbeef.ref")} << "never switched to";
  use(phone_reachability, one_phone);
  for (const auto& name : files())
    EXPECT_THAT(name, Not(HasSubstr("deadbeef")));
}

TEST_F(Import, RunsOneAtATime) {
  use(phone_reachability, one_phone);
  const auto held = reference.lock();
  ASSERT_TRUE(held);
  EXPECT_THAT(refused(vacancies, "x"), HasSubstr("another import"));
}

TEST_F(Import, KeepsItsFilesFromOthersAndNothingPersonalInThem) {
  use(phone_reachability, one_phone);
  use(negatives, "kind,value,reason,expires_at\nemail,hanako@example.jp,山田 花子,\n");
  for (const auto& name : files()) {
    struct stat status{};
    ASSERT_EQ(::stat(reference.file(name).c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777U, 0600U) << name;
    std::ifstream in{reference.file(name), std::ios::binary};
    const std::string bytes{std::istreambuf_iterator<char>(in), {}};
    for (const char* personal : {"9012345678", "hanako", "花子"})
      EXPECT_EQ(bytes.find(personal), std::string::npos) << name;
  }
  struct stat status{};
  ASSERT_EQ(::stat(reference.path().c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0700U);
}

TEST_F(Import, ThatWasDamagedIsRefusedAndLeavesWhatIsInForce) {
  use(phone_reachability, one_phone);
  const auto second = import(phone_reachability, one_phone).value();
  damage(second.file, 140);
  const auto refreshed = board.refresh(phone_reachability);
  ASSERT_FALSE(refreshed);
  EXPECT_THAT(refreshed.error().detail, HasSubstr("is damaged"));
  EXPECT_EQ(board.current()->of(phone_reachability)->manifest.number, 1U);

  ReferenceBoard restarted{reference, master, shipped_tables()};
  int faults = 0;
  restarted.refresh_all([&](ReferenceKind, std::string_view) { ++faults; });
  EXPECT_EQ(faults, 1);
  EXPECT_EQ(restarted.current()->of(phone_reachability), nullptr);
}

TEST_F(Import, MendsADamagedManifest) {
  use(phone_reachability, one_phone);
  damage("phone-reachability.json", 0);
  EXPECT_FALSE(board.refresh(phone_reachability));
  use(phone_reachability, one_phone);
}

TEST_F(Import, ManifestCannotNameAFileElsewhere) {
  use(phone_reachability, one_phone);
  auto manifest = *reference.read(phone_reachability).value();
  manifest.file = "../outside.ref";
  ASSERT_TRUE(reference.switch_to(manifest));
  EXPECT_FALSE(board.refresh(phone_reachability));
}

}  // namespace
}  // namespace sekisho::gateway::testing
