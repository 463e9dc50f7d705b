#pragma once

#include <compare>
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <utility>

#include <domain/random.h>
#include <domain/time.h>

namespace sekisho {

/// A name of one kind of thing: an order's id does not pass for a merchant's.
template <class Tag>
class Id {
 public:
  Id() = default;

  explicit Id(std::string value) : value_(std::move(value)) {}

  explicit Id(std::string_view value) : value_(value) {}

  explicit Id(const char* value) : value_(value) {}

  [[nodiscard]] const std::string& str() const { return value_; }

  [[nodiscard]] bool empty() const { return value_.empty(); }

  auto operator<=>(const Id&) const = default;

 private:
  std::string value_;
};

using MerchantId = Id<struct MerchantTag>;
using HookId = Id<struct HookTag>;
using EventId = Id<struct EventTag>;
using ConversationId = Id<struct ConversationTag>;
using OrderId = Id<struct OrderTag>;
using ConfirmationId = Id<struct ConfirmationTag>;
using CallbackId = Id<struct CallbackTag>;

/// A new ULID: 48 bits of milliseconds, 80 random bits, 26 characters of Crockford's base 32. Ids made one
/// after the other sort that way to the millisecond, which keeps the indexes over them append-ordered.
[[nodiscard]] std::string make_ulid(Timestamp at, Random& random);

/// `ord_`, `hook_`, `cb_` … and a ULID.
[[nodiscard]] std::string make_id(std::string_view prefix, Timestamp at, Random& random);

}  // namespace sekisho

template <class Tag>
struct std::hash<sekisho::Id<Tag>> {
  std::size_t operator()(const sekisho::Id<Tag>& id) const noexcept {
    return std::hash<std::string>{}(id.str());
  }
};
