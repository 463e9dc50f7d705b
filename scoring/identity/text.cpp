#include "identity/text.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <stdexcept>
#include <utility>

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>

namespace sekisho::scoring {
namespace {

// (variant, everyday form), in order of code points: kanji that one bearer's name is typed with in two ways.
// Unihan's variant data lacks about half of them.
constexpr std::array<std::pair<char32_t, char32_t>, 67> variants{{
    {U'亞', U'亜'}, {U'來', U'来'}, {U'假', U'仮'}, {U'兒', U'児'}, {U'內', U'内'}, {U'冨', U'富'},
    {U'凜', U'凛'}, {U'國', U'国'}, {U'圓', U'円'}, {U'埜', U'野'}, {U'增', U'増'}, {U'壽', U'寿'},
    {U'學', U'学'}, {U'寬', U'寛'}, {U'寶', U'宝'}, {U'將', U'将'}, {U'嶋', U'島'}, {U'嶌', U'島'},
    {U'巖', U'巌'}, {U'廣', U'広'}, {U'彌', U'弥'}, {U'德', U'徳'}, {U'惠', U'恵'}, {U'應', U'応'},
    {U'戶', U'戸'}, {U'晉', U'晋'}, {U'曻', U'昇'}, {U'曾', U'曽'}, {U'會', U'会'}, {U'栁', U'柳'},
    {U'桒', U'桑'}, {U'條', U'条'}, {U'榮', U'栄'}, {U'槇', U'槙'}, {U'檜', U'桧'}, {U'櫻', U'桜'},
    {U'淵', U'渕'}, {U'澤', U'沢'}, {U'濟', U'済'}, {U'濱', U'浜'}, {U'濵', U'浜'}, {U'瀧', U'滝'},
    {U'瀨', U'瀬'}, {U'當', U'当'}, {U'眞', U'真'}, {U'籔', U'薮'}, {U'縣', U'県'}, {U'舘', U'館'},
    {U'苅', U'刈'}, {U'莊', U'荘'}, {U'萬', U'万'}, {U'藏', U'蔵'}, {U'豐', U'豊'}, {U'邉', U'辺'},
    {U'邊', U'辺'}, {U'鐵', U'鉄'}, {U'關', U'関'}, {U'靜', U'静'}, {U'驛', U'駅'}, {U'髙', U'高'},
    {U'鷗', U'鴎'}, {U'齊', U'斉'}, {U'齋', U'斎'}, {U'龍', U'竜'}, {U'﨑', U'崎'}, {U'𠮷', U'吉'},
    {U'𣘺', U'橋'},
}};

const icu::Normalizer2& find_normalizer() {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* instance = icu::Normalizer2::getNFKCInstance(status);
  if (U_FAILURE(status)) throw std::runtime_error("ICU has no NFKC data");
  return *instance;
}

const icu::Normalizer2& normalizer() {
  // ICU keeps one immutable instance for the process. Its own lock is in a library that ThreadSanitizer does
  // not see into; the guard of this constant is one that it does.
  static const icu::Normalizer2& instance = find_normalizer();
  return instance;
}

/// What NFKC leaves alone whatever stands beside it: kana without marks, kanji of the basic block, CJK
/// punctuation.
bool is_stable(char32_t c) {
  return (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3041 && c <= 0x3096) || (c >= 0x30A1 && c <= 0x30FE) ||
         (c >= 0x3001 && c <= 0x3029);
}

// The character of three bytes that `bytes` begins with, after NFKC; 0 where that takes more than a look.
char32_t simple_character(std::string_view bytes) {
  const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(bytes[at]); };
  if (bytes.size() < 3 || (byte(0) & 0xF0) != 0xE0 || (byte(1) & 0xC0) != 0x80 || (byte(2) & 0xC0) != 0x80)
    return 0;
  const char32_t c = ((byte(0) & 0x0FU) << 12U) | ((byte(1) & 0x3FU) << 6U) | (byte(2) & 0x3FU);
  if (c == 0x3000) return U' ';
  if (c >= 0xFF01 && c <= 0xFF5E) return c - 0xFF01 + 0x21;
  return is_stable(c) ? c : 0;
}

// Most of what is typed in Japan is simple: a fifth of the time that ICU takes, and the same result.
bool nfkc_simple(std::string_view utf8, std::u32string& out) {
  out.reserve(utf8.size());
  for (std::size_t at = 0; at < utf8.size();) {
    if (static_cast<unsigned char>(utf8[at]) < 0x80) {
      out += static_cast<char32_t>(utf8[at++]);
      continue;
    }
    const char32_t c = simple_character(utf8.substr(at));
    if (c == 0) return false;
    out += c;
    at += 3;
  }
  return true;
}

}  // namespace

std::u32string nfkc(std::string_view utf8) {
  if (std::u32string simple; nfkc_simple(utf8, simple)) return simple;
  UErrorCode status = U_ZERO_ERROR;
  const auto source =
      icu::UnicodeString::fromUTF8(icu::StringPiece(utf8.data(), static_cast<std::int32_t>(utf8.size())));
  const icu::UnicodeString normal = normalizer().normalize(source, status);
  if (U_FAILURE(status)) throw std::runtime_error("ICU failed to normalise");
  std::u32string out(static_cast<std::size_t>(normal.countChar32()), U'\0');
  normal.toUTF32(reinterpret_cast<UChar32*>(out.data()), static_cast<std::int32_t>(out.size()), status);
  return out;
}

std::u32string nfkc_lower(std::string_view utf8) {
  std::u32string text = nfkc(utf8);
  for (char32_t& c : text)
    c = static_cast<char32_t>(u_tolower(static_cast<UChar32>(c)));
  return text;
}

std::string to_utf8(std::u32string_view text) {
  std::string out;
  out.reserve(text.size() * 3);
  for (const char32_t c : text) {
    if (c < 0x80) {
      out += static_cast<char>(c);
    } else if (c < 0x800) {
      out += static_cast<char>(0xC0 | (c >> 6));
      out += static_cast<char>(0x80 | (c & 0x3F));
    } else if (c < 0x10000) {
      out += static_cast<char>(0xE0 | (c >> 12));
      out += static_cast<char>(0x80 | ((c >> 6) & 0x3F));
      out += static_cast<char>(0x80 | (c & 0x3F));
    } else {
      out += static_cast<char>(0xF0 | (c >> 18));
      out += static_cast<char>(0x80 | ((c >> 12) & 0x3F));
      out += static_cast<char>(0x80 | ((c >> 6) & 0x3F));
      out += static_cast<char>(0x80 | (c & 0x3F));
    }
  }
  return out;
}

std::size_t count_code_points(std::string_view utf8) {
  return static_cast<std::size_t>(
      std::ranges::count_if(utf8, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

bool is_space(char32_t c) {
  return u_isUWhiteSpace(static_cast<UChar32>(c)) != 0;
}

bool is_dash(char32_t c) {
  return c == U'-' || (c >= 0x2010 && c <= 0x2015) || c == 0x2212 || c == 0x2043 || c == 0x2500 ||
         c == 0x2501 || c == 0xFE58 || c == 0x02D7;
}

bool is_digit(char32_t c) {
  return c >= U'0' && c <= U'9';
}

bool is_han(char32_t c) {
  return (c >= 0x3400 && c <= 0x9FFF) || (c >= 0xF900 && c <= 0xFAFF) || (c >= 0x20000 && c <= 0x3FFFF) ||
         (c >= 0x3005 && c <= 0x3007);
}

bool is_kana(char32_t c) {
  return (c >= 0x3041 && c <= 0x3096) || (c >= 0x30A1 && c <= 0x30FA) || (c >= 0x30FC && c <= 0x30FE) ||
         c == 0x309D || c == 0x309E;
}

bool is_latin(char32_t c) {
  UErrorCode status = U_ZERO_ERROR;
  return uscript_getScript(static_cast<UChar32>(c), &status) == USCRIPT_LATIN && U_SUCCESS(status);
}

char32_t to_katakana(char32_t c) {
  const bool hiragana = (c >= 0x3041 && c <= 0x3096) || c == 0x309D || c == 0x309E;
  return hiragana ? c + 0x60 : c;
}

char32_t fold_variant(char32_t c) {
  const auto found = std::ranges::lower_bound(variants, c, {}, &std::pair<char32_t, char32_t>::first);
  return found == variants.end() || found->first != c ? c : found->second;
}

std::u32string without_spaces(std::u32string_view text) {
  std::u32string out;
  out.reserve(text.size());
  std::ranges::copy_if(text, std::back_inserter(out), [](char32_t c) { return !is_space(c); });
  return out;
}

std::u32string_view trimmed(std::u32string_view text) {
  while (!text.empty() && is_space(text.front()))
    text.remove_prefix(1);
  while (!text.empty() && is_space(text.back()))
    text.remove_suffix(1);
  return text;
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view spaces = " \t\r\n\v\f";
  const auto first = text.find_first_not_of(spaces);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(spaces) - first + 1);
}

}  // namespace sekisho::scoring
