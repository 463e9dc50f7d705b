#include "identity/name_match.h"

#include <gtest/gtest.h>

#include "identity/name_text.h"
#include "identity/phonemes.h"
#include "identity/text.h"
#include "reference/tables.h"
#include "shipped_data.h"

namespace sekisho::scoring::testing {
namespace {

const NameDictionary& dictionary() {
  return shipped_data().tables().names;
}

std::string parted(std::string_view typed) {
  const NameParts parts = split_name(name_words(typed), dictionary());
  return to_utf8(parts.family) + '/' + to_utf8(parts.given);
}

TEST(NameWords, AreFolded) {
  const auto words = [](std::string_view typed) {
    std::string out;
    for (const std::u32string& word : name_words(typed))
      out += '[' + to_utf8(word) + ']';
    return out;
  };
  EXPECT_EQ(words("髙橋　翔"), "[高橋][翔]");
  EXPECT_EQ(words("ｻｻｷ・ｹﾝ"), "[ササキ][ケン]");
  EXPECT_EQ(words("佐々木 みすゞ"), "[佐佐木][ミスズ]");
  EXPECT_EQ(words("Ōtani, Shōhei"), "[o-tani][sho-hei]");
  EXPECT_EQ(words("José O'Neil-Smith"), "[jose][oneil][smith]");
  EXPECT_EQ(words("山田太郎（ヤマダタロウ）様"), "[山田太郎]");
  EXPECT_EQ(words("（山田）"), "[山田]");
  EXPECT_EQ(words("邊\U000E0101見"), "[辺見]") << "with the selector of a glyph";
  EXPECT_EQ(words(" "), "");
}

TEST(NameDictionary, KnowsFamilyAndGivenNamesApart) {
  EXPECT_EQ(dictionary().family(U"佐藤").size(), 1U);
  EXPECT_FALSE(dictionary().given(U"太郎").empty());
  EXPECT_TRUE(dictionary().family(U"田中角栄").empty());
  EXPECT_FALSE(dictionary().kanji(U'翔').empty());
  EXPECT_TRUE(dictionary().is_given_reading(U"ハナコ"));
  EXPECT_FALSE(dictionary().is_given_reading(U"ハナノコ"));
}

TEST(NameDictionary, NamesTheRowThatIsWrong) {
  const auto error_of = [](std::string_view names, std::string_view kanji) {
    const auto parsed = NameDictionary::parse(names, "# head\n", kanji);
    return parsed ? std::string() : parsed.error().detail;
  };
  EXPECT_EQ(error_of("佐藤\tサトウ\t\n", "佐\tサ\n"), "");
  EXPECT_EQ(error_of("佐藤\tサトウ\t\n佐藤\n", ""), "name-readings.tsv:2: not a row of this table");
  EXPECT_EQ(error_of("\tサトウ\t\n", ""), "name-readings.tsv:1: not a row of this table");
  EXPECT_EQ(error_of("", "佐\tサ\tx\n"), "kanji-readings.tsv:1: not a row of this table");
}

TEST(SplitName, UsesTheSpaceOrTheDictionary) {
  EXPECT_EQ(parted("山田 太郎"), "山田/太郎");
  EXPECT_EQ(parted("山田太郎"), "山田/太郎");
  EXPECT_EQ(parted("長谷川潤"), "長谷川/潤");
  EXPECT_EQ(parted("林修"), "林/修");
  EXPECT_EQ(parted("ヤマダハナコ"), "ヤマダ/ハナコ");
  EXPECT_EQ(parted("森"), "/森");
  EXPECT_EQ(parted("倉庫担当A"), "/倉庫担当a");
}

TEST(Sounds, AreTheSameInEverySystem) {
  EXPECT_EQ(sounds_of_kana(U"ハットリ"), "hattori");
  EXPECT_EQ(sounds_of_kana(U"シュンイチ"), "syuniti");
  EXPECT_EQ(sounds_of_kana(U"サトー"), "sato-");
  for (const auto& [typed, sounds] :
       std::vector<std::pair<std::u32string, std::string>>{{U"hattori", "hattori"},
                                                           {U"matchi", "matti"},
                                                           {U"macchi", "matti"},
                                                           {U"shumpei", "syunpei"},
                                                           {U"homma", "honma"},
                                                           {U"jun", "zyun"},
                                                           {U"tsuji", "tuzi"},
                                                           {U"fujii", "huzii"},
                                                           {U"kennji", "kenzi"},
                                                           {U"satoh", "sato-"}}) {
    EXPECT_EQ(sounds_of_latin(typed).front(), sounds);
  }
}

TEST(PlausibleKana, IsWhatTheKanjiCanBeRead) {
  const auto plausible = [](std::string_view name, std::string_view kana) {
    return is_plausible_kana(name, kana, dictionary());
  };
  EXPECT_EQ(plausible("山田 太郎", "ヤマダ タロウ"), Plausible::yes);
  EXPECT_EQ(plausible("山田太郎", "やまだたろう"), Plausible::yes);
  EXPECT_EQ(plausible("やまだ たろう", "ヤマダ タロウ"), Plausible::yes);
  EXPECT_EQ(plausible("Taro Yamada", "ヤマダ タロウ"), Plausible::yes);
  EXPECT_EQ(plausible("山田 太郎", "スズキ タロウ"), Plausible::no);
  EXPECT_EQ(plausible("山田 太郎", "ヤマダ ケンジ"), Plausible::no);
  EXPECT_EQ(plausible("ヤマダ タロウ", "ヤマダ ジロウ"), Plausible::no);
}

TEST(PlausibleKana, IsUnknownWhereParentsChoseFreelyOrNothingIsThere) {
  const auto plausible = [](std::string_view name, std::string_view kana) {
    return is_plausible_kana(name, kana, dictionary());
  };
  EXPECT_EQ(plausible("佐藤 騎士", "サトウ ナイト"), Plausible::unknown);
  EXPECT_EQ(plausible("佐藤 輝星", "サトウ ベガ"), Plausible::unknown);
  EXPECT_EQ(plausible("王 明", "ワン ミン"), Plausible::unknown) << "a Chinese reading";
  EXPECT_EQ(plausible("John Smith", "ジョン スミス"), Plausible::unknown);
  EXPECT_EQ(plausible("", "ヤマダ"), Plausible::unknown);
  EXPECT_EQ(plausible("山田", ""), Plausible::unknown);
  EXPECT_EQ(plausible("山田 太郎", "abc"), Plausible::unknown);
}

TEST(Edits, CountSwapsAsOne) {
  EXPECT_EQ(edits_between(U"", U""), 0U);
  EXPECT_EQ(edits_between(U"ハナコ", U""), 3U);
  EXPECT_EQ(edits_between(U"ハナコ", U"ハコナ"), 1U);
  EXPECT_EQ(edits_between(U"ハナコ", U"ハナエ"), 1U);
  EXPECT_EQ(edits_between(U"ハナコ", U"ハナココ"), 1U);
  EXPECT_EQ(edits_between(U"ハナコ", U"タロウ"), 3U);
}

}  // namespace
}  // namespace sekisho::scoring::testing
