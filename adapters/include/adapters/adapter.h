#pragma once

#include <memory>
#include <string>
#include <string_view>

#include <domain/event.h>
#include <domain/result.h>

namespace sekisho::adapters {

/// Turns a vendor's body into an event in the gateway's words. Pure but for a parser kept between calls: an
/// instance belongs to one thread at a time, each ingress loop has its own.
class Adapter {
 public:
  virtual ~Adapter() = default;

  /// Reads one verified body. Fails with
  /// - `malformed` (400): not JSON (RFC 8259, strictly: no BOM, no trailing bytes, valid UTF-8, no lone
  ///   surrogate), a duplicate key, a NUL in a string, nested deeper than 32; with a pointer to each place,
  ///   or to the whole document where it is not JSON at all
  /// - `invalid` (422): not the vendor's format, with a pointer to each fault; or a full card number, with a
  ///   pointer to the member that holds it (to its object, when it is the member's name) and no word of its
  ///   value
  /// No error says anything of the values it read; names of members do stand in pointers.
  [[nodiscard]] virtual Result<Event> read(std::string_view body) = 0;
};

/// The adapter of that name (`qualva`); null for a name that no adapter has.
[[nodiscard]] std::unique_ptr<Adapter> make_adapter(std::string_view name);

}  // namespace sekisho::adapters
