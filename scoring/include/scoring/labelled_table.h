#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <domain/time.h>

namespace sekisho::scoring {

/// One column of texts, each text once: a row holds its number.
struct Entity {
  static constexpr std::uint32_t none =
      std::numeric_limits<std::uint32_t>::max();  ///< the row's cell was empty

  std::string name;
  std::vector<std::uint32_t> values;  ///< of the rows
  std::uint32_t distinct = 0;         ///< numbers run from 0 to below it, in order of appearance
};

/// Labelled rows in order of time, rows of one time in the order of the file. A row takes about 30 bytes, 4
/// more an entity, and its id.
struct LabelledTable {
  static constexpr std::size_t max_rows = 200'000'000;

  std::vector<Timestamp> times;
  std::vector<double> amounts;
  std::vector<std::uint8_t> labels;  ///< 1: positive
  std::vector<Entity> entities;

  [[nodiscard]] std::size_t rows() const { return times.size(); }

  [[nodiscard]] std::string_view id(std::size_t row) const;

 private:
  friend class LabelledTableBuilder;
  std::string ids_;
  std::vector<std::size_t> id_ends_;      // in the order of the file
  std::vector<std::uint32_t> file_rows_;  // empty: the file was in order of time
};

/// Gathers rows as a file has them. Not thread-safe.
class LabelledTableBuilder {
 public:
  explicit LabelledTableBuilder(std::vector<std::string> entities);

  /// `values` has one text for each entity, empty: none.
  void add(std::string_view id, bool positive, Timestamp at, double amount,
           std::span<const std::string_view> values);

  [[nodiscard]] std::size_t rows() const { return table_.rows(); }

  /// The table in order of time. The builder is empty afterwards.
  [[nodiscard]] LabelledTable build();

 private:
  struct Hash {
    using is_transparent = void;

    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
  };

  using Numbers = std::unordered_map<std::string, std::uint32_t, Hash, std::equal_to<>>;

  LabelledTable table_;
  std::vector<Numbers> numbers_;
};

}  // namespace sekisho::scoring
