#include <csignal>
#include <fstream>
#include <string>
#include <string_view>

#include <certs/development_ca.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "shop.h"

// SIGHUP takes new certificates into service without a pause.

namespace sekisho::integration {
namespace {

const Variables with_tls{{"SEKISHO_INGRESS_TLS_ENABLED", "true"}, {"SEKISHO_ADMIN_TLS_ENABLED", "true"}};

void write(const Installation& installation, std::string_view name, std::string_view content) {
  std::ofstream{installation.directory() / "certs" / name, std::ios::binary} << content;
}

void renew_certificates(const Installation& installation) {
  const auto now = std::chrono::floor<Milliseconds>(std::chrono::system_clock::now());
  const auto made = certs::make_development_certificates(now, {"127.0.0.1"}).value();
  write(installation, "ca.pem", made.ca_certificate);
  write(installation, "server.pem", made.server_certificate);
  write(installation, "server.key", made.server_key.reveal());
}

HttpRequest list_orders(const Shop& shop) {
  const Headers token{{"Authorization", "Bearer " + shop.installation.operator_token()}};
  return {.method = "GET", .target = "/v1/orders", .headers = token, .body = {}};
}

TEST(Certificates, AreReloadedOnSighup) {
  Shop shop(with_tls);
  auto vendor = shop.vendor();
  EXPECT_EQ(vendor.post("evt-1", honest_order("c-1")).status, 200);
  HttpConnection open{shop.gateway->admin()};
  const auto before = open.peer_certificate();
  ASSERT_THAT(before, ::testing::StartsWith("-----BEGIN CERTIFICATE-----"));

  renew_certificates(shop.installation);
  shop.gateway->signal(SIGHUP);
  ASSERT_TRUE(shop.gateway->logged("reloaded"));
  for (const auto& listener : {shop.gateway->ingress(), shop.gateway->admin()}) {
    const HttpConnection renewed{listener};  // it trusts the new CA alone
    EXPECT_NE(renewed.peer_certificate(), before);
  }
  EXPECT_EQ(open.exchange(list_orders(shop)).status, 200) << "the old connection goes on";
  EXPECT_EQ(vendor.post("evt-2", honest_order("c-2")).status, 200);
  EXPECT_EQ(shop.vendor().post("evt-3", honest_order("c-3")).status, 200);
}

TEST(Certificates, ThatAreBrokenLeaveTheOldOnesInService) {
  Shop shop(with_tls);
  const auto before = HttpConnection{shop.gateway->ingress()}.peer_certificate();
  write(shop.installation, "server.pem", "not a certificate");
  shop.gateway->signal(SIGHUP);
  const auto line = shop.gateway->logged("a certificate was not reloaded; the old one stays");
  ASSERT_TRUE(line);
  EXPECT_EQ(line->at("level"), "error");
  EXPECT_EQ(line->at("listener"), "ingress");
  EXPECT_THAT(line->at("detail").get<std::string>(), ::testing::HasSubstr("server.pem"));
  EXPECT_EQ(HttpConnection{shop.gateway->ingress()}.peer_certificate(), before);
  EXPECT_EQ(shop.vendor().post("evt-1", honest_order("c-1")).status, 200);
  EXPECT_EQ(shop.gateway->stop(), 0);
  EXPECT_FALSE(shop.gateway->logged("reloaded")) << "it would pass for a success";
}

}  // namespace
}  // namespace sekisho::integration
