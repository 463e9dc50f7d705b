#include <csignal>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <spawn.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "shop.h"
#include "support/gateway_process.h"
#include "support/mmdb_file.h"
#include "support/temporary_directory.h"

// `sekisho import` beside a gateway that runs, that does not, and that dies.

namespace sekisho::integration {
namespace {

namespace fs = std::filesystem;
using sekisho::testing::Ended;
using sekisho::testing::run_sekisho;
using sekisho::testing::TemporaryDirectory;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

constexpr std::string_view buyers_phone =
    "phone,status,checked_on\n０９０−１２３４−５６７８,unassigned,2026-11-01\n";

/// A shop with files to import.
struct ImportingShop : Shop {
  Ended import(std::string_view kind, std::string_view content) const {
    const auto file = files.write("import.csv", content);
    return run_sekisho({"import", "--config", installation.config(), std::string{kind}, file.string()});
  }

  [[nodiscard]] fs::path reference() const { return installation.directory() / "sekisho.db.reference"; }

  /// The assessment of a new honest order.
  json assess(std::string_view conversation) {
    const auto answer = vendor().post("evt-" + std::string{conversation}, honest_order(conversation));
    EXPECT_EQ(answer.status, 200) << answer.body;
    const std::string order = answer.json().at("order").at("id");
    return admin().get("/v1/orders/" + order).at("assessment");
  }

  TemporaryDirectory files;
};

TEST(Import, BeforeTheStartIsInForceAfterIt) {
  ImportingShop shop;
  ASSERT_EQ(shop.gateway->stop(), 0);
  const Ended imported = shop.import("phone-reachability", buyers_phone);
  EXPECT_EQ(imported.code, 0) << imported.err;
  EXPECT_THAT(imported.out, HasSubstr("next start"));
  shop.start();
  const auto assessment = shop.assess("1");
  EXPECT_EQ(assessment["signals"]["phone.reachability"], "unassigned");
  EXPECT_THAT(assessment["data_versions"]["phone-reachability"].get<std::string>(), StartsWith("1-"));
  EXPECT_THAT(assessment["reasons"].dump(), HasSubstr("phone.unassigned"));
}

TEST(Import, IntoARunningGatewayIsInForceWhenTheCommandEnds) {
  ImportingShop shop;
  EXPECT_TRUE(shop.assess("1")["signals"]["phone.reachability"].is_null());
  const Ended imported = shop.import("phone-reachability", buyers_phone);
  EXPECT_EQ(imported.code, 0) << imported.err;
  EXPECT_THAT(imported.out, HasSubstr("running gateway"));
  EXPECT_EQ(shop.assess("2")["signals"]["phone.reachability"], "unassigned");
  EXPECT_EQ(shop.import("phone-reachability", "phone,status,checked_on\n09012345678,reachable,\n").code, 0);
  EXPECT_EQ(shop.assess("3")["signals"]["phone.reachability"], "reachable");
}

TEST(Import, OfEveryKindReachesTheSignals) {
  ImportingShop shop;
  const std::string place = "150-0013,東京都,渋谷区恵比寿1-19-19,";
  EXPECT_EQ(
      shop.import("vacancies", "postal_code,prefecture,address,building,room,vacant_from,vacant_until\n" +
                                   place + ",,2020-01-01,\n")
          .code,
      0);
  EXPECT_EQ(
      shop.import("forwarders", "postal_code,prefecture,address,building,kind\n" + place + ",warehouse\n")
          .code,
      0);
  EXPECT_EQ(shop.import("negatives",
                        "kind,value,reason,expires_at\nemail,hanako.yamada@example.jp,未払い,\n"
                        "phone,090-1234-5678,未払い,2021-01-01\n")
                .code,
            0);
  EXPECT_EQ(
      shop.import("ip-asn", sekisho::testing::mmdb_file({{"203.0.113.0", 24, 64500, "EXAMPLE HOSTING"}}))
          .code,
      0);
  const auto signals = shop.assess("1")["signals"];
  EXPECT_EQ(signals["delivery.vacant_room"], true);
  EXPECT_EQ(signals["delivery.forwarder"], true);
  EXPECT_EQ(signals["delivery.forwarder_kind"], "warehouse");
  EXPECT_EQ(signals["negative.imported"], "email");
  EXPECT_EQ(signals["negative.imported_weak"], "none");
  EXPECT_EQ(signals["ip.asn_class"], "hosting");
  EXPECT_EQ(signals["ip.hosting"], true);
}

TEST(Import, IsAskedOfTheDeskWhenAnOrderChanges) {
  ImportingShop shop;
  shop.assess("1");
  EXPECT_EQ(shop.import("phone-reachability", buyers_phone).code, 0);
  const json cart{{"cart", {{"currency", "JPY"}, {"total", 1980}, {"items", json::array()}}}};
  const auto amended = shop.vendor().post("evt-amend", order_event("order.amended", "1", cart));
  ASSERT_EQ(amended.status, 200) << amended.body;
  EXPECT_THAT(amended.json().at("assessment").at("reasons").dump(), HasSubstr("phone.unassigned"));
}

TEST(Import, OfAFaultyFileExitsOneNamesTheLinesAndChangesNothing) {
  ImportingShop shop;
  ASSERT_EQ(shop.import("phone-reachability", buyers_phone).code, 0);
  const Ended refused =
      shop.import("phone-reachability",
                  "phone,status,checked_on\n09012345678,reachable,\nx,reachable,\n09012345678,y,\n");
  EXPECT_EQ(refused.code, 1);
  EXPECT_THAT(refused.out, IsEmpty());
  EXPECT_THAT(refused.err, HasSubstr("import.csv:3: phone:"));
  EXPECT_THAT(refused.err, HasSubstr("import.csv:4: status:"));
  EXPECT_EQ(shop.assess("1")["signals"]["phone.reachability"], "unassigned");
}

TEST(Import, OfAnUnknownKindOrWithoutAFileIsWrongUsage) {
  const ImportingShop shop;
  const std::string config = shop.installation.config();
  EXPECT_EQ(run_sekisho({"import", "--config", config, "weather", "x.csv"}).code, 2);
  EXPECT_EQ(run_sekisho({"import", "--config", config, "vacancies"}).code, 2);
  EXPECT_EQ(run_sekisho({"import", "vacancies", "x.csv"}).code, 2);
  EXPECT_EQ(run_sekisho({"import", "--config", config, "vacancies", "/nowhere/x.csv"}).code, 1);
}

TEST(Import, ThatWasDamagedOnDiskLeavesItsSignalsMissingAndTheGatewayReady) {
  ImportingShop shop;
  ASSERT_EQ(shop.import("phone-reachability", buyers_phone).code, 0);
  ASSERT_EQ(shop.gateway->stop(), 0);
  for (const auto& entry : fs::directory_iterator{shop.reference()}) {
    if (entry.path().extension() != ".ref") continue;
    std::fstream file{entry.path(), std::ios::binary | std::ios::in | std::ios::out};
    file.seekp(150);
    file.put('\x55');
  }
  shop.start();
  const auto logged = shop.gateway->logged("reference data was not loaded: its signals are missing");
  ASSERT_TRUE(logged);
  EXPECT_THAT(logged->at("detail").get<std::string>(), HasSubstr("is damaged; import it again"));
  const auto assessment = shop.assess("1");
  EXPECT_TRUE(assessment["signals"]["phone.reachability"].is_null());
  EXPECT_FALSE(assessment["data_versions"].contains("phone-reachability"));
  EXPECT_EQ(shop.ops().exchange({.method = "GET", .target = "/readyz", .headers = {}, .body = {}}).status,
            200);
  EXPECT_EQ(shop.import("phone-reachability", buyers_phone).code, 0);
  EXPECT_EQ(shop.assess("2")["signals"]["phone.reachability"], "unassigned");
}

/// An import that reads from a pipe whose writer is the test: it stands still where the test wants it.
class HeldImport {
 public:
  HeldImport(const ImportingShop& shop, std::string_view kind, std::string_view begun)
      : pipe_(shop.files.path() / "pipe") {
    if (::mkfifo(pipe_.c_str(), 0600) != 0) throw std::runtime_error("mkfifo failed");
    const std::string config = shop.installation.config();
    std::string program = SEKISHO_BINARY;
    std::string name{kind};
    std::string source = pipe_.string();
    std::string option = "--config";
    std::string command = "import";
    std::string config_file = config;
    char* arguments[] = {program.data(), command.data(), option.data(), config_file.data(),
                         name.data(),    source.data(),  nullptr};
    if (::posix_spawn(&process_, program.c_str(), nullptr, nullptr, arguments, environ) != 0)
      throw std::runtime_error("cannot start the import");
    // Returns when the import has opened the other end.
    writing_ = ::open(pipe_.c_str(), O_WRONLY | O_CLOEXEC);
    if (::write(writing_, begun.data(), begun.size()) != static_cast<ssize_t>(begun.size()))
      throw std::runtime_error("the import does not read");
  }

  HeldImport(const HeldImport&) = delete;
  HeldImport& operator=(const HeldImport&) = delete;

  ~HeldImport() {
    kill();
    ::close(writing_);
  }

  void kill() {
    if (process_ <= 0) return;
    ::kill(process_, SIGKILL);
    ::waitpid(process_, nullptr, 0);
    process_ = -1;
  }

 private:
  fs::path pipe_;
  pid_t process_ = -1;
  int writing_ = -1;
};

TEST(Import, ThatIsKilledLeavesTheSetBeforeAndTheNextOneCleansUp) {
  ImportingShop shop;
  ASSERT_EQ(shop.import("phone-reachability", buyers_phone).code, 0);
  {
    HeldImport held{shop, "phone-reachability", "phone,status,checked_on\n09012345678,reachable,\n"};
    const Ended second = shop.import("vacancies", "postal_code\n");
    EXPECT_EQ(second.code, 1);
    EXPECT_THAT(second.err, HasSubstr("another import is under way"));
    held.kill();
  }
  const auto parts = [&] {
    std::size_t count = 0;
    for (const auto& entry : fs::directory_iterator{shop.reference()})
      count += entry.path().extension() == ".part" ? 1U : 0U;
    return count;
  };
  EXPECT_GT(parts(), 0U);
  EXPECT_EQ(shop.assess("1")["signals"]["phone.reachability"], "unassigned");
  shop.gateway->kill();
  shop.start();
  EXPECT_EQ(shop.assess("2")["signals"]["phone.reachability"], "unassigned");
  EXPECT_EQ(shop.import("phone-reachability", "phone,status,checked_on\n09012345678,reachable,\n").code, 0);
  EXPECT_EQ(parts(), 0U);
  EXPECT_EQ(shop.assess("3")["signals"]["phone.reachability"], "reachable");
}

TEST(Import, UnderAnotherMasterKeyIsRefused) {
  ImportingShop shop;
  ASSERT_EQ(shop.gateway->stop(), 0);
  const auto key = shop.files.write("other.key", std::string(64, 'a') + "\n");
  fs::permissions(key, fs::perms::owner_read);
  const auto file = shop.files.write("import.csv", buyers_phone);
  const Ended refused =
      run_sekisho({"import", "--config", shop.installation.config(), "phone-reachability", file.string()},
                  {{"SEKISHO_KEYS_MASTER", key.string()}});
  EXPECT_EQ(refused.code, 1);
  EXPECT_FALSE(fs::exists(shop.reference()));
  shop.start();
  const Ended while_running =
      run_sekisho({"import", "--config", shop.installation.config(), "phone-reachability", file.string()},
                  {{"SEKISHO_KEYS_MASTER", key.string()}});
  EXPECT_EQ(while_running.code, 1);
  EXPECT_THAT(while_running.err, HasSubstr("another master key"));
  EXPECT_EQ(shop.gateway->stop(), 0);
  shop.start();
  EXPECT_THAT(shop.gateway->log_text(), Not(HasSubstr("was not loaded"))) << "the switch was undone";
}

}  // namespace
}  // namespace sekisho::integration
