#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include <domain/time.h>
#include <scoring/labelled_table.h>

namespace sekisho::scoring {

/// A window by the name it was given, which ends its columns' names: `7d`.
struct Window {
  std::string name;
  Milliseconds length;
  bool operator==(const Window&) const = default;
};

/// How the past of a row is looked at.
struct Windows {
  static constexpr std::size_t max_windows = 8;
  static constexpr std::size_t max_entities = 8;

  std::vector<Window> windows;
  Milliseconds delay{};  ///< until a row's label is known; above 0
};

/// The names of the pinned columns of entities of these names, in order: `E.count.1d` …
[[nodiscard]] std::vector<std::string> pinned_names(std::span<const std::string> entities,
                                                    std::span<const Window> windows);

/// Computes the columns of a labelled table, row by row in order of time, in one pass; no column knows a
/// later row, nor a label younger than the delay. Of every entity E and window W:
///
///   E.count.W E.mean.W           rows in (t−W, t] and the mean of their amounts, the row itself and earlier
///   ones E.delayed_count.W E.risk.W   rows in (t−delay−W, t−delay] and the share of positive ones, 0 when
///   there are none
///
/// Those are the pinned ones; they come first, all of an entity together. A row without a value of the entity
/// has NaN in all of the entity's columns. What follows serves the model alone (names()): the amount against
/// the entity's usual one, how many values of another entity it met, how its labels ran, hour and weekday.
///
/// Exact: sums are kept with their rounding errors. Memory: 4 bytes a row and entity, some 200 bytes a value
/// of an entity, and some 60 bytes for each pair of values of two entities that met. Not thread-safe.
class TableFeatures {
 public:
  /// `table` must outlive it.
  TableFeatures(const LabelledTable& table, const Windows& windows);
  TableFeatures(TableFeatures&&) noexcept;
  TableFeatures& operator=(TableFeatures&&) noexcept;
  ~TableFeatures();

  [[nodiscard]] std::span<const std::string> names() const { return names_; }

  /// How many of names() are pinned.
  [[nodiscard]] std::size_t pinned() const { return pinned_; }

  /// The columns of the next row, in the order of names().
  void next(std::span<double> out);
  /// Passes the next row, which becomes history: cheaper than computing columns nobody asked for.
  void skip();

 private:
  class Pass;

  std::vector<std::string> names_;
  std::size_t pinned_ = 0;
  std::unique_ptr<Pass> pass_;
};

}  // namespace sekisho::scoring
