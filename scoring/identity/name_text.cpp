#include "identity/name_text.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

#include <unicode/normalizer2.h>
#include <unicode/unistr.h>

#include "identity/text.h"

namespace sekisho::scoring {
namespace {

// Kanji of one name in an old and a new form, or that bearers and clerks take for each other (斉 and 斎),
// beyond those that fold_variant() knows and after it; in order of code points.
constexpr std::array<std::pair<char32_t, char32_t>, 209> name_variants{{
    {U'亙', U'亘'}, {U'佛', U'仏'}, {U'俠', U'侠'}, {U'傳', U'伝'}, {U'兔', U'兎'}, {U'冐', U'冒'},
    {U'冲', U'沖'}, {U'凉', U'涼'}, {U'凖', U'準'}, {U'凞', U'熙'}, {U'劍', U'剣'}, {U'勳', U'勲'},
    {U'勵', U'励'}, {U'卷', U'巻'}, {U'吳', U'呉'}, {U'單', U'単'}, {U'嚴', U'厳'}, {U'圀', U'国'},
    {U'圖', U'図'}, {U'團', U'団'}, {U'塲', U'場'}, {U'壘', U'塁'}, {U'壞', U'壊'}, {U'壤', U'壌'},
    {U'壯', U'壮'}, {U'壹', U'壱'}, {U'壺', U'壷'}, {U'奧', U'奥'}, {U'姬', U'姫'}, {U'寢', U'寝'},
    {U'實', U'実'}, {U'峯', U'峰'}, {U'峽', U'峡'}, {U'嵜', U'崎'}, {U'嶽', U'岳'}, {U'巢', U'巣'},
    {U'廐', U'厩'}, {U'廚', U'厨'}, {U'弍', U'弐'}, {U'彈', U'弾'}, {U'彥', U'彦'}, {U'恆', U'恒'},
    {U'悅', U'悦'}, {U'悳', U'徳'}, {U'惪', U'徳'}, {U'愼', U'慎'}, {U'戰', U'戦'}, {U'戾', U'戻'},
    {U'攝', U'摂'}, {U'敍', U'叙'}, {U'斉', U'斎'}, {U'曆', U'暦'}, {U'曉', U'暁'}, {U'杤', U'栃'},
    {U'桝', U'枡'}, {U'桺', U'柳'}, {U'梹', U'浜'}, {U'棊', U'碁'}, {U'槗', U'橋'}, {U'樂', U'楽'},
    {U'步', U'歩'}, {U'每', U'毎'}, {U'氣', U'気'}, {U'淚', U'涙'}, {U'淨', U'浄'}, {U'淸', U'清'},
    {U'渊', U'渕'}, {U'溫', U'温'}, {U'滿', U'満'}, {U'澀', U'渋'}, {U'澁', U'渋'}, {U'濕', U'湿'},
    {U'濤', U'涛'}, {U'濶', U'闊'}, {U'煕', U'熙'}, {U'熈', U'熙'}, {U'燈', U'灯'}, {U'爭', U'争'},
    {U'爲', U'為'}, {U'狹', U'狭'}, {U'獨', U'独'}, {U'獵', U'猟'}, {U'瑤', U'瑶'}, {U'璢', U'瑠'},
    {U'產', U'産'}, {U'畫', U'画'}, {U'瘦', U'痩'}, {U'皋', U'皐'}, {U'盡', U'尽'}, {U'眾', U'衆'},
    {U'硏', U'研'}, {U'碕', U'崎'}, {U'祕', U'秘'}, {U'祿', U'禄'}, {U'禪', U'禅'}, {U'禮', U'礼'},
    {U'秊', U'年'}, {U'稅', U'税'}, {U'稱', U'称'}, {U'稻', U'稲'}, {U'穗', U'穂'}, {U'穰', U'穣'},
    {U'竊', U'窃'}, {U'絲', U'糸'}, {U'經', U'経'}, {U'綠', U'緑'}, {U'緖', U'緒'}, {U'總', U'総'},
    {U'繩', U'縄'}, {U'繪', U'絵'}, {U'繼', U'継'}, {U'續', U'続'}, {U'纖', U'繊'}, {U'翆', U'翠'},
    {U'耻', U'恥'}, {U'聲', U'声'}, {U'聽', U'聴'}, {U'肅', U'粛'}, {U'脫', U'脱'}, {U'臺', U'台'},
    {U'與', U'与'}, {U'舊', U'旧'}, {U'舩', U'船'}, {U'艷', U'艶'}, {U'莵', U'兎'}, {U'萊', U'莱'},
    {U'萠', U'萌'}, {U'蔣', U'蒋'}, {U'蕚', U'萼'}, {U'薰', U'薫'}, {U'藝', U'芸'}, {U'藪', U'薮'},
    {U'蘆', U'芦'}, {U'虵', U'蛇'}, {U'蟲', U'虫'}, {U'蠶', U'蚕'}, {U'衞', U'衛'}, {U'裝', U'装'},
    {U'裵', U'裴'}, {U'覺', U'覚'}, {U'覽', U'覧'}, {U'觀', U'観'}, {U'說', U'説'}, {U'譽', U'誉'},
    {U'讓', U'譲'}, {U'豎', U'竪'}, {U'豫', U'予'}, {U'賴', U'頼'}, {U'贊', U'賛'}, {U'踈', U'疎'},
    {U'躰', U'体'}, {U'轉', U'転'}, {U'辨', U'弁'}, {U'迯', U'逃'}, {U'逹', U'達'}, {U'遙', U'遥'},
    {U'遞', U'逓'}, {U'鄉', U'郷'}, {U'鄕', U'郷'}, {U'鄰', U'隣'}, {U'銳', U'鋭'}, {U'錄', U'録'},
    {U'錢', U'銭'}, {U'鍊', U'錬'}, {U'鎭', U'鎮'}, {U'鑛', U'鉱'}, {U'閒', U'間'}, {U'閱', U'閲'},
    {U'隝', U'島'}, {U'險', U'険'}, {U'隱', U'隠'}, {U'雙', U'双'}, {U'雜', U'雑'}, {U'雞', U'鶏'},
    {U'靈', U'霊'}, {U'靍', U'鶴'}, {U'靏', U'鶴'}, {U'靑', U'青'}, {U'顏', U'顔'}, {U'顚', U'顛'},
    {U'顯', U'顕'}, {U'飜', U'翻'}, {U'飮', U'飲'}, {U'餘', U'余'}, {U'駈', U'駆'}, {U'驅', U'駆'},
    {U'驗', U'験'}, {U'體', U'体'}, {U'髮', U'髪'}, {U'鬪', U'闘'}, {U'鮏', U'鮭'}, {U'鰺', U'鯵'},
    {U'鴈', U'雁'}, {U'鴬', U'鶯'}, {U'鷄', U'鶏'}, {U'鹼', U'鹸'}, {U'鹽', U'塩'}, {U'麁', U'粗'},
    {U'麥', U'麦'}, {U'麴', U'麹'}, {U'黃', U'黄'}, {U'黑', U'黒'}, {U'默', U'黙'}, {U'點', U'点'},
    {U'齒', U'歯'}, {U'齡', U'齢'}, {U'龜', U'亀'}, {U'𡈽', U'土'}, {U'𥔎', U'崎'},
}};

// A vowel with the mark of its length, and the vowel.
constexpr std::array<std::pair<char32_t, char32_t>, 10> long_vowels{{{U'â', U'a'},
                                                                     {U'ê', U'e'},
                                                                     {U'î', U'i'},
                                                                     {U'ô', U'o'},
                                                                     {U'û', U'u'},
                                                                     {U'ā', U'a'},
                                                                     {U'ē', U'e'},
                                                                     {U'ī', U'i'},
                                                                     {U'ō', U'o'},
                                                                     {U'ū', U'u'}}};

char32_t fold_character(char32_t c) {
  switch (c) {
    case U'ヂ':
      return U'ジ';
    case U'ヅ':
      return U'ズ';
    case U'ヲ':
      return U'オ';
    case U'ヰ':
      return U'イ';
    case U'ヱ':
      return U'エ';
    case U'ヵ':
      return U'カ';
    case U'ヶ':
      return U'ケ';
    default:
      break;
  }
  const char32_t everyday = fold_variant(c);
  const auto found =
      std::ranges::lower_bound(name_variants, everyday, {}, &std::pair<char32_t, char32_t>::first);
  return found == name_variants.end() || found->first != everyday ? everyday : found->second;
}

// What stands between two kanji: 竜が崎 and 竜ケ崎 are one.
char32_t fold_between_kanji(char32_t c) {
  return c == U'ガ' ? U'ケ' : c;
}

bool parts_words(char32_t c) {
  constexpr std::u32string_view parting = U"・.,、，。/_|&()[]〔〕【】「」";
  return is_space(c) || is_dash(c) || parting.contains(c);
}

// Apostrophes and the selectors of a kanji's glyph say nothing.
bool is_silent(char32_t c) {
  constexpr std::u32string_view apostrophes = U"'’‘`´ʼ\"";
  return apostrophes.contains(c) || (c >= 0xFE00 && c <= 0xFE0F) || (c >= 0xE0100 && c <= 0xE01EF) ||
         c == 0x200B || c == 0x200D || c == 0xFEFF;
}

// José is also typed Jose.
char32_t without_accent(char32_t c) {
  if (c < 0x80 || !is_latin(c)) return c;
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* canonical = icu::Normalizer2::getNFDInstance(status);
  icu::UnicodeString letters;
  if (U_FAILURE(status) || canonical->getDecomposition(static_cast<UChar32>(c), letters) == 0) return c;
  return static_cast<char32_t>(letters.char32At(0));
}

std::u32string without_brackets(std::u32string_view text) {
  constexpr std::u32string_view opening = U"([〔【「";
  constexpr std::u32string_view closing = U")]〕】」";
  std::u32string out;
  std::size_t depth = 0;
  for (const char32_t c : text) {
    if (opening.contains(c)) {
      ++depth;
    } else if (closing.contains(c)) {
      depth -= depth > 0 ? 1 : 0;
    } else if (depth == 0) {
      out += c;
    }
  }
  return out;
}

void drop_polite(std::vector<std::u32string>& words) {
  if (words.empty()) return;
  std::u32string& last = words.back();
  if (last == U"様" || last == U"サマ" || last == U"殿") {
    if (words.size() > 1) words.pop_back();
  } else if (last.size() > 1 && last.ends_with(U'様')) {
    last.pop_back();
  }
}

}  // namespace

std::u32string fold_name(std::u32string_view text) {
  std::u32string out;
  out.reserve(text.size());
  for (const char32_t typed : text) {
    const char32_t c = fold_character(to_katakana(typed));
    const bool repeats = (c == U'々' || c == U'ヽ') && !out.empty();
    const bool voiced = c == U'ヾ' && !out.empty();
    out += repeats ? out.back() : (voiced ? fold_character(out.back() + 1) : c);
  }
  for (std::size_t i = 1; i + 1 < out.size(); ++i) {
    if (is_han(out[i - 1]) && is_han(out[i + 1])) out[i] = fold_between_kanji(out[i]);
  }
  return out;
}

std::vector<std::u32string> name_words(std::string_view typed) {
  std::u32string text = nfkc_lower(typed);
  if (const std::u32string open = without_brackets(text); !trimmed(open).empty()) text = open;
  std::vector<std::u32string> words;
  std::u32string word;
  for (const char32_t c : text + U' ') {
    if (parts_words(c)) {
      if (!word.empty()) words.push_back(fold_name(word));
      word.clear();
      continue;
    }
    if (is_silent(c)) continue;
    const auto marked = std::ranges::find(long_vowels, c, &std::pair<char32_t, char32_t>::first);
    if (marked == long_vowels.end()) {
      word += without_accent(c);
    } else {
      word += {marked->second, U'-'};
    }
  }
  drop_polite(words);
  return words;
}

std::u32string joined(const std::vector<std::u32string>& words) {
  std::u32string whole;
  for (const std::u32string& word : words)
    whole += word;
  return whole;
}

Scripts scripts_of(std::u32string_view folded) {
  Scripts scripts;
  for (const char32_t c : folded) {
    if (is_han(c)) {
      scripts.han = true;
    } else if (is_kana(c)) {
      scripts.kana = true;
    } else if (is_latin(c)) {
      scripts.latin = true;
    } else if (c != U'-') {
      scripts.other = true;
    }
  }
  return scripts;
}

bool is_same_kana(char32_t a, char32_t b) {
  // Small kana come just before their large ones.
  constexpr std::u32string_view small = U"ァィゥェォッャュョヮ";
  const auto large = [&](char32_t c) { return small.contains(c) ? c + 1 : c; };
  return large(a) == large(b);
}

bool lengthens(char32_t before, char32_t c) {
  constexpr std::u32string_view a_row = U"アカガサザタダナハバパマヤラワァャヮ";
  constexpr std::u32string_view i_row = U"イキギシジチニヒビピミリィ";
  constexpr std::u32string_view u_row = U"ウクグスズツヌフブプムユルゥュ";
  constexpr std::u32string_view e_row = U"エケゲセゼテデネヘベペメレェ";
  constexpr std::u32string_view o_row = U"オコゴソゾトドノホボポモヨロォョ";
  switch (c) {
    case U'ー':
      return is_kana(before);
    case U'ア':
      return a_row.contains(before);
    case U'イ':
      return i_row.contains(before) || e_row.contains(before);
    case U'ウ':
      return u_row.contains(before) || o_row.contains(before);
    case U'エ':
      return e_row.contains(before);
    case U'オ':
      return o_row.contains(before);
    default:
      return false;
  }
}

bool is_same_reading(std::u32string_view a, std::u32string_view b) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (is_same_kana(a[i], b[i])) continue;
    const bool one_is_marked = a[i] == U'ー' || b[i] == U'ー';
    if (i == 0 || !one_is_marked || !lengthens(a[i - 1], a[i] == U'ー' ? b[i] : a[i])) return false;
  }
  return true;
}

}  // namespace sekisho::scoring
