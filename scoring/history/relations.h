#pragma once

#include <vector>

#include <scoring/past.h>
#include <scoring/trace.h>

namespace sekisho::scoring {

/// That a value came with a key, such as this name with that device.
struct Relate {
  Relation relation;
  TraceKey key;
  TraceKey value;
};

/// What an order relates; each relation at most once.
[[nodiscard]] std::vector<Relate> relations_of(const Trace& trace);

/// The buyer's key of that kind; 0 when there is none.
[[nodiscard]] TraceKey buyer_key(const Trace& trace, IdentifierKind kind);

}  // namespace sekisho::scoring
