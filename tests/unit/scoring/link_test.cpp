#include <fstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <scoring/link.h>

#include "shipped_data.h"

namespace sekisho::scoring::testing {
namespace {

using nlohmann::json;

LinkAnswer link(LinkKind kind, std::string_view a, std::string_view b) {
  return compare(kind, a, b, shipped_data());
}

struct LabelledPair {
  bool same = false;
  std::string a;
  std::string b;
};

/// The pairs of a file in tests/data/link: label, a, b.
std::vector<LabelledPair> labelled_pairs(const std::string& file) {
  std::ifstream in(SEKISHO_TEST_DATA "/link/" + file);
  std::vector<LabelledPair> pairs;
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with('#')) continue;
    const auto first = line.find('\t');
    const auto second = line.find('\t', first + 1);
    pairs.push_back({.same = line.substr(0, first) == "same",
                     .a = line.substr(first + 1, second - first - 1),
                     .b = line.substr(second + 1)});
  }
  return pairs;
}

/// The share of pairs that are judged as labelled. The others are named.
double share_right(LinkKind kind, const std::string& file) {
  const auto pairs = labelled_pairs(file);
  double right = 0;
  for (const LabelledPair& pair : pairs) {
    const LinkAnswer answer = link(kind, pair.a, pair.b);
    EXPECT_EQ(answer, link(kind, pair.b, pair.a)) << pair.a << " | " << pair.b;
    EXPECT_EQ(answer.same, answer.similarity >= link_threshold);
    EXPECT_FALSE(answer.why.empty());
    if (answer.same == pair.same) {
      ++right;
    } else {
      std::cout << (pair.same ? "missed: " : "false: ") << pair.a << " | " << pair.b << ": "
                << answer.why.front() << '\n';
    }
  }
  EXPECT_GT(pairs.size(), 50U);
  return right / static_cast<double>(pairs.size());
}

TEST(Link, JudgesTheHandWrittenNames) {
  EXPECT_GE(share_right(LinkKind::name, "names.tsv"), 0.98);
}

TEST(Link, JudgesTheHandWrittenPhones) {
  EXPECT_GE(share_right(LinkKind::phone, "phones.tsv"), 0.98);
}

TEST(Link, JudgesTheHandWrittenMailboxes) {
  EXPECT_GE(share_right(LinkKind::email, "emails.tsv"), 0.98);
}

TEST(Link, JudgesTheHandWrittenAddresses) {
  EXPECT_GE(share_right(LinkKind::address, "addresses.tsv"), 0.98);
}

// What distances between letters get wrong in Japanese.
TEST(Link, FindsNothingAlikeInStrangers) {
  EXPECT_LT(link(LinkKind::name, "山田太郎", "佐藤花子").similarity, 0.05);
  EXPECT_LT(link(LinkKind::name, "ヤマダタロウ", "サトウハナコ").similarity, 0.1);
  EXPECT_LT(link(LinkKind::name, "ハヤシ", "パヤシ").similarity, 0.8);
  EXPECT_LT(link(LinkKind::address, "東京都新宿区大久保2-7-5", "大阪府大阪市北区梅田1-2-3").similarity, 0.05);
  EXPECT_LT(link(LinkKind::phone, "09012345678", "0311112222").similarity, 0.2);
}

TEST(Link, SaysWhatAgreed) {
  using Why = std::vector<std::string_view>;
  EXPECT_EQ(link(LinkKind::name, "山田太郎", "山田 太郎").why, Why{"name.same"});
  EXPECT_EQ(link(LinkKind::name, "髙橋翔", "高橋 翔").why, Why{"name.variant"});
  EXPECT_EQ(link(LinkKind::name, "Taro Yamada", "ヤマダ タロウ").why, (Why{"name.romaji", "name.swapped"}));
  EXPECT_EQ(link(LinkKind::name, "山本裕子", "山本優子").why, (Why{"name.same_reading", "name.other_kanji"}));
  EXPECT_EQ(link(LinkKind::name, "山田太郎", "山田花子").why, (Why{"name.same_family", "name.other_given"}));
  EXPECT_EQ(link(LinkKind::email, "a.b+c@gmail.com", "ab@gmail.com").why,
            (Why{"email.same_mailbox", "email.tag", "email.dots"}));
  EXPECT_EQ(link(LinkKind::email, "hanako1@example.jp", "hanako2@example.jp").why,
            (Why{"email.same_domain", "email.other_number"}));
  EXPECT_EQ(link(LinkKind::phone, "09012345678", "+819012345678").why, Why{"phone.same_number"});
  EXPECT_EQ(link(LinkKind::address, "新宿区大久保2-7-5 102", "新宿区大久保2-7-5 コーポ大久保103").why,
            (Why{"address.same_lot", "address.other_room"}));
}

TEST(Link, IsSureOfEqualSpellings) {
  EXPECT_EQ(link(LinkKind::name, "山田太郎", "山田太郎").similarity, 1);
  EXPECT_EQ(link(LinkKind::phone, "03-1234-5678", "0312345678").similarity, 1);
  EXPECT_EQ(link(LinkKind::email, "A@example.jp", "a@example.jp").similarity, 1);
  EXPECT_EQ(link(LinkKind::address, "新宿区大久保2-7-5", "新宿区大久保2-7-5").similarity, 1);
}

TEST(Link, SurvivesWhatIsNoName) {
  const std::string long_name(100'000, 'a');
  std::string endless;
  for (int i = 0; i < 10'000; ++i)
    endless += "山 ";
  for (const std::string& odd :
       {std::string(), std::string(" "), std::string("-"), std::string("\xff\xfe"), std::string("ー"),
        std::string("々"), std::string("()"), long_name, endless}) {
    for (const LinkKind kind : {LinkKind::name, LinkKind::address, LinkKind::email, LinkKind::phone}) {
      EXPECT_EQ(link(kind, odd, "山田太郎"), link(kind, "山田太郎", odd));
      EXPECT_FALSE(link(kind, odd, "山田太郎").same);
      EXPECT_EQ(link(kind, odd, odd), link(kind, odd, odd));
    }
  }
}

TEST(LinkLine, IsAnsweredInJson) {
  const LinkLine line =
      answer_link_line(R"({"kind":"email","a":"hanako@example.jp","b":"taro@example.jp"})", shipped_data());
  EXPECT_FALSE(line.faulty);
  EXPECT_EQ(line.text, R"({"same":false,"similarity":0.1,"why":["email.same_domain","email.other_local"]})");
}

TEST(LinkLine, MayHaveMoreMembers) {
  const LinkLine line =
      answer_link_line(R"({"id":7,"kind":"phone","a":"0312345678","b":"03-1234-5678"})", shipped_data());
  EXPECT_EQ(line.text, R"({"same":true,"similarity":1.0,"why":["phone.same_number"]})");
}

TEST(LinkLine, SaysWhatIsWrongWithIt) {
  for (const auto& [text, error] : std::vector<std::pair<std::string, std::string>>{
           {"", "line: not a JSON object"},
           {"[]", "line: not a JSON object"},
           {"{", "line: not a JSON object"},
           {"\xff", "line: not a JSON object"},
           {"{}", "kind: not one of address, name, phone, email"},
           {R"({"kind":"car","a":"","b":""})", "kind: not one of address, name, phone, email"},
           {R"({"kind":1,"a":"","b":""})", "kind: not one of address, name, phone, email"},
           {R"({"kind":"name","b":""})", "a: not a text"},
           {R"({"kind":"name","a":"","b":null})", "b: not a text"},
           {std::string(70'000, ' '), "line: longer than 65536 bytes"}}) {
    const LinkLine line = answer_link_line(text, shipped_data());
    EXPECT_TRUE(line.faulty);
    EXPECT_EQ(json::parse(line.text), (json{{"error", error}}));
  }
}

}  // namespace
}  // namespace sekisho::scoring::testing
