#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <domain/result.h>

namespace sekisho::scoring {

/// How kanji are read in Japanese names. What it does not know is unknown, never wrong: parents choose
/// freely. Words and readings are in the spelling of fold_name().
class NameDictionary {
 public:
  using Readings = std::span<const std::u32string_view>;

  /// Reads `name-readings.tsv` and `names-modern.tsv` (word, readings as a family name, as a given name; the
  /// readings parted by commas) and `kanji-readings.tsv` (kanji, readings within names). Fails with
  /// `file:line` at the first row of another form.
  [[nodiscard]] static Result<NameDictionary> parse(std::string_view names, std::string_view modern,
                                                    std::string_view kanji);

  [[nodiscard]] Readings family(std::u32string_view word) const { return family_.find(word); }

  [[nodiscard]] Readings given(std::u32string_view word) const { return given_.find(word); }

  [[nodiscard]] Readings kanji(char32_t character) const { return kanji_.find({&character, 1}); }

  /// True when some given name is read so.
  [[nodiscard]] bool is_given_reading(std::u32string_view kana) const { return given_.is_reading(kana); }

  [[nodiscard]] bool is_family_reading(std::u32string_view kana) const { return family_.is_reading(kana); }

  /// No word is longer.
  static constexpr std::size_t longest_word = 6;

 private:
  struct Pair {
    std::u32string_view word;
    std::u32string_view reading;
    auto operator<=>(const Pair&) const = default;
  };

  /// Words in order, and where each one's readings lie.
  class Table {
   public:
    Table() = default;
    explicit Table(std::vector<Pair> pairs);
    [[nodiscard]] Readings find(std::u32string_view word) const;
    [[nodiscard]] bool is_reading(std::u32string_view kana) const;

   private:
    struct Row {
      std::u32string_view word;
      std::size_t first = 0;
      std::size_t count = 0;
    };

    std::vector<Row> rows_;
    std::vector<std::u32string_view> readings_;  // of the rows, one after the other
    std::vector<std::u32string_view> sorted_;    // all of them, each once
  };

  /// The file's text and what its columns after the word say.
  struct File {
    std::string_view name;
    std::string_view text;
    std::span<std::vector<Pair>* const> columns;
  };

  static Result<std::unique_ptr<const std::u32string>> read(const File& file);

  std::vector<std::unique_ptr<const std::u32string>> texts_;  // what the views look at
  Table family_;
  Table given_;
  Table kanji_;
};

}  // namespace sekisho::scoring
