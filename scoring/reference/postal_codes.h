#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <domain/result.h>

namespace sekisho::scoring {

/// The towns that each Japanese postal code stands for, large offices' own codes included.
class PostalCodes {
 public:
  struct Place {
    std::string_view prefecture;
    std::string_view city;
    std::string_view town;  ///< empty: anywhere in the city
  };

  /// Reads `postal-codes.tsv`: code, town, and where they differ from the row before, prefecture and city; in
  /// order of codes. Fails with `file:line` at the first row of another form.
  [[nodiscard]] static Result<PostalCodes> parse(std::string text);

  struct City {
    std::string_view prefecture;
    std::string_view name;
  };

  /// The places of a code of seven digits; empty when the code is not in use.
  [[nodiscard]] std::vector<Place> find(std::string_view code) const;

  /// How many rows there are.
  [[nodiscard]] std::size_t size() const { return rows_.size(); }

  /// The cities in the order of the rows; one comes again wherever its rows are interrupted.
  [[nodiscard]] std::span<const City> cities() const { return cities_; }

  /// Calls `to` with every row: its place in cities(), and its town.
  template <typename To>
  void visit(To to) const {
    for (const Row& row : rows_)
      to(static_cast<std::size_t>(row.city), row.town);
  }

 private:
  struct Row {
    std::uint32_t code;
    std::uint32_t city;
    std::string_view town;
  };

  explicit PostalCodes(std::string text) : text_(std::make_unique<const std::string>(std::move(text))) {}

  [[nodiscard]] bool append(std::string_view line);

  std::unique_ptr<const std::string> text_;  // what the views below look at, at an address that a move keeps
  std::vector<City> cities_;
  std::vector<Row> rows_;
};

}  // namespace sekisho::scoring
