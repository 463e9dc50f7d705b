#include "identity/name.h"

#include <gtest/gtest.h>

#include "identity/romaji.h"
#include "identity/text.h"
#include "orders.h"
#include "shipped_data.h"
#include "signals/families.h"

namespace sekisho::scoring::testing {
namespace {

SignalValue prank(const std::string& name, const std::string& kana = "") {
  Order order;
  order.buyer.name = name;
  order.buyer.name_kana = kana;
  const Past past;
  return signals::name_prank(Facts(order, past, shipped_data().tables()));
}

TEST(Text, FoldsWidth) {
  EXPECT_EQ(to_utf8(nfkc("ＡＢ１２ｶﾞｯﾂ")), "AB12ガッツ");
  EXPECT_EQ(to_utf8(nfkc_lower("ＡＢ")), "ab");
  EXPECT_EQ(to_utf8(nfkc("𠮷野家")), "𠮷野家") << "beyond the basic plane";
}

TEST(Text, SurvivesWhatIsNotUtf8) {
  EXPECT_EQ(to_utf8(nfkc("a\xff\xfe")), "a\uFFFD\uFFFD");
}

TEST(Text, FoldsVariantKanji) {
  for (const auto& [variant, everyday] : std::vector<std::pair<char32_t, char32_t>>{{U'髙', U'高'},
                                                                                    {U'﨑', U'崎'},
                                                                                    {U'邊', U'辺'},
                                                                                    {U'邉', U'辺'},
                                                                                    {U'𠮷', U'吉'},
                                                                                    {U'亞', U'亜'},
                                                                                    {U'𣘺', U'橋'}}) {
    EXPECT_EQ(fold_variant(variant), everyday);
    EXPECT_EQ(fold_variant(everyday), everyday);
  }
}

TEST(Name, IsOneInEverySpelling) {
  EXPECT_EQ(canonical_name("髙橋　翔"), canonical_name("高橋 翔"));
  EXPECT_EQ(canonical_name("ヤマダ ハナコ"), canonical_name("ﾔﾏﾀﾞﾊﾅｺ"));
  EXPECT_EQ(canonical_name("John Smith"), canonical_name("ＪＯＨＮ　ＳＭＩＴＨ"));
  EXPECT_NE(canonical_name("佐々木 健一"), canonical_name("佐々木 健二"));
}

TEST(NameScript, IsToldByItsCharacters) {
  EXPECT_EQ(name_script("山田 花子"), NameScript::kanji);
  EXPECT_EQ(name_script("佐々木　健一"), NameScript::kanji);
  EXPECT_EQ(name_script("ヤマダ　ハナコ"), NameScript::kana);
  EXPECT_EQ(name_script("ｼﾞｮﾝ・ｽﾐｽ"), NameScript::kana);
  EXPECT_EQ(name_script("山田 はなこ"), NameScript::japanese);
  EXPECT_EQ(name_script("José O'Neil-Smith Jr."), NameScript::latin);
  EXPECT_EQ(name_script("John 山田"), NameScript::mixed);
  EXPECT_EQ(name_script("倉庫担当 A-0512"), NameScript::other);
  EXPECT_EQ(name_script("山田★"), NameScript::other);
  EXPECT_EQ(name_script("김철수"), NameScript::other);
  EXPECT_EQ(name_script("..."), NameScript::other);
}

TEST(KanaName, IsKanaAlone) {
  EXPECT_TRUE(is_kana_name("ヤマダ ハナコ"));
  EXPECT_TRUE(is_kana_name("やまだ　はなこ"));
  EXPECT_TRUE(is_kana_name("ﾔﾏﾀﾞ"));
  EXPECT_TRUE(is_kana_name("ジョン・スミス"));
  EXPECT_TRUE(is_kana_name("コーノ"));
  EXPECT_FALSE(is_kana_name("山田 ハナコ"));
  EXPECT_FALSE(is_kana_name("yamada"));
  EXPECT_FALSE(is_kana_name("・"));
}

TEST(PrankName, IsSeenInAnyWidthAndKana) {
  for (const char* name :
       {"テスト", "てすと", "ﾃｽﾄ", "テスト 太郎", "TEST", "ｔｅｓｔ ｕｓｅｒ", "あああ", "ああ ああ", "xxx",
        "名無しの権兵衛", "のび のびた テスト", "野比 のび太", "ASDFGH", "ほげ"}) {
    EXPECT_EQ(prank(name), SignalValue(true)) << name;
  }
  EXPECT_EQ(prank("山田 花子", "テスト"), SignalValue(true)) << "in the reading too";
}

TEST(PrankName, SparesRealNames) {
  for (const char* name : {"山田 太郎", "山田 花子", "奈々 奈々子", "Foo Mei Ling", "John Guest", "阿保 剛",
                           "ああ", "手須戸 一"}) {
    EXPECT_EQ(prank(name), SignalValue(false)) << name;
  }
  EXPECT_EQ(prank(""), SignalValue(Missing{}));
}

TEST(Romaji, ReadsEveryKana) {
  EXPECT_EQ(romaji_of("ヤマダ"), "yamada");
  EXPECT_EQ(romaji_of("しゅんいち"), "syuniti");
  EXPECT_EQ(romaji_of("オオタニ"), "otani");
  EXPECT_EQ(romaji_of("ハットリ"), "hatori");
  EXPECT_EQ(romaji_of("ヴァヷヺヰヱヲ"), "bababoieo");
  EXPECT_EQ(romaji_of("ティファニー"), "tihani");
}

TEST(Romaji, FoldsTheWaysOfWritingIt) {
  EXPECT_EQ(fold_romaji("Shun'ichi"), romaji_of("シュンイチ"));
  EXPECT_EQ(fold_romaji("OHTANI"), romaji_of("オオタニ"));
  EXPECT_EQ(fold_romaji("Ootani"), romaji_of("オオタニ"));
  EXPECT_EQ(fold_romaji("HATTORI"), romaji_of("ハットリ"));
  EXPECT_EQ(fold_romaji("KATSUMATA"), romaji_of("カツマタ"));
  EXPECT_EQ(fold_romaji("FUJIWARA"), romaji_of("フジワラ"));
  EXPECT_EQ(fold_romaji("HONMA"), romaji_of("ホンマ"));
  EXPECT_EQ(fold_romaji("NAMBA"), romaji_of("ナンバ"));
  EXPECT_EQ(fold_romaji("Ryuji"), romaji_of("リュウジ"));
}

TEST(CardHolder, MatchesTheReadingInAnyOrder) {
  EXPECT_EQ(compare_holder("山田 花子", "ヤマダ ハナコ", "HANAKO YAMADA"), HolderMatch::match);
  EXPECT_EQ(compare_holder("大谷 翔", "オオタニ ショウ", "SHO OHTANI"), HolderMatch::match);
  EXPECT_EQ(compare_holder("山田 花子", "やまだ　はなこ", "yamada hanaco"), HolderMatch::match)
      << "one slip of the pen";
}

TEST(CardHolder, KnowsAFamilysCard) {
  EXPECT_EQ(compare_holder("山田 花子", "ヤマダ ハナコ", "TARO YAMADA"), HolderMatch::partial);
  EXPECT_EQ(compare_holder("李 明", "リ メイ", "MING LI"), HolderMatch::partial);
}

TEST(CardHolder, TellsAStranger) {
  EXPECT_EQ(compare_holder("田中 太郎", "タナカ タロウ", "JOHN A SMITH"), HolderMatch::mismatch);
  EXPECT_EQ(compare_holder("林 健一", "ハヤシ ケンイチ", "MARIA GARCIA"), HolderMatch::mismatch);
}

TEST(CardHolder, StaysSilentWhereItCannotBeTold) {
  EXPECT_EQ(compare_holder("王 偉", "オウ イサム", "WEI WANG"), std::nullopt) << "a Chinese reading";
  EXPECT_EQ(compare_holder("劉 洋", "リュウ ヨウヘイ", "YANG LIU"), std::nullopt) << "two morae";
  EXPECT_EQ(compare_holder("グエン ティ", "グエン ティ", "NGUYEN THI"), std::nullopt) << "a name in kana";
  EXPECT_EQ(compare_holder("田中太郎", "タナカタロウ", "JOHN SMITH"), std::nullopt) << "one word";
  EXPECT_EQ(compare_holder("田中 太郎", "", "JOHN SMITH"), std::nullopt);
  EXPECT_EQ(compare_holder("田中 太郎", "タナカ タロウ", ""), std::nullopt);
  EXPECT_EQ(compare_holder("田中 太郎", "タナカ タロウ", "SMITH"), std::nullopt);
  EXPECT_EQ(compare_holder("田中 太郎", "タナカ タロウ", "佐藤 花子"), std::nullopt);
}

}  // namespace
}  // namespace sekisho::scoring::testing
