#include "spellings.h"

#include <algorithm>
#include <array>
#include <utility>

namespace sekisho::scoring::testing {
namespace {

bool coin(Dice& dice) {
  return any_number(0, 1, dice) == 1;
}

std::vector<std::string> characters(std::string_view utf8) {
  std::vector<std::string> out;
  for (const char c : utf8) {
    if ((static_cast<unsigned char>(c) & 0xC0) != 0x80) out.emplace_back();
    out.back() += c;
  }
  return out;
}

// Katakana, Hepburn, Kunrei.
struct Syllable {
  std::string_view kana;
  std::string_view hepburn;
  std::string_view kunrei;
};

constexpr std::array syllables = std::to_array<Syllable>({
    {"ア", "a", "a"},       {"イ", "i", "i"},       {"ウ", "u", "u"},       {"エ", "e", "e"},
    {"オ", "o", "o"},       {"カ", "ka", "ka"},     {"キ", "ki", "ki"},     {"ク", "ku", "ku"},
    {"ケ", "ke", "ke"},     {"コ", "ko", "ko"},     {"サ", "sa", "sa"},     {"シ", "shi", "si"},
    {"ス", "su", "su"},     {"セ", "se", "se"},     {"ソ", "so", "so"},     {"タ", "ta", "ta"},
    {"チ", "chi", "ti"},    {"ツ", "tsu", "tu"},    {"テ", "te", "te"},     {"ト", "to", "to"},
    {"ナ", "na", "na"},     {"ニ", "ni", "ni"},     {"ヌ", "nu", "nu"},     {"ネ", "ne", "ne"},
    {"ノ", "no", "no"},     {"ハ", "ha", "ha"},     {"ヒ", "hi", "hi"},     {"フ", "fu", "hu"},
    {"ヘ", "he", "he"},     {"ホ", "ho", "ho"},     {"マ", "ma", "ma"},     {"ミ", "mi", "mi"},
    {"ム", "mu", "mu"},     {"メ", "me", "me"},     {"モ", "mo", "mo"},     {"ヤ", "ya", "ya"},
    {"ユ", "yu", "yu"},     {"ヨ", "yo", "yo"},     {"ラ", "ra", "ra"},     {"リ", "ri", "ri"},
    {"ル", "ru", "ru"},     {"レ", "re", "re"},     {"ロ", "ro", "ro"},     {"ワ", "wa", "wa"},
    {"ヲ", "o", "o"},       {"ン", "n", "n"},       {"ガ", "ga", "ga"},     {"ギ", "gi", "gi"},
    {"グ", "gu", "gu"},     {"ゲ", "ge", "ge"},     {"ゴ", "go", "go"},     {"ザ", "za", "za"},
    {"ジ", "ji", "zi"},     {"ズ", "zu", "zu"},     {"ゼ", "ze", "ze"},     {"ゾ", "zo", "zo"},
    {"ダ", "da", "da"},     {"ヂ", "ji", "zi"},     {"ヅ", "zu", "zu"},     {"デ", "de", "de"},
    {"ド", "do", "do"},     {"バ", "ba", "ba"},     {"ビ", "bi", "bi"},     {"ブ", "bu", "bu"},
    {"ベ", "be", "be"},     {"ボ", "bo", "bo"},     {"パ", "pa", "pa"},     {"ピ", "pi", "pi"},
    {"プ", "pu", "pu"},     {"ペ", "pe", "pe"},     {"ポ", "po", "po"},     {"キャ", "kya", "kya"},
    {"キュ", "kyu", "kyu"}, {"キョ", "kyo", "kyo"}, {"シャ", "sha", "sya"}, {"シュ", "shu", "syu"},
    {"ショ", "sho", "syo"}, {"チャ", "cha", "tya"}, {"チュ", "chu", "tyu"}, {"チョ", "cho", "tyo"},
    {"ニャ", "nya", "nya"}, {"ニュ", "nyu", "nyu"}, {"ニョ", "nyo", "nyo"}, {"ヒャ", "hya", "hya"},
    {"ヒュ", "hyu", "hyu"}, {"ヒョ", "hyo", "hyo"}, {"ミャ", "mya", "mya"}, {"ミュ", "myu", "myu"},
    {"ミョ", "myo", "myo"}, {"リャ", "rya", "rya"}, {"リュ", "ryu", "ryu"}, {"リョ", "ryo", "ryo"},
    {"ギャ", "gya", "gya"}, {"ギュ", "gyu", "gyu"}, {"ギョ", "gyo", "gyo"}, {"ジャ", "ja", "zya"},
    {"ジュ", "ju", "zyu"},  {"ジョ", "jo", "zyo"},  {"ビャ", "bya", "bya"}, {"ビュ", "byu", "byu"},
    {"ビョ", "byo", "byo"}, {"ピャ", "pya", "pya"}, {"ピュ", "pyu", "pyu"}, {"ピョ", "pyo", "pyo"},
});

const Syllable* syllable(std::string_view kana) {
  const auto* const found = std::ranges::find(syllables, kana, &Syllable::kana);
  return found == syllables.end() ? nullptr : found;
}

// The long vowels of a spelling that has them written out, in one of the ways that passports and forms know.
std::string with_long_vowels(const std::string& letters, int system) {
  std::string out;
  for (std::size_t i = 0; i < letters.size(); ++i) {
    const bool long_o =
        letters[i] == 'o' && i + 1 < letters.size() && (letters[i + 1] == 'u' || letters[i + 1] == 'o');
    const bool long_u = letters.substr(i, 2) == "uu";
    const bool before_consonant =
        i + 2 >= letters.size() || std::string_view("aiueoyh").find(letters[i + 2]) == std::string_view::npos;
    if (!long_o && !long_u) {
      out += letters[i];
    } else if (system == 0 || (system == 2 && (long_u || !before_consonant))) {
      out += letters[i++];
    } else if (system == 1) {
      out += long_o ? "ō" : "ū";
      ++i;
    } else if (system == 2) {
      out += "oh";
      ++i;
    } else {
      out += letters[i];
      out += letters[++i];
    }
  }
  return out;
}

std::string upper_or_capital(std::string word, Dice& dice) {
  const bool all = coin(dice);
  for (std::size_t i = 0; i < word.size(); ++i) {
    if ((all || i == 0) && word[i] >= 'a' && word[i] <= 'z') word[i] = static_cast<char>(word[i] - 'a' + 'A');
  }
  return word;
}

std::string hiragana(const std::string& katakana) {
  std::string out;
  for (std::string c : characters(katakana)) {
    // From U+30A1 to U+30F6, hiragana lie 0x60 before.
    const int code = ((c[0] & 0x0F) << 12) | ((c[1] & 0x3F) << 6) | (c[2] & 0x3F);
    if (code >= 0x30A1 && code <= 0x30F6) {
      const int moved = code - 0x60;
      c = {static_cast<char>(0xE0 | (moved >> 12)), static_cast<char>(0x80 | ((moved >> 6) & 0x3F)),
           static_cast<char>(0x80 | (moved & 0x3F))};
    }
    out += c;
  }
  return out;
}

std::string full_width(const std::string& ascii) {
  std::string out;
  for (const char c : ascii) {
    if (c >= '0' && c <= '9') {
      out += "\xEF\xBC";
      out += static_cast<char>(0x90 + (c - '0'));
    } else if (c == '-') {
      out += "－";
    } else {
      out += c;
    }
  }
  return out;
}

std::string kanji_number(int number) {
  constexpr std::array<std::string_view, 10> digits = {"",   "一", "二", "三", "四",
                                                       "五", "六", "七", "八", "九"};
  const auto digit = [&](int value) { return std::string(digits[static_cast<std::size_t>(value)]); };
  const int tens = number / 10;
  return (tens > 1 ? digit(tens) : std::string()) + (tens > 0 ? "十" : "") + digit(number % 10);
}

std::string spelled_block(const Home& home, Dice& dice) {
  const std::string dashed =
      std::to_string(home.chome) + '-' + std::to_string(home.block) + '-' + std::to_string(home.house);
  switch (any_number(0, 4, dice)) {
    case 0:
      return dashed;
    case 1:
      return full_width(dashed);
    case 2:
      return std::to_string(home.chome) + "丁目" + std::to_string(home.block) + "番" +
             std::to_string(home.house) + "号";
    case 3:
      return kanji_number(home.chome) + "丁目" + kanji_number(home.block) + "番" + kanji_number(home.house) +
             "号";
    default:
      return std::to_string(home.chome) + "丁目" + std::to_string(home.block) + '-' +
             std::to_string(home.house);
  }
}

}  // namespace

int any_number(int from, int to, Dice& dice) {
  return std::uniform_int_distribution<int>(from, to)(dice);
}

std::string romaji(std::string_view katakana, int system) {
  const auto kana = characters(katakana);
  std::string letters;
  bool doubled = false;
  for (std::size_t i = 0; i < kana.size(); ++i) {
    if (kana[i] == "ッ") {
      doubled = true;
      continue;
    }
    const Syllable* found = i + 1 < kana.size() ? syllable(kana[i] + kana[i + 1]) : nullptr;
    if (found != nullptr) ++i;
    if (found == nullptr) found = syllable(kana[i]);
    if (found == nullptr) return {};
    const std::string_view sound = system == 4 ? found->kunrei : found->hepburn;
    if (doubled) letters += system != 4 && sound.starts_with("ch") ? 't' : sound[0];
    doubled = false;
    const bool lips = sound.starts_with('b') || sound.starts_with('m') || sound.starts_with('p');
    if (lips && system == 0 && letters.ends_with('n') && kana[i - 1] == "ン") letters.back() = 'm';
    letters += sound;
  }
  return with_long_vowels(letters, system);
}

std::string spelled(const PersonName& name, Dice& dice) {
  const std::string space = any_of<std::string>({" ", "　", ""}, dice);
  switch (any_number(0, 4, dice)) {
    case 0:
      return name.family + space + name.given;
    case 1:
      return name.family_kana + space + name.given_kana;
    case 2:
      return hiragana(name.family_kana) + space + hiragana(name.given_kana);
    default:
      break;
  }
  const int system = any_number(0, 4, dice);
  const std::string family = romaji(name.family_kana, system);
  const std::string given = romaji(name.given_kana, system);
  if (family.empty() || given.empty()) return name.family + space + name.given;
  return coin(dice) ? upper_or_capital(family, dice) + ' ' + upper_or_capital(given, dice)
                    : upper_or_capital(given, dice) + ' ' + upper_or_capital(family, dice);
}

std::string spelled(const Home& home, Dice& dice) {
  std::string out = home.place + spelled_block(home, dice);
  if (home.room.empty() && home.building.empty()) return out;
  // A wing goes with its building's name.
  const bool named = !home.building.empty() && (!home.wing.empty() || coin(dice));
  if (named) out += any_of<std::string>({" ", "　"}, dice) + home.building;
  if (!home.wing.empty()) out += home.wing + "棟";
  if (home.room.empty()) return out;
  const std::string room = coin(dice) ? full_width(home.room) : home.room;
  return out + ' ' + room + any_of<std::string>({"", "号室", "号"}, dice);
}

std::string spelled_phone(const std::string& digits, int area_digits, Dice& dice) {
  const auto area = static_cast<std::size_t>(area_digits);
  const std::string first = digits.substr(0, area);
  const std::string second = digits.substr(area, digits.size() - area - 4);
  const std::string third = digits.substr(digits.size() - 4);
  switch (any_number(0, 6, dice)) {
    case 0:
      return digits;
    case 1:
      return full_width(first + '-' + second + '-' + third);
    case 2:
      return "+81 " + first.substr(1) + ' ' + second + ' ' + third;
    case 3:
      return "(" + first + ")" + second + "-" + third;
    case 4:
      return "0081" + digits.substr(1);
    case 5:
      return "+81(0)" + first.substr(1) + '-' + second + '-' + third;
    default:
      return first + '-' + second + '-' + third;
  }
}

std::string spelled_mailbox(const std::string& local, const std::string& domain, Dice& dice) {
  std::string typed = local;
  if (domain == "gmail.com" && typed.size() > 3 && coin(dice)) typed.insert(typed.size() / 2, ".");
  if (coin(dice)) typed += "+" + std::to_string(any_number(1, 99, dice));
  if (coin(dice)) typed = upper_or_capital(typed, dice);
  return typed + '@' + domain;
}

}  // namespace sekisho::scoring::testing
