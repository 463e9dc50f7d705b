#pragma once

#include <scoring/linkage.h>

namespace sekisho::scoring {

/// How the names of two orders agree.
enum class NameAgreement {
  unknown,       ///< one is not told
  same,          ///< the same characters
  reading,       ///< one reading; written in other kanji, or kanji on one side only
  typo,          ///< one slip of the pen apart
  other_family,  ///< the given name alone agrees
  other_given,   ///< the family name alone agrees
  other
};

/// Symmetric. A difference of one kana is a slip unless it makes another name of the dictionary: ユカ and
/// ユキ are sisters.
[[nodiscard]] NameAgreement agreement_of_names(const LinkParty& a, const LinkParty& b);

}  // namespace sekisho::scoring
