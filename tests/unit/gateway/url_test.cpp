#include "http/url.h"

#include <string>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>

namespace sekisho::gateway {

namespace {

using testing::HasSubstr;

constexpr bool kProduction = false;
constexpr bool kDevelopment = true;

Url accepted(std::string_view text, bool allow_private_networks = kProduction) {
  const auto url = parse_callback_url(text, allow_private_networks);
  EXPECT_TRUE(url) << text << ": " << url.error().faults.at(0).detail;
  return url.value_or(Url{});
}

/// What the fault at /callback_url says; empty when the URL was accepted.
std::string fault(std::string_view text, bool allow_private_networks = kProduction) {
  const auto url = parse_callback_url(text, allow_private_networks);
  if (url) return "";
  EXPECT_EQ(url.error().kind, ErrorKind::invalid);
  EXPECT_EQ(url.error().faults.size(), 1U);
  EXPECT_EQ(url.error().faults.at(0).pointer, "/callback_url");
  return url.error().faults.at(0).detail;
}

}  // namespace

TEST(CallbackUrl, IsTakenApart) {
  EXPECT_EQ(accepted("https://Hooks.Example.COM:8443/a/b?c=%20d&e"), (Url{.tls = true,
                                                                          .host = "hooks.example.com",
                                                                          .host_is_literal = false,
                                                                          .port = 8443,
                                                                          .target = "/a/b?c=%20d&e"}));
}

TEST(CallbackUrl, HasTheSchemesPortAndARootUnlessItSaysOtherwise) {
  EXPECT_EQ(accepted("https://example.com").port, 443);
  EXPECT_EQ(accepted("https://example.com").target, "/");
  EXPECT_EQ(accepted("https://example.com?x=1").target, "/?x=1");
  EXPECT_EQ(accepted("HTTPS://example.com/").tls, true);
  EXPECT_EQ(accepted("http://example.com", kDevelopment).port, 80);
  EXPECT_EQ(accepted("http://example.com", kDevelopment).tls, false);
}

TEST(CallbackUrl, KeepsItsPathAsItWasWritten) {
  EXPECT_EQ(accepted("https://example.com/a/../b/./%2e%2E//c").target, "/a/../b/./%2e%2E//c");
  EXPECT_EQ(accepted("https://example.com//evil.example/").target, "//evil.example/");
  EXPECT_EQ(accepted("https://example.com/?").target, "/?");
}

TEST(CallbackUrl, NamesItsHostAsTheHostHeaderWantsIt) {
  EXPECT_EQ(accepted("https://example.com").host_header(), "example.com");
  EXPECT_EQ(accepted("https://example.com:443").host_header(), "example.com");
  EXPECT_EQ(accepted("https://example.com:80").host_header(), "example.com:80");
  EXPECT_EQ(accepted("http://example.com:80", kDevelopment).host_header(), "example.com");
  EXPECT_EQ(accepted("http://example.com:443", kDevelopment).host_header(), "example.com:443");
  EXPECT_EQ(accepted("https://1.1.1.1:8443").host_header(), "1.1.1.1:8443");
  EXPECT_EQ(accepted("https://[2606:4700::1111]").host_header(), "[2606:4700::1111]");
  EXPECT_EQ(accepted("https://[2606:4700::1111]:8443").host_header(), "[2606:4700::1111]:8443");
}

TEST(CallbackUrl, WritesAddressLiteralsInOneWay) {
  EXPECT_TRUE(accepted("https://1.1.1.1/").host_is_literal);
  EXPECT_EQ(accepted("https://[2606:4700:0:0:0:0:0:AB]/").host, "2606:4700::ab");
  EXPECT_TRUE(accepted("https://[2606:4700::ab]/").host_is_literal);
}

TEST(CallbackUrl, MustBeHttpsInProduction) {
  EXPECT_EQ(fault("http://example.com/"), "must begin with https://");
  EXPECT_EQ(fault("http://example.com/", kDevelopment), "");
  EXPECT_EQ(fault("https://example.com/", kDevelopment), "");
}

TEST(CallbackUrl, HasNoOtherScheme) {
  for (const char* text :
       {"ftp://example.com/", "file:///etc/passwd", "file://example.com/", "gopher://example.com/",
        "ws://example.com/", "httpss://example.com/", "unix://example.com/"}) {
    EXPECT_NE(fault(text), "") << text;
    EXPECT_NE(fault(text, kDevelopment), "") << text;
  }
}

TEST(CallbackUrl, IsNotReadBeyondItsEnd) {
  constexpr std::string_view kText = "https://example.com/%41";
  EXPECT_EQ(fault(kText), "");
  EXPECT_NE(fault(kText.substr(0, kText.size() - 1)), "");
  EXPECT_NE(fault(kText.substr(0, kText.size() - 2)), "");
}

TEST(CallbackUrl, HasAnAuthorityThatEndsWhereThePathBegins) {
  for (const char* text :
       {"https://1.1.1.1.5/", "https://1.1.1.1%2e5/", "https://1.1.1.1:443x/", "https://[::1]x/",
        "https://[2606:4700::1]x/", "https://[2606:4700::1]443/", "https://[2606:4700::1]:443x/",
        "https://example.com:443x/", "https://a.example:b.example:443/", "https://[2606:4700::1/",
        "https://2606:4700::1]/", "https://x[2606:4700::1]/"}) {
    EXPECT_NE(fault(text, kDevelopment), "") << text;
  }
}

TEST(CallbackUrl, IsAbsoluteAndWellFormed) {
  for (const std::string_view text : {"",
                                      "https",
                                      "https:",
                                      "https:/",
                                      "https://",
                                      "https:///path",
                                      "https:example.com",
                                      "https:/example.com",
                                      "//example.com/",
                                      "/path",
                                      "example.com",
                                      "https://?x",
                                      "https://example.com/%",
                                      "https://example.com/%zz",
                                      "https://exa mple.com/",
                                      "https://example.com/a b",
                                      "https://example.com\\@evil.example/",
                                      "https://example.com/<>",
                                      "https://[::1",
                                      "https://::1/",
                                      "https://[]/",
                                      "https://[v1.a]/",
                                      "https://example.com:80:80/",
                                      "https://[1.1.1.1]/"}) {
    EXPECT_NE(fault(text, kDevelopment), "") << text;
  }
}

TEST(CallbackUrl, HasNoUserinfo) {
  for (const char* text :
       {"https://user@example.com/", "https://user:secret@example.com/", "https://@example.com/",
        "https://:@example.com/", "https://example.com%40@evil.example/"}) {
    EXPECT_EQ(fault(text), "must not hold a user name or password") << text;
  }
}

TEST(CallbackUrl, IsNotRepeatedInItsFault) {
  const auto url = parse_callback_url("https://user:hunter2@example.com/", kProduction);
  EXPECT_EQ(url.error().detail.find("hunter2"), std::string::npos);
  EXPECT_EQ(url.error().faults.at(0).detail.find("hunter2"), std::string::npos);
}

TEST(CallbackUrl, HasNoFragment) {
  EXPECT_EQ(fault("https://example.com/#top"), "must not have a fragment (#)");
  EXPECT_EQ(fault("https://example.com/#"), "must not have a fragment (#)");
  EXPECT_EQ(fault("https://example.com/%23top"), "");
}

TEST(CallbackUrl, HasNoControlCharacterOrRawUnicode) {
  for (const std::string_view text :
       {std::string_view("https://example.com/\r\nX: y"), std::string_view("https://example.com/\t"),
        std::string_view("https://example.com/\0", 21), std::string_view("https://exam\0ple.com/", 21),
        std::string_view("https://1.1.1.1\0x/", 18), std::string_view("https://[2606:4700::1\0x]/", 25),
        std::string_view("\nhttps://example.com/"), std::string_view(" https://example.com/"),
        std::string_view("https://example.com/ "), std::string_view("https://example.com/\x7f"),
        std::string_view("https://例え.jp/"), std::string_view("https://example.com/注文"),
        std::string_view("https://１２７.0.0.1/"), std::string_view("https://example。com/")}) {
    EXPECT_NE(fault(text, kDevelopment), "") << text;
  }
}

TEST(CallbackUrl, NamesAHostByTheBook) {
  for (const std::string& host :
       {std::string("a..example"), std::string(".example"), std::string("example.com."),
        std::string("-a.example"), std::string("a-.example"), std::string("%6cocalhost"),
        std::string("exa%2emple.com"), std::string("a,b.example"), std::string("*.example"),
        std::string("a!b"), std::string(64, 'a') + ".example",
        std::string(63, 'a') + "." + std::string(63, 'b') + "." + std::string(63, 'c') + "." +
            std::string(63, 'd')}) {
    EXPECT_THAT(fault("https://" + host + "/", kDevelopment), HasSubstr("must name a host")) << host;
  }
}

TEST(CallbackUrl, TakesHostNamesOfAllUsualKinds) {
  for (const std::string& host :
       {std::string("example.com"), std::string("xn--r8jz45g.jp"), std::string("a-b.c-d.example"),
        std::string("1password.com"), std::string("0x.example"), std::string("callback_receiver"),
        std::string(63, 'a') + ".example", std::string("127.0.0.1.nip.io"),
        std::string("1.1.1.1evil.example")}) {
    EXPECT_EQ(accepted("https://" + host + "/").host, host);
  }
}

TEST(CallbackUrl, RefusesOddSpellingsOfIpv4EvenInDevelopment) {
  for (const char* host : {"2130706433", "0x7f000001", "0x7f.1", "0X7F.0.0.1", "0177.0.0.1", "017700000001",
                           "127.1", "127.0.1", "127.0.0.01", "127.0.0.256", "1.2.3.4.5", "1.1.1", "0", "0x",
                           "example.0x", "example.1", "08.8.8.8", "127.0.0.0x1"}) {
    EXPECT_EQ(fault(std::string("https://") + host + "/", kDevelopment),
              "must spell an IPv4 address as four decimal numbers")
        << host;
  }
  for (const char* host : {"127.0.0.1.", "%31%32%37.0.0.1", "127%2e0.0.1", "①27.0.0.1"}) {
    EXPECT_NE(fault(std::string("https://") + host + "/", kDevelopment), "") << host;
  }
}

TEST(CallbackUrl, DoesNotCallLocalhostInProduction) {
  for (const char* host : {"localhost", "LOCALHOST", "a.localhost", "a.b.LocalHost"}) {
    EXPECT_EQ(fault(std::string("https://") + host + ":8443/"), "must not call localhost") << host;
    EXPECT_EQ(fault(std::string("http://") + host + ":8443/", kDevelopment), "") << host;
  }
  EXPECT_NE(fault("https://localhost./"), "");
  EXPECT_EQ(fault("https://localhost.example/"), "");
  EXPECT_EQ(fault("https://notlocalhost/"), "");
}

TEST(CallbackUrl, RefusesLiteralsThatTheGuardRefusesAndSaysWhy) {
  EXPECT_EQ(fault("https://127.0.0.1/"), "names an address that may not be called (loopback)");
  EXPECT_EQ(fault("https://10.0.0.1/"), "names an address that may not be called (private)");
  EXPECT_EQ(fault("https://169.254.169.254/latest/meta-data/"),
            "names an address that may not be called (link-local)");
  EXPECT_EQ(fault("https://[::1]/"), "names an address that may not be called (loopback)");
  EXPECT_EQ(fault("https://[::ffff:127.0.0.1]/"), "names an address that may not be called (IPv4-mapped)");
  EXPECT_EQ(fault("https://[::ffff:7f00:1]/"), "names an address that may not be called (IPv4-mapped)");
  EXPECT_EQ(fault("https://[64:ff9b::10.0.0.1]/"), "names an address that may not be called (NAT64)");
}

TEST(CallbackUrl, TakesPrivateLiteralsInDevelopmentButNotTheCloudsCredentials) {
  EXPECT_EQ(accepted("http://127.0.0.1:9000/x", kDevelopment).host, "127.0.0.1");
  EXPECT_EQ(accepted("http://[::1]:9000/x", kDevelopment).host, "::1");
  EXPECT_EQ(accepted("http://192.168.1.2:9000/x", kDevelopment).port, 9000);
  EXPECT_NE(fault("http://169.254.169.254/", kDevelopment), "");
  EXPECT_NE(fault("http://0.0.0.0:9000/", kDevelopment), "");
}

TEST(CallbackUrl, HasNoZone) {
  EXPECT_NE(fault("https://[fe80::1%25eth0]/", kDevelopment), "");
  EXPECT_NE(fault("https://[fe80::1%eth0]/", kDevelopment), "");
  EXPECT_NE(fault("https://[::1%251]/", kDevelopment), "");
}

TEST(CallbackUrl, HasAPortThatIsANumber) {
  for (const char* port :
       {"", "0", "00443", "0443", "65536", "99999", "4294967739", "-1", "+443", "44a", "0x1bb"}) {
    EXPECT_NE(fault(std::string("https://example.com:") + port + "/", kDevelopment), "") << port;
  }
  EXPECT_EQ(accepted("https://example.com:65535/").port, 65535);
  EXPECT_EQ(accepted("https://example.com:1024/").port, 1024);
}

TEST(CallbackUrl, CallsNoPortBelow1024ButHttps) {
  for (const int port : {1, 7, 21, 22, 23, 25, 53, 110, 143, 389, 445, 465, 587, 636, 993, 1023}) {
    EXPECT_THAT(fault("https://example.com:" + std::to_string(port)),
                HasSubstr("port " + std::to_string(port)));
    EXPECT_NE(fault("https://example.com:" + std::to_string(port), kDevelopment), "") << port;
  }
  EXPECT_EQ(fault("https://example.com:80/"), "");
  EXPECT_EQ(fault("https://example.com:443/"), "");
}

TEST(CallbackUrl, CallsOtherServicesPortsInDevelopmentOnly) {
  for (const int port : {1433, 2375, 3306, 5060, 5432, 6000, 6379, 6667, 9200, 10080, 11211, 27017}) {
    EXPECT_NE(fault("https://example.com:" + std::to_string(port)), "") << port;
    EXPECT_EQ(fault("https://example.com:" + std::to_string(port), kDevelopment), "") << port;
  }
  for (const int port : {3000, 4000, 5000, 8000, 8080, 8443, 9000, 9443, 49152}) {
    EXPECT_EQ(fault("https://example.com:" + std::to_string(port)), "") << port;
  }
}

TEST(CallbackUrl, HasALimitedLength) {
  const std::string start = "https://example.com/";
  EXPECT_EQ(fault(start + std::string(2048 - start.size(), 'a')), "");
  EXPECT_EQ(fault(start + std::string(2049 - start.size(), 'a')), "must have at most 2048 characters");
}

}  // namespace sekisho::gateway
