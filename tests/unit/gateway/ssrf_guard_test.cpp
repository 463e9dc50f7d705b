#include "http/ssrf_guard.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>

namespace sekisho::gateway {

namespace {

using boost::asio::ip::address;
using boost::asio::ip::make_address;
using testing::HasSubstr;
using testing::Not;

std::vector<address> addresses(const std::vector<std::string>& texts) {
  std::vector<address> made;
  for (const std::string& text : texts)
    made.push_back(make_address(text));
  return made;
}

struct Edge {
  const char* name;
  std::vector<const char*> inside;   // first and last address of the range, at least
  std::vector<const char*> outside;  // public neighbours, where there are any
};

const std::vector<Edge> kEdges = {
    {"this network", {"0.0.0.0", "0.255.255.255"}, {"1.0.0.0"}},
    {"private", {"10.0.0.0", "10.255.255.255"}, {"9.255.255.255", "11.0.0.0"}},
    {"carrier-grade NAT", {"100.64.0.0", "100.127.255.255"}, {"100.63.255.255", "100.128.0.0"}},
    {"loopback", {"127.0.0.0", "127.0.0.1", "127.255.255.255"}, {"126.255.255.255", "128.0.0.0"}},
    {"link-local", {"169.254.0.0", "169.254.169.254", "169.254.255.255"}, {"169.253.255.255", "169.255.0.0"}},
    {"private", {"172.16.0.0", "172.31.255.255"}, {"172.15.255.255", "172.32.0.0"}},
    {"protocol assignments", {"192.0.0.0", "192.0.0.170", "192.0.0.255"}, {"191.255.255.255", "192.0.1.0"}},
    {"documentation", {"192.0.2.0", "192.0.2.255"}, {"192.0.1.255", "192.0.3.0"}},
    {"6to4 relay", {"192.88.99.0", "192.88.99.255"}, {"192.88.98.255", "192.88.100.0"}},
    {"private", {"192.168.0.0", "192.168.255.255"}, {"192.167.255.255", "192.169.0.0"}},
    {"benchmarking", {"198.18.0.0", "198.19.255.255"}, {"198.17.255.255", "198.20.0.0"}},
    {"documentation", {"198.51.100.0", "198.51.100.255"}, {"198.51.99.255", "198.51.101.0"}},
    {"documentation", {"203.0.113.0", "203.0.113.255"}, {"203.0.112.255", "203.0.114.0"}},
    {"multicast", {"224.0.0.0", "239.255.255.255"}, {"223.255.255.255"}},
    {"reserved", {"240.0.0.0", "255.255.255.254"}, {}},
    {"broadcast", {"255.255.255.255"}, {}},
    {"unspecified", {"::"}, {}},
    {"loopback", {"::1"}, {}},
    {"IPv4-compatible", {"::2", "::7f00:1", "::ffff:ffff"}, {}},
    {"IPv4-mapped", {"::ffff:0.0.0.0", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "::ffff:255.255.255.255"}, {}},
    {"IPv4-translated", {"::ffff:0:0:0", "::ffff:0:808:808"}, {}},
    {"NAT64",
     {"64:ff9b::", "64:ff9b::7f00:1", "64:ff9b::ffff:ffff", "64:ff9b:1::", "64:ff9b:1:ffff:ffff::1"},
     {}},
    {"discard-only", {"100::", "100::ffff:ffff:ffff:ffff"}, {}},
    {"dummy", {"100:0:0:1::", "100:0:0:1:ffff:ffff:ffff:ffff"}, {}},
    {"Teredo", {"2001::", "2001:0:ffff:ffff:ffff:ffff:ffff:ffff"}, {}},
    {"protocol assignments", {"2001:1::1", "2001:3::", "2001:4:112::", "2001:1ff:ffff::"}, {"2001:200::"}},
    {"benchmarking", {"2001:2::", "2001:2:0:ffff::1"}, {}},
    {"ORCHID", {"2001:10::", "2001:1f:ffff::", "2001:20::", "2001:2f:ffff::"}, {}},
    {"drone identifiers", {"2001:30::", "2001:3f:ffff::"}, {}},
    {"documentation", {"2001:db8::", "2001:db8:ffff::1"}, {"2001:db7:ffff::1", "2001:db9::"}},
    {"6to4", {"2002::", "2002:7f00:1::1", "2002:ffff:ffff::"}, {"2001:ffff:ffff::1", "2003::"}},
    {"6bone", {"3ffe::", "3ffe:ffff::1"}, {"3ffd:ffff::1"}},
    {"documentation", {"3fff::", "3fff:fff:ffff::1"}, {"3fff:1000::"}},
    {"segment routing", {"5f00::", "5f00:ffff::1"}, {}},
    {"private", {"fc00::", "fd00:ec2::254", "fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"}, {}},
    {"link-local", {"fe80::", "fe80::1", "febf:ffff::"}, {}},
    {"site-local", {"fec0::", "feff:ffff::"}, {}},
    {"multicast", {"ff00::", "ff02::1", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"}, {}},
    {"ISATAP",
     {"2400::5efe:a00:1", "2400::200:5efe:808:808", "2606:4700::100:5efe:7f00:1",
      "2606:4700::300:5efe:7f00:1"},
     {"2400::400:5efe:a00:1", "2400::5eff:a00:1", "2400::1:5efe:a00:1", "2400:0:0:5efe::1"}},
    {"not global unicast",
     {"1::", "200::1", "1fff:ffff::", "4000::", "7fff::", "8000::", "e000::", "fbff::"},
     {"2000::"}},
};

}  // namespace

TEST(SsrfGuard, RefusesEveryReservedRangeFromItsFirstAddressToItsLast) {
  for (const Edge& edge : kEdges) {
    for (const char* text : edge.inside) {
      EXPECT_FALSE(is_public(make_address(text))) << text;
      EXPECT_EQ(refused_range(make_address(text), false), edge.name) << text;
    }
  }
}

TEST(SsrfGuard, LeavesTheNeighboursOfReservedRangesAlone) {
  for (const Edge& edge : kEdges) {
    for (const char* text : edge.outside)
      EXPECT_TRUE(is_public(make_address(text))) << edge.name << ": " << text;
  }
}

TEST(SsrfGuard, LetsCallsOutToThePublicInternet) {
  for (const char* text : {"1.1.1.1", "8.8.8.8", "93.184.216.34", "133.242.0.1", "2001:4860:4860::8888",
                           "2400:cb00:2048:1::c629:d7a2", "2606:4700:4700::1111", "2a00:1450:4001::1"}) {
    EXPECT_TRUE(is_public(make_address(text))) << text;
    EXPECT_EQ(refused_range(make_address(text), true), std::nullopt);
  }
}

TEST(SsrfGuard, OpensLoopbackAndPrivateRangesForDevelopment) {
  for (const char* text :
       {"127.0.0.1", "10.1.2.3", "172.17.0.2", "192.168.1.1", "100.64.0.1", "::1", "fd00::1"}) {
    EXPECT_EQ(refused_range(make_address(text), true), std::nullopt) << text;
    EXPECT_FALSE(is_public(make_address(text))) << text;
  }
}

TEST(SsrfGuard, OpensNothingElseForDevelopment) {
  for (const char* text :
       {"0.0.0.0", "169.254.169.254", "224.0.0.1", "255.255.255.255", "240.0.0.1", "192.0.2.1",
        "::", "::ffff:127.0.0.1", "::127.0.0.1", "64:ff9b::a00:1", "2002:7f00:1::", "fe80::1", "ff02::1"}) {
    EXPECT_NE(refused_range(make_address(text), true), std::nullopt) << text;
  }
}

TEST(SsrfGuard, TakesAHostWhoseAddressesAreAllPublic) {
  EXPECT_TRUE(vet_addresses(addresses({"93.184.216.34", "2606:4700:4700::1111"}), false));
}

TEST(SsrfGuard, RefusesAHostForOneBadAddressWhereverItStands) {
  for (const auto& answer :
       std::vector<std::vector<std::string>>{{"10.0.0.1"},
                                             {"10.0.0.1", "93.184.216.34"},
                                             {"93.184.216.34", "10.0.0.1"},
                                             {"93.184.216.34", "2606:4700:4700::1111", "::1"}}) {
    const auto vetted = vet_addresses(addresses(answer), false);
    ASSERT_FALSE(vetted);
    EXPECT_EQ(vetted.error().kind, ErrorKind::invalid);
  }
}

TEST(SsrfGuard, DoesNotTellWhatANameResolvedTo) {
  const auto vetted = vet_addresses(addresses({"10.9.8.7"}), false);
  EXPECT_THAT(vetted.error().detail, Not(HasSubstr("10.9.8.7")));
  EXPECT_THAT(vetted.error().detail, Not(HasSubstr("private")));
}

TEST(SsrfGuard, RefusesAHostWithoutAnAddressAsUnavailable) {
  for (const bool allow_private_networks : {false, true}) {
    const auto vetted = vet_addresses({}, allow_private_networks);
    ASSERT_FALSE(vetted);
    EXPECT_EQ(vetted.error().kind, ErrorKind::unavailable);
  }
}

TEST(SsrfGuard, VetsPrivateAddressesInDevelopmentButNotTheCloudsCredentials) {
  EXPECT_TRUE(vet_addresses(addresses({"127.0.0.1", "::1", "93.184.216.34"}), true));
  EXPECT_FALSE(vet_addresses(addresses({"127.0.0.1", "169.254.169.254"}), true));
}

}  // namespace sekisho::gateway
