#include "linkage/name_agreement.h"

#include <string>
#include <string_view>

#include "identity/name_match.h"
#include "identity/name_text.h"
#include "identity/text.h"

namespace sekisho::scoring {
namespace {

bool same_text(std::string_view a, std::string_view b) {
  return !a.empty() && a == b;
}

// Family and given name in the other order.
bool is_swapped(std::string_view family, std::string_view given, std::string_view other_family,
                std::string_view other_given) {
  return same_text(family, other_given) && same_text(given, other_family);
}

bool is_slip(std::string_view a, std::string_view b, bool both_are_names) {
  constexpr std::size_t shortest = 3;
  if (both_are_names || a.empty() || b.empty()) return false;
  // Their lengths in bytes tell most pairs apart without a table.
  if (a.size() > b.size() + 4 || b.size() > a.size() + 4) return false;
  const std::u32string first = nfkc(a);
  const std::u32string second = nfkc(b);
  return std::min(first.size(), second.size()) >= shortest && edits_between(first, second) == 1;
}

bool is_written_in_kanji(std::string_view name) {
  return scripts_of(nfkc(name)).han;
}

bool one_reading(const LinkParty& a, const LinkParty& b) {
  return same_text(a.kana, b.kana) || is_swapped(a.family_kana, a.given_kana, b.family_kana, b.given_kana);
}

bool one_writing(const LinkParty& a, const LinkParty& b) {
  return same_text(a.name, b.name) || is_swapped(a.family, a.given, b.family, b.given);
}

bool could_not_be_compared(const LinkParty& a, const LinkParty& b) {
  const bool kana = !a.kana.empty() && !b.kana.empty();
  const bool one_script =
      !a.name.empty() && !b.name.empty() && is_written_in_kanji(a.name) == is_written_in_kanji(b.name);
  return !kana && !one_script;
}

NameAgreement agreement_of_parts(const LinkParty& a, const LinkParty& b) {
  const bool family = same_text(a.family, b.family) || same_text(a.family_kana, b.family_kana);
  const bool given = same_text(a.given, b.given) || same_text(a.given_kana, b.given_kana);
  const bool given_slip = is_slip(a.given_kana, b.given_kana, a.given_known && b.given_known);
  const bool family_slip = is_slip(a.family_kana, b.family_kana, a.family_known && b.family_known);
  if (family && given) return NameAgreement::reading;
  if ((family && given_slip) || (given && family_slip)) return NameAgreement::typo;
  if (family) return NameAgreement::other_given;
  return given ? NameAgreement::other_family : NameAgreement::other;
}

}  // namespace

NameAgreement agreement_of_names(const LinkParty& a, const LinkParty& b) {
  if (one_writing(a, b)) return NameAgreement::same;
  if (one_reading(a, b)) return NameAgreement::reading;
  if (could_not_be_compared(a, b)) return NameAgreement::unknown;
  const bool parted =
      (!a.family.empty() || !a.family_kana.empty()) && (!b.family.empty() || !b.family_kana.empty());
  if (parted) return agreement_of_parts(a, b);
  return is_slip(a.kana, b.kana, false) ? NameAgreement::typo : NameAgreement::other;
}

}  // namespace sekisho::scoring
