#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include <scoring/labelled_table.h>
#include <scoring/table_features.h>

#include "training/distinct_counts.h"
#include "training/exact_sum.h"

namespace sekisho::scoring {

/// What each value of one entity did until now. Rows come in order of time; windows move when their value is
/// met again.
class EntityHistory {
 public:
  /// `entity` is the entity's place in the table. Both must outlive this.
  EntityHistory(const LabelledTable& table, const Windows& windows, std::size_t entity);

  /// `E.ratio.1d`, `E.distinct.F.1d`, `E.rows` …
  void name_others(std::vector<std::string>& names) const;

  /// Moves the windows of the row's value and takes the row in. Once for every row, in order.
  void enter(std::size_t row);
  /// The columns of the row that entered last, and where the span goes on.
  [[nodiscard]] std::span<double> write_pinned(std::size_t row, std::span<double> out) const;
  [[nodiscard]] std::span<double> write_others(std::size_t row, std::span<double> out) const;

 private:
  /// A window of a value: places among the value's own rows.
  struct Moving {
    std::uint32_t from = 0;        ///< first row within (t−W, t]
    std::uint32_t known_from = 0;  ///< first row within (t−delay−W, t−delay]
    std::uint32_t positives = 0;   ///< among the latter
    ExactSum amount;               ///< of the former
  };

  /// A value since its first row.
  struct Life {
    std::uint32_t rows = 0;
    std::uint32_t known = 0;  ///< rows whose labels are known
    std::uint32_t positives = 0;
    std::uint32_t run = 0;       ///< how many of the latest known rows were positive, one after the other
    std::uint32_t run_from = 0;  ///< the row that the run began with
    std::uint32_t last_positive = 0;
    ExactSum honest;  ///< amounts of the known rows that were not positive
    double mean = 0;  ///< of all amounts, as Welford has them
    double squares = 0;
  };

  /// What the row that entered last found.
  struct Found {
    Life before;
    double hours_since_last = 0;
  };

  [[nodiscard]] std::uint32_t row_at(std::uint32_t value, std::uint32_t place) const {
    return rows_[starts_[value] + place];
  }

  [[nodiscard]] Moving& moving(std::uint32_t value, std::size_t window) {
    return moving_[value * windows_.windows.size() + window];
  }

  [[nodiscard]] const Moving& moving(std::uint32_t value, std::size_t window) const {
    return moving_[value * windows_.windows.size() + window];
  }

  void learn(std::uint32_t value, Timestamp until);
  void move(std::uint32_t value, std::size_t window, Timestamp at);
  void leave_window(std::uint32_t value, std::size_t window, std::size_t row);
  [[nodiscard]] std::span<double> write_life(std::size_t row, std::span<double> out) const;

  const LabelledTable& table_;
  const Windows& windows_;
  std::size_t entity_;
  std::size_t longest_ = 0;
  std::vector<std::uint32_t> starts_;  ///< of each value, in rows_
  std::vector<std::uint32_t> rows_;    ///< all rows with a value, by value, then in order of time
  std::vector<Life> lives_;
  std::vector<Moving> moving_;
  std::vector<std::size_t> others_;  ///< the other entities
  std::vector<DistinctCounts> met_;  ///< of each of them
  Found found_;
};

}  // namespace sekisho::scoring
