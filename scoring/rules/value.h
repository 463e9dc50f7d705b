#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <string_view>

namespace sekisho::scoring::rules {

/// What a value can be, named as CEL names its types, but for `failure`: an error, which travels like a value
/// until `&&`, `||` or a macro absorbs it or it becomes the result.
enum class Kind : std::uint8_t {
  failure,
  null,
  boolean,
  integer,  ///< int: 64 bits, signed
  natural,  ///< uint: 64 bits
  real,     ///< double
  text,     ///< string: UTF-8
  bytes,
  timestamp,  ///< years 1 to 9999, to the nanosecond
  duration,   ///< nanoseconds in 64 bits, about ±292 years
  list,
  map,
  type,
};

enum class Failure : std::uint8_t {
  missing,       ///< the signal has no value for this order
  unknown_name,  ///< only where a text was not checked
  no_such_overload,
  no_such_key,
  bad_index,
  divided_by_zero,
  overflow,  ///< and results out of their type's range
  bad_conversion,
  bad_key,  ///< a map key of a wrong type, or twice the same
  budget,   ///< the step budget is used up: never absorbed
};

struct Instant {
  std::int64_t seconds = 0;  ///< since 1970, UTC
  std::uint32_t nanoseconds = 0;
  auto operator<=>(const Instant&) const = default;
};

/// A value of an evaluation: 16 bytes that refer to texts, lists and maps and own nothing. Who makes one says
/// what it refers to: the signals, the compiled rule or the evaluation's workspace; it lives no longer.
class Value {
 public:
  Value() : kind_(Kind::null), size_(0), integer_(0) {}

  static Value of(Failure failure) { return {Kind::failure, static_cast<std::uint32_t>(failure), 0}; }

  static Value of(bool flag) { return {Kind::boolean, 0, flag ? 1 : 0}; }

  static Value of(std::int64_t number) { return {Kind::integer, 0, number}; }

  static Value of(std::uint64_t number) {
    Value value(Kind::natural, 0, 0);
    value.natural_ = number;
    return value;
  }

  static Value of(double number) {
    Value value(Kind::real, 0, 0);
    value.real_ = number;
    return value;
  }

  /// Texts and bytes of an evaluation are far below 4 GiB: the step budget sees to it.
  static Value text(std::string_view text) { return characters(Kind::text, text); }

  static Value bytes(std::string_view bytes) { return characters(Kind::bytes, bytes); }

  static Value of(Instant instant) { return {Kind::timestamp, instant.nanoseconds, instant.seconds}; }

  static Value duration(std::int64_t nanoseconds) { return {Kind::duration, 0, nanoseconds}; }

  static Value list(std::span<const Value> elements) { return sequence(Kind::list, elements); }

  /// `entries` holds a key, its value, the next key …; no two keys are equal.
  static Value map(std::span<const Value> entries) { return sequence(Kind::map, entries); }

  static Value type(Kind of) { return {Kind::type, 0, static_cast<std::int64_t>(of)}; }

  [[nodiscard]] Kind kind() const { return kind_; }

  [[nodiscard]] bool is(Kind kind) const { return kind_ == kind; }

  [[nodiscard]] bool failed() const { return kind_ == Kind::failure; }

  // Each reads a value of its own kind alone.
  [[nodiscard]] Failure failure() const { return static_cast<Failure>(size_); }

  [[nodiscard]] bool flag() const { return integer_ != 0; }

  [[nodiscard]] std::int64_t integer() const { return integer_; }

  [[nodiscard]] std::uint64_t natural() const { return natural_; }

  [[nodiscard]] double real() const { return real_; }

  [[nodiscard]] std::string_view characters() const { return {characters_, size_}; }  ///< text or bytes

  [[nodiscard]] Instant instant() const { return {.seconds = integer_, .nanoseconds = size_}; }

  [[nodiscard]] std::int64_t nanoseconds() const { return integer_; }

  [[nodiscard]] std::span<const Value> elements() const {
    return {values_, size_};
  }  ///< list, or map's entries

  [[nodiscard]] Kind named_type() const { return static_cast<Kind>(integer_); }

  [[nodiscard]] bool is_true() const { return kind_ == Kind::boolean && flag(); }

  [[nodiscard]] bool is_false() const { return kind_ == Kind::boolean && !flag(); }

 private:
  Value(Kind kind, std::uint32_t size, std::int64_t integer) : kind_(kind), size_(size), integer_(integer) {}

  static Value characters(Kind kind, std::string_view text) {
    Value value(kind, static_cast<std::uint32_t>(text.size()), 0);
    value.characters_ = text.data();
    return value;
  }

  static Value sequence(Kind kind, std::span<const Value> values) {
    Value value(kind, static_cast<std::uint32_t>(values.size()), 0);
    value.values_ = values.data();
    return value;
  }

  Kind kind_;
  std::uint32_t size_;

  union {
    std::int64_t integer_;
    std::uint64_t natural_;
    double real_;
    const char* characters_;
    const Value* values_;
  };
};

static_assert(sizeof(Value) == 16);

/// Whether two values are equal: numbers by their worth whatever their type, lists and maps by their
/// elements, values of different kinds never. Counts the elements and bytes that it looked at into `steps`.
[[nodiscard]] bool equal(const Value& left, const Value& right, std::int64_t& steps);

enum class Order : std::uint8_t { less, same, greater, none };

/// How two values are ordered; `none` when one is not a number, or when values of their kinds have no order.
[[nodiscard]] Order order(const Value& left, const Value& right);

/// Whether values of these kinds can be ordered at all.
[[nodiscard]] bool comparable(Kind left, Kind right);

/// The value under a key, or null when the map has no such key. `map` is a map.
[[nodiscard]] const Value* find(const Value& map, const Value& key, std::int64_t& steps);

/// CEL's name of a kind: `int`, `null_type`, `google.protobuf.Timestamp`.
[[nodiscard]] std::string_view cel_name(Kind kind);

/// What went wrong, in English, for a log or a test's message.
[[nodiscard]] std::string_view to_string(Failure failure);

}  // namespace sekisho::scoring::rules
