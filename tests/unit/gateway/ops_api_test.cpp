#include "observe/ops_api.h"

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>

#include <certs/development_ca.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "desk/desk_thread.h"
#include "support/desk_room.h"
#include "support/posted_request.h"
#include "support/run_on_loop.h"

namespace sekisho::gateway {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;
using testing::DeskRoom;
using ::testing::HasSubstr;
using testing::noon;
using testing::PostedRequest;
using testing::run_on_loop;

/// An ops listener's API over a desk on its thread, with one certificate that began an hour before noon.
class OpsTest : public ::testing::Test {
 protected:
  OpsTest() {
    const auto made = certs::make_development_certificates(noon, {"localhost"}).value();
    const auto certificate = folder.write("server.pem", made.server_certificate);
    const auto key = folder.write("server.key", made.server_key.reveal());
    std::filesystem::permissions(key,
                                 std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
    certs::ServerTlsFiles files;
    files.certificate = certificate.string();
    files.key = key.string();
    context = certs::ReloadableContext::load(files).value();
    ops = std::make_unique<OpsApi>(
        inbox, room.metrics, room.clock,
        std::map<std::string, const certs::ReloadableContext*>{{"ingress", context.get()}});
  }

  Response get(const std::string& target, Method method = Method::get) {
    const PostedRequest posted{.method = method, .target = target};
    const auto request = posted.view();
    return run_on_loop(ops->handle(request));
  }

  testing::TemporaryDirectory folder;
  DeskRoom room;
  Inbox inbox{100};
  std::unique_ptr<certs::ReloadableContext> context;
  std::unique_ptr<OpsApi> ops;
  DeskThread desk{room.desk(), inbox, 16, [] {}};
};

TEST_F(OpsTest, SaysThatItIsAlive) {
  EXPECT_EQ(get("/healthz").status, 200);
  EXPECT_EQ(get("/healthz").body, R"({"status":"alive"})");
}

TEST_F(OpsTest, IsAliveThoughItsStoreIsNot) {
  room.store().fail_commits(1000);
  EXPECT_EQ(get("/healthz").status, 200);
}

TEST_F(OpsTest, IsReadyWhenAllIsWell) {
  const auto response = get("/readyz");
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(json::parse(response.body),
            json::parse(R"({"status":"ready","checks":{"storage":"ok","ingress_certificate":"ok"}})"));
}

TEST_F(OpsTest, IsNotReadyWhenNothingCanBeWritten) {
  room.store().fail_commits(1);
  const auto response = get("/readyz");
  EXPECT_EQ(response.status, 503);
  EXPECT_EQ(json::parse(response.body).at("status"), "not_ready");
  EXPECT_EQ(json::parse(response.body).at("checks").at("storage"), "planted by the test");
}

TEST_F(OpsTest, IsNotReadyWhenTheDeskTakesNothingIn) {
  inbox.close();
  const auto response = get("/readyz");
  EXPECT_EQ(response.status, 503);
  EXPECT_NE(json::parse(response.body).at("checks").at("storage"), "ok");
}

TEST_F(OpsTest, IsNotReadyBeforeAndAfterItsCertificatesTime) {
  room.clock.advance(-2h);
  EXPECT_EQ(get("/readyz").status, 503) << "not valid yet";
  room.clock.advance(24h * 400);
  const auto response = get("/readyz");
  EXPECT_EQ(response.status, 503) << "not valid any more";
  EXPECT_THAT(response.body, HasSubstr("SIGHUP"));
}

TEST_F(OpsTest, ShowsFiguresAsPrometheusReadsThem) {
  const auto response = get("/metrics");
  EXPECT_EQ(response.status, 200);
  EXPECT_THAT(response.content_type, HasSubstr("text/plain; version=0.0.4"));
  EXPECT_THAT(response.body, HasSubstr("# TYPE sekisho_callbacks_pending gauge"));
  EXPECT_THAT(response.body, HasSubstr(R"(sekisho_certificate_expiry_seconds{listener="ingress"})"));
}

TEST_F(OpsTest, KnowsNothingElse) {
  for (const auto* target : {"/", "/health", "/healthz/", "/metrics/x", "/v1/merchants"}) {
    EXPECT_EQ(get(target).status, 404) << target;
  }
  EXPECT_EQ(get("/healthz", Method::post).status, 404);
}

}  // namespace
}  // namespace sekisho::gateway
