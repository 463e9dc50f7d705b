#include <algorithm>
#include <iostream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <scoring/link.h>

#include "shipped_data.h"
#include "spellings.h"

/// Thousands of pairs, made of the shipped names and towns by the spelling code of spellings.cpp.
namespace sekisho::scoring::testing {
namespace {

constexpr int pairs_of_a_kind = 2000;

/// Right and wrong judgements.
class Tally {
 public:
  void judge(LinkKind kind, bool same, const std::string& a, const std::string& b) {
    const LinkAnswer answer = compare(kind, a, b, shipped_data());
    ++(same ? (answer.same ? true_same_ : missed_) : (answer.same ? false_same_ : true_other_));
    if (answer.same == same || ++shown_ > 15) return;
    std::cout << (same ? "missed: " : "false: ") << a << " | " << b << ": " << answer.why.front() << '\n';
  }

  void expect_good(const std::string& what) const {
    const double precision = true_same_ / (true_same_ + false_same_);
    const double recall = true_same_ / (true_same_ + missed_);
    std::cout << what << ": " << true_same_ + missed_ << " same, " << true_other_ + false_same_
              << " other; precision " << precision << ", recall " << recall << '\n';
    EXPECT_GE(precision, 0.99);
    EXPECT_GE(recall, 0.98);
  }

 private:
  double true_same_ = 0;
  double missed_ = 0;
  double false_same_ = 0;
  double true_other_ = 0;
  int shown_ = 0;
};

std::vector<std::string> fields_of(const std::string& text, char separator) {
  std::vector<std::string> fields;
  std::istringstream in(text + separator);
  for (std::string field; std::getline(in, field, separator);)
    fields.push_back(field);
  return fields;
}

struct Reading {
  std::string word;
  std::string kana;
};

struct Names {
  std::vector<Reading> families;
  std::vector<Reading> givens;
  std::map<std::string, std::vector<std::string>> readings;  ///< of each word
  std::map<std::string, std::vector<std::string>> writings;  ///< of each given name's reading
};

Names shipped_names() {
  Names names;
  std::istringstream in(shipped_file("name-readings.tsv"));
  for (std::string line; std::getline(in, line);) {
    const auto columns = fields_of(line, '\t');
    for (const std::size_t column : {1U, 2U}) {
      for (const std::string& kana : fields_of(columns.at(column), ',')) {
        if (kana.size() < 6 || kana.contains("ー")) continue;
        (column == 1 ? names.families : names.givens).push_back({.word = columns[0], .kana = kana});
        names.readings[columns[0]].push_back(kana);
        if (column == 2) names.writings[kana].push_back(columns[0]);
      }
    }
  }
  return names;
}

PersonName somebody(const Names& names, Dice& dice) {
  const Reading& family = any_of(names.families, dice);
  const Reading& given = any_of(names.givens, dice);
  return {.family = family.word, .given = given.word, .family_kana = family.kana, .given_kana = given.kana};
}

TEST(GeneratedNames, AreOneInEverySpelling) {
  const Names names = shipped_names();
  Dice dice(1);
  Tally tally;
  for (int i = 0; i < pairs_of_a_kind; ++i) {
    const PersonName name = somebody(names, dice);
    tally.judge(LinkKind::name, true, spelled(name, dice), spelled(name, dice));
    PersonName other = somebody(names, dice);
    if (i % 2 == 0) {
      other.family = name.family;
      other.family_kana = name.family_kana;
    }
    // A kanji may be read as the other's name too: then nobody can tell them apart.
    const auto& mine = names.readings.at(name.given);
    const auto& others = names.readings.at(other.given);
    const bool one_reading = std::ranges::any_of(
        mine, [&](const std::string& kana) { return std::ranges::find(others, kana) != others.end(); });
    const bool one_sound = romaji(name.given_kana, 0) == romaji(other.given_kana, 0);
    if (!one_reading && !one_sound)
      tally.judge(LinkKind::name, false, spelled(name, dice), spelled(other, dice));
  }
  tally.expect_good("names");
}

TEST(GeneratedNames, AreTwoInOtherKanjiOfOneReading) {
  const Names names = shipped_names();
  Dice dice(2);
  int judged = 0;
  int same = 0;
  for (int i = 0; i < pairs_of_a_kind; ++i) {
    const PersonName name = somebody(names, dice);
    const std::string& other = any_of(names.writings.at(name.given_kana), dice);
    // Words with kana in them (みつ子) may be the other's reading.
    const bool plain = !(name.given + other).contains("\xE3\x81") &&
                       !(name.given + other).contains("\xE3\x82") &&
                       !(name.given + other).contains("\xE3\x83");
    if (other == name.given || !plain) continue;
    ++judged;
    const auto answer =
        compare(LinkKind::name, name.family + ' ' + name.given, name.family + other, shipped_data());
    // Variant kanji are in the dictionary as well: 澤 and 沢.
    same += answer.same && answer.why.front() != "name.variant" ? 1 : 0;
  }
  EXPECT_GT(judged, pairs_of_a_kind / 2);
  EXPECT_EQ(same, 0);
}

/// Places whose numbers stand for themselves: no numerals, no remarks, no floors of office towers.
std::vector<std::string> shipped_places() {
  std::vector<std::string> places;
  std::istringstream in(shipped_file("postal-codes.tsv"));
  std::string prefecture;
  std::string city;
  for (std::string line; std::getline(in, line);) {
    const auto columns = fields_of(line, '\t');
    if (columns.size() == 4) {
      prefecture = columns[2];
      city = columns[3];
    }
    const std::string& town = columns.at(1);
    const bool plain =
        std::ranges::none_of(fields_of("一,二,三,四,五,六,七,八,九,十,条,線,丁,番,割,（,第,階", ','),
                             [&](const std::string& part) { return town.contains(part); });
    if (!town.empty() && plain) places.push_back(prefecture + city + town);
  }
  return places;
}

Home some_home(const std::vector<std::string>& places, Dice& dice) {
  Home home{.place = any_of(places, dice),
            .chome = any_number(1, 6, dice),
            .block = any_number(1, 30, dice),
            .house = any_number(1, 25, dice),
            .building = {},
            .wing = {},
            .room = {}};
  if (any_number(0, 3, dice) == 0) return home;
  home.building =
      any_of<std::string>({"コーポ山田", "グリーンハイツ", "メゾン・ド・ソレイユ", "第三パークマンション",
                           "ライオンズマンション大手町", "サンライズ富士"},
                          dice);
  if (any_number(0, 3, dice) == 0)
    home.wing = any_of<std::string>({"A", "B", "C", "東", "西", "1号", "2号"}, dice);
  home.room = std::to_string(any_number(1, 12, dice) * 100 + any_number(1, 12, dice));
  return home;
}

Home another_home(Home home, Dice& dice) {
  const int what = home.room.empty() ? any_number(0, 2, dice) : any_number(0, 4, dice);
  if (what == 0) {
    ++home.house;
  } else if (what == 1) {
    ++home.block;
  } else if (what == 2) {
    ++home.chome;
  } else if (what == 3 && !home.wing.empty()) {
    home.wing = home.wing == "A" ? "B" : "A";
  } else if (what == 3) {
    home.room.clear();
  } else {
    home.room = std::to_string(std::stoi(home.room) + 1);
  }
  return home;
}

TEST(GeneratedAddresses, AreOneInEverySpelling) {
  const auto places = shipped_places();
  Dice dice(3);
  Tally tally;
  for (int i = 0; i < pairs_of_a_kind; ++i) {
    const Home home = some_home(places, dice);
    tally.judge(LinkKind::address, true, spelled(home, dice), spelled(home, dice));
    tally.judge(LinkKind::address, false, spelled(home, dice), spelled(another_home(home, dice), dice));
  }
  tally.expect_good("addresses");
}

TEST(GeneratedPhones, AreOneInEverySpelling) {
  Dice dice(4);
  Tally tally;
  for (int i = 0; i < pairs_of_a_kind; ++i) {
    const bool mobile = i % 3 != 0;
    const std::string head = mobile ? any_of<std::string>({"090", "080", "070", "060"}, dice)
                                    : any_of<std::string>({"03", "06", "045", "0467"}, dice);
    std::string digits = head;
    while (digits.size() < (mobile ? 11U : 10U))
      digits += static_cast<char>('0' + any_number(1, 9, dice));
    std::string other = digits;
    char& changed = other[static_cast<std::size_t>(any_number(static_cast<int>(head.size()), 9, dice))];
    changed = changed == '9' ? '1' : static_cast<char>(changed + 1);
    const int area = static_cast<int>(head.size());
    tally.judge(LinkKind::phone, true, spelled_phone(digits, area, dice), spelled_phone(digits, area, dice));
    tally.judge(LinkKind::phone, false, spelled_phone(digits, area, dice), spelled_phone(other, area, dice));
  }
  tally.expect_good("phones");
}

TEST(GeneratedMailboxes, AreOneInEverySpelling) {
  const Names names = shipped_names();
  Dice dice(5);
  Tally tally;
  for (int i = 0; i < pairs_of_a_kind; ++i) {
    std::string stem = romaji(any_of(names.givens, dice).kana, 0);
    if (stem.empty()) continue;
    const int number = any_number(1, 99, dice);
    const std::string domain =
        any_of<std::string>({"gmail.com", "example.jp", "docomo.ne.jp", "icloud.com"}, dice);
    const std::string local = stem + std::to_string(number);
    tally.judge(LinkKind::email, true, spelled_mailbox(local, domain, dice),
                spelled_mailbox(local, domain, dice));
    tally.judge(LinkKind::email, false, spelled_mailbox(local, domain, dice),
                spelled_mailbox(stem + std::to_string(number + 1), domain, dice));
  }
  tally.expect_good("mailboxes");
}

}  // namespace
}  // namespace sekisho::scoring::testing
