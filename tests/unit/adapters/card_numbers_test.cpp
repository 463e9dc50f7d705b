#include "json/card_numbers.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

namespace sekisho::adapters::json {
namespace {

// Numbers that the networks and payment providers publish for tests; no account has them.
constexpr std::string_view visa = "4111111111111111";
constexpr std::string_view amex = "378282246310005";

bool found(std::string_view text) {
  CardNumberFinder finder;
  return finder.found_in(text);
}

/// The number with every digit in another script.
std::string respelled(std::string_view number, const std::vector<std::string>& digits) {
  std::string text;
  for (const char c : number)
    text += digits.at(static_cast<std::size_t>(c - '0'));
  return text;
}

std::string grouped(std::string_view number, std::size_t size, std::string_view separator) {
  std::string text;
  for (std::size_t i = 0; i < number.size(); i += size) {
    if (i > 0) text += separator;
    text += number.substr(i, size);
  }
  return text;
}

/// Makes the last digit a Luhn check digit.
std::string with_check_digit(std::string number) {
  for (char last = '0'; last <= '9'; ++last) {
    number.back() = last;
    unsigned sum = 0;
    for (std::size_t i = 0; i < number.size(); ++i) {
      const unsigned digit = static_cast<unsigned>(number[number.size() - 1 - i] - '0');
      const unsigned doubled = i % 2 == 1 ? digit * 2 : digit;
      sum += doubled / 10 + doubled % 10;
    }
    if (sum % 10 == 0) break;
  }
  return number;
}

std::string card(std::string_view prefix, std::size_t size) {
  std::string number{prefix};
  number.resize(size, '7');
  return with_check_digit(number);
}

TEST(CardNumbers, FindsThePublishedTestNumbersOfEachNetwork) {
  for (const std::string_view number :
       {"4111111111111111",    "4242424242424242", "4012888888881881", "4000000000000000006",
        "5555555555554444",    "5105105105105100", "2223003122003222", "2720990000000007",
        "3530111333300000",    "3566002020360505", "378282246310005",  "371449635398431",
        "341111111111111",     "30569309025904",   "38520000023237",   "36227206271667",
        "6011111111111117",    "6011000990139424", "6445644564456445", "6200000000000005",
        "6205500000000000004", "8171999927660000"}) {
    EXPECT_TRUE(found(number)) << number;
  }
}

TEST(CardNumbers, KnowsEachRangeByPrefixAndLength) {
  struct Range {
    std::string_view prefix;
    std::vector<std::size_t> sizes;
  };

  const std::vector<Range> ranges = {
      {"4", {16, 19}},
      {"51", {16}},
      {"55", {16}},
      {"2221", {16}},
      {"2720", {16}},
      {"3528", {16, 17, 18, 19}},
      {"3589", {16, 17, 18, 19}},
      {"34", {15}},
      {"37", {15}},
      {"300", {14, 16}},
      {"305", {14, 16}},
      {"3095", {14, 16}},
      {"36", {14, 16}},
      {"38", {14, 16}},
      {"39", {14, 16}},
      {"6011", {16, 17, 18, 19}},
      {"644", {16, 17, 18, 19}},
      {"649", {16, 17, 18, 19}},
      {"65", {16, 17, 18, 19}},
      {"62", {16, 17, 18, 19}},
      {"81", {16, 17, 18, 19}},
  };
  for (const auto& [prefix, sizes] : ranges) {
    for (std::size_t size = 12; size <= 20; ++size) {
      const bool expected = std::ranges::find(sizes, size) != sizes.end();
      EXPECT_EQ(found(card(prefix, size)), expected) << prefix << " with " << size << " digits";
    }
  }
}

TEST(CardNumbers, LeavesAlonePrefixesOfNoNetworkOfOurs) {
  for (const std::string_view prefix :
       {"0",    "1",  "2220", "2721", "306", "3094", "3096", "31",   "32", "33", "3527",
        "3590", "50", "56",   "57",   "58",  "60",   "6010", "6012", "61", "63", "640",
        "643",  "66", "67",   "68",   "69",  "7",    "80",   "82",   "9"}) {
    for (std::size_t size = 13; size <= 19; ++size) {
      EXPECT_FALSE(found(card(prefix, size))) << prefix << " with " << size << " digits";
    }
  }
}

TEST(CardNumbers, AsksForLuhn) {
  for (const std::string_view number :
       {"4111111111111112", "4111111111111110", "378282246310006", "5555555555554445", "4111111111111"}) {
    EXPECT_FALSE(found(number)) << number;
  }
}

TEST(CardNumbers, FindsThemInEveryScript) {
  const std::vector<std::vector<std::string>> scripts = {
      {"０", "１", "２", "３", "４", "５", "６", "７", "８", "９"},
      {"〇", "一", "二", "三", "四", "五", "六", "七", "八", "九"},
      {"零", "一", "二", "三", "四", "五", "六", "七", "八", "九"},
      {"⓪", "①", "②", "③", "④", "⑤", "⑥", "⑦", "⑧", "⑨"},
      {"⓿", "❶", "❷", "❸", "❹", "❺", "❻", "❼", "❽", "❾"},
      {"⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"},
      {"𝟎", "𝟏", "𝟐", "𝟑", "𝟒", "𝟓", "𝟔", "𝟕", "𝟖", "𝟗"},
      {"٠", "١", "٢", "٣", "٤", "٥", "٦", "٧", "٨", "٩"},
      {"०", "१", "२", "३", "४", "५", "६", "७", "८", "९"},
      {"0️⃣", "1️⃣", "2️⃣", "3️⃣", "4️⃣", "5️⃣", "6️⃣", "7️⃣", "8️⃣", "9️⃣"},
  };
  for (const auto& digits : scripts) {
    for (const std::string_view number : {visa, amex, std::string_view{"3566002020360505"}}) {
      EXPECT_TRUE(found(respelled(number, digits))) << respelled(number, digits);
      EXPECT_TRUE(found("番号は" + respelled(number, digits) + "です")) << respelled(number, digits);
    }
  }
}

TEST(CardNumbers, FindsThemInMixedScripts) {
  EXPECT_TRUE(found("4111１１１１11111111"));
  EXPECT_TRUE(found("４111 1一一1 1111 ①111"));
}

TEST(CardNumbers, FindsThemBehindEverySeparator) {
  const std::vector<std::string_view> spaces = {" ",  "   ",    "          ", "\n",     "\r\n",
                                                "\t", "\u3000", "\u00A0",     "\u2009", "\u202F"};
  const std::vector<std::string_view> dashes = {"-",      "---",    " - ",    "\u2010", "\u2011",
                                                "\u2012", "\u2013", "\u2014", "\u2015", "\u2212",
                                                "\uFF0D", "\u30FC", "\uFF70"};
  const std::vector<std::string_view> signs = {".",  ",",  "/",  "_", " / ", "・", "·",  "、", "。",
                                               "．", "／", "＿", "*", "|",   "~",  "〜", "+",  ")("};
  const std::vector<std::string_view> without_width = {
      "\u200B",         "\u200D", "\uFEFF", "\u00AD", "\u200B\u200B\u200B", "\u200B\u200B\u200B\u200B\u200B",
      " \u200B-\u200B "};
  for (const auto& separators : {spaces, dashes, signs, without_width}) {
    for (const std::string_view separator : separators) {
      for (const std::size_t size : {1U, 2U, 3U, 4U, 5U, 7U, 8U}) {
        EXPECT_TRUE(found(grouped(visa, size, separator))) << grouped(visa, size, separator);
      }
    }
  }
}

TEST(CardNumbers, FindsAnyGrouping) {
  EXPECT_TRUE(found("3782 822463 10005"));
  EXPECT_TRUE(found("3056 930902 5904"));
  EXPECT_TRUE(found("6200 0000 0000 0005"));
  EXPECT_TRUE(found("4 11111111 1111111"));
  EXPECT_TRUE(found("411111111111111 1"));
  EXPECT_TRUE(found("4111-1111 1111.1111"));
}

TEST(CardNumbers, FindsThemAmongOtherNumbersAndWords) {
  EXPECT_TRUE(found("4111 1111 1111 1111 12/27"));
  EXPECT_TRUE(found("4111 1111 1111 1111 12/27 123"));
  EXPECT_TRUE(found("1. 4111 1111 1111 1111"));
  EXPECT_TRUE(found("カード番号：4111-1111-1111-1111（有効期限12/27）"));
  EXPECT_TRUE(found("visa4111111111111111x"));
  EXPECT_TRUE(found("4111111111111111一括払いで"));
  EXPECT_TRUE(found("090-1234-5678 4111 1111 1111 1111"));
  EXPECT_TRUE(found("4111 1111 1111 1111 090-1234-5678"));
  EXPECT_TRUE(found("card=4111+1111+1111+1111"));
}

TEST(CardNumbers, DoNotHideInsideALongerGroup) {
  EXPECT_FALSE(found("14111111111111111"));
  EXPECT_FALSE(found("41111111111111111"));
  EXPECT_FALSE(found("00041111111111111110000"));
  EXPECT_FALSE(found("4111 1111 1111 11112"));
}

TEST(CardNumbers, EndAtLettersAndAtWideGaps) {
  EXPECT_FALSE(found("41111111a11111111"));
  EXPECT_FALSE(found("41111111番11111111"));
  EXPECT_FALSE(found("41111111か11111111"));
  EXPECT_FALSE(found("4111:1111:1111:1111"));
  EXPECT_FALSE(found("41111111----11111111"));
  EXPECT_FALSE(found("41111111 ... 11111111"));
}

// Each group of these would make a card with its neighbours: right prefix, right length, Luhn.
TEST(CardNumbers, AreNotATelephoneNumberBesideAPostalCode) {
  const std::string mobile = with_check_digit("353000109012345670");  // a JCB length
  const std::string telephone = mobile.substr(7);
  ASSERT_TRUE(found(mobile));
  for (const std::string& text :
       {"353-0001 " + telephone, "3530001 " + telephone, "〒353-0001 / " + telephone,
        "353-0001 090-1234-" + telephone.substr(7), "353-0001, " + telephone,
        "３５３－０００１　０９０－１２３４－" + telephone.substr(7)}) {
    EXPECT_FALSE(found(text)) << text;
  }
}

TEST(CardNumbers, AreNotTheTailOfATelephoneNumberBeforeAPostalCode) {
  const std::string tail = with_check_digit("371234563530000");  // an Amex length
  ASSERT_TRUE(found(tail));
  const std::string text =
      "090-" + tail.substr(0, 4) + "-" + tail.substr(4, 4) + " " + tail.substr(8, 3) + "-" + tail.substr(11);
  EXPECT_FALSE(found(text)) << text;
}

TEST(CardNumbers, AreNotAnInternationalTelephoneNumberBesideAPostalCode) {
  const std::string digits = with_check_digit("8190123456781500010");  // a UnionPay length
  ASSERT_TRUE(found(digits));
  for (const std::string& text :
       {"+81-90-1234-5678 " + digits.substr(12), "+81 90-1234-5678 " + digits.substr(12),
        "+819012345678 " + digits.substr(12), "＋81-90-1234-5678　" + digits.substr(12)}) {
    EXPECT_FALSE(found(text)) << text;
  }
}

TEST(CardNumbers, AreNotWhatOrdersAreFullOf) {
  for (const std::string_view text :
       {"090-1234-5678", "渋谷区恵比寿１丁目１９−１９", "2026-11-23T20:15:14.500+09:00",
        "2026-11-23 20:15:14.500", "1795431600000", "合計 1,234,567,890円",
        "〒150-0013 東京都渋谷区恵比寿1-19-19 03-1234-5678",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
        "Version/18.6 Mobile/15E148 Safari/604.1",
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 "
        "Safari/537.36",
        "203.0.113.7", "2001:db8:4111:1111:1111:1111::1", "4901234567894", "昭和六十三年四月一日",
        "二丁目七番五号", "https://shop.example.jp/lp/42?utm_source=asp-1&utm_campaign=20261123", "", "4111",
        "お届け先は三重県四日市市です"}) {
    EXPECT_FALSE(found(text)) << text;
  }
}

TEST(CardNumbers, AreFoundInNumbers) {
  CardNumberFinder finder;
  EXPECT_TRUE(finder.found_in(std::int64_t{4111111111111111}));
  EXPECT_TRUE(finder.found_in(std::int64_t{-4111111111111111}));
  EXPECT_TRUE(finder.found_in(std::int64_t{4000000000000000006}));
  EXPECT_TRUE(finder.found_in(std::int64_t{30569309025904}));
  EXPECT_TRUE(finder.found_in(4111111111111111.0));
  EXPECT_TRUE(finder.found_in(4.111111111111111e15));
  EXPECT_FALSE(finder.found_in(std::int64_t{4111111111111112}));
  EXPECT_FALSE(finder.found_in(std::int64_t{980}));
  EXPECT_FALSE(finder.found_in(INT64_MIN));
  EXPECT_FALSE(finder.found_in(INT64_MAX));
  EXPECT_FALSE(finder.found_in(1e300));
  EXPECT_FALSE(finder.found_in(-0.0));
}

TEST(CardNumbers, AreNotTheDecimalsOfAMeasuredValue) {
  CardNumberFinder finder;
  EXPECT_FALSE(finder.found_in(0.4111111111111111));
  EXPECT_FALSE(finder.found_in(35.66002020360505));
}

TEST(CardNumbers, SurviveTextThatIsNotUtf8) {
  for (const std::string_view text :
       {"\xFF\xFE\xC0\x80\xE3\x81\xF0\x9F\x98\xC0\xC1\xF5\xF6\xF7\xF8\xE3",
        "\xED\xA0\x80\xED\xB0\x80\xC0\xC0\xC0\xC0\xC0\xC0\xC0\xC0\xC0\xC0\xE9"}) {
    EXPECT_FALSE(found(text));
  }
}

TEST(CardNumbers, LeaveNothingBehindForTheNextText) {
  CardNumberFinder finder;
  EXPECT_FALSE(finder.found_in("411111111111111 "));
  EXPECT_FALSE(finder.found_in("1 111111111111111"));
  EXPECT_TRUE(finder.found_in(visa));
  EXPECT_FALSE(finder.found_in("1"));
}

}  // namespace
}  // namespace sekisho::adapters::json
