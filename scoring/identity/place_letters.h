#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <domain/result.h>

namespace sekisho::scoring {

/// One form for each letter that place names are written with in several: variant kanji by a table, kana as
/// large katakana, ヶ, が and 箇 as ケ, の and 之 as ノ, every dash and the kana length mark as '-', Latin in
/// lower case. Looked up in one step. Immutable.
class PlaceLetters {
 public:
  /// Reads `kanji-variants.tsv`: a character and the one it is compared as. Fails with `file:line` at the
  /// first line of another form.
  [[nodiscard]] static Result<PlaceLetters> parse(std::string_view text);

  /// The form of a character that NFKC has been applied to.
  [[nodiscard]] char32_t fold(char32_t c) const { return c < table_.size() ? table_[c] : fold_rare(c); }

 private:
  PlaceLetters();

  void set(char32_t from, char32_t to);
  [[nodiscard]] char32_t fold_rare(char32_t c) const;

  std::vector<char16_t> table_;                        // of the basic plane
  std::vector<std::pair<char32_t, char32_t>> beyond_;  // in order
};

}  // namespace sekisho::scoring
