#pragma once

#include <functional>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include <domain/event.h>
#include <domain/time.h>
#include <scoring/identifiers.h>
#include <scoring/reference_facts.h>
#include <scoring/trace.h>
#include <storage/store.h>

#include "http/message.h"
#include "settings/settings.h"

namespace sekisho::gateway {

/// An identifier that is safe to keep: its kind, whose it is, and the keyed hash of its canonical spelling.
struct KeyedIdentifier {
  scoring::IdentifierKind kind = scoring::IdentifierKind::phone;
  scoring::Party party = scoring::Party::buyer;
  storage::LookupKey key{};
};

/// A verified webhook delivery, read and prepared on an I/O thread: all that the desk needs to decide it.
struct Delivery {
  std::shared_ptr<const Hook> hook;
  EventId event_id;
  storage::LookupKey body_hash{};
  std::string body;
  Timestamp received_at;
  std::chrono::steady_clock::time_point arrived;
  Event event;
  // Of an order that the event completes, as far as this event tells.
  std::vector<KeyedIdentifier> identifiers;
  scoring::Trace trace;
  scoring::ReferenceFacts reference = {};
};

/// Records of work that was done elsewhere, such as a callback's attempt: written as they are.
struct Write {
  storage::Unit unit;
};

/// What a command may look at. It runs on the desk's thread, between batches.
struct DeskView {
  storage::Store& store;
  const Settings& settings;
  Timestamp now;       ///< the process's time
  Timestamp wall_now;  ///< the machine's: what the attempts of callbacks are scheduled by
};

struct CommandOutcome {
  Response response;
  storage::Unit unit;  ///< empty: nothing to write
};

/// A change that a person or another part of the gateway asks for. It decides on committed state, alone, so
/// that it cannot race with an event; the response leaves after its unit is durable. It may run again when
/// another node was faster.
using Command = std::function<CommandOutcome(const DeskView&)>;

using Work = std::variant<Delivery, Write, Command>;

struct Job {
  Work work;
  /// Called exactly once, on the desk's thread.
  std::move_only_function<void(Response)> done;
};

}  // namespace sekisho::gateway
