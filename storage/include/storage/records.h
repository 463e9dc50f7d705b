#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <domain/ids.h>
#include <domain/outcome.h>
#include <domain/secret.h>
#include <domain/time.h>
#include <domain/verdict.h>
#include <storage/vault.h>

namespace sekisho::storage {

/// The store's own number of a conversation or order: append-ordered, so that indexes stay cheap. Never
/// shown.
using RowId = std::int64_t;

// --- events
// -----------------------------------------------------------------------------------------------------

/// What makes two deliveries the same one.
struct EventKey {
  HookId hook_id;
  EventId event_id;
};

/// The first answer to an event: a repeat gets the same bytes.
struct StoredAnswer {
  LookupKey body_hash;
  int status = 0;
  std::string body;
};

struct EventRecord {
  EventKey key;
  MerchantId merchant_id;
  ConversationId conversation_id;
  std::string type;
  Timestamp received_at;
  LookupKey body_hash;  ///< keyed: a body has few unknown digits
  std::string body;     ///< as it arrived; sealed at rest
  int answer_status = 0;
  std::string answer;
};

// --- conversations and orders
// -----------------------------------------------------------------------------------

/// A conversation is one visitor's talk with one bot: (hook, merchant, the vendor's id).
struct ConversationKey {
  HookId hook_id;
  MerchantId merchant_id;
  ConversationId conversation_id;
  auto operator<=>(const ConversationKey&) const = default;
};

/// One identity check of one order.
struct ConfirmationRecord {
  ConfirmationId id;
  std::int64_t order_version = 1;  ///< the cart it was asked for
  std::string channel;
  std::string provider;
  std::string status;         ///< `pending`, `succeeded`, `failed`, `expired`, `dropped`
  std::int64_t attempt = 1;   ///< 1 for the first channel, 2 for the next …
  std::int64_t attempts = 0;  ///< codes tried
  Timestamp requested_at;
  Timestamp expires_at;
};

/// An assessment as it is kept: the columns that are searched, and the whole as JSON.
struct AssessmentRecord {
  std::int64_t order_version = 1;
  Timestamp at;
  Verdict verdict = Verdict::review;
  Tenths score = 0;
  std::int64_t policy_version = 1;
  std::string model;
  std::string document;  ///< write_json(Assessment); sealed at rest
};

/// Whether orders can be found by keys of this kind: 0 and 1, the buyer's phone and e-mail. Every kind more
/// would cost each order a write at a random place of an index.
[[nodiscard]] constexpr bool is_searched(std::uint8_t identifier_kind) {
  return identifier_kind <= 1;
}

/// An order as it is kept.
struct OrderRecord {
  OrderId id;
  MerchantId merchant_id;
  HookId hook_id;
  ConversationId conversation_id;
  OrderStatus status = OrderStatus::in_review;
  std::int64_t version = 1;        ///< of the cart: `order.amended` raises it
  std::int64_t revision = 1;       ///< of the row: every change raises it; commits name the one they changed
  std::int64_t last_sequence = 0;  ///< of its callbacks
  bool was_approved = false;  ///< `order.approved` has been said of it: a later cancellation is a reversal
  Timestamp created_at;
  Timestamp updated_at;
  Verdict verdict = Verdict::review;
  Tenths score = 0;
  std::string document;  ///< write_json(Order); sealed at rest
  std::vector<std::pair<std::uint8_t, LookupKey>>
      lookup_keys;         ///< (scoring::IdentifierKind, key), the buyer's: those that orders are found by
  std::string trace = {};  ///< scoring::encode_trace; sealed at rest. Written when not empty, never read back
  std::optional<Outcome> outcome = {};
  std::optional<Timestamp> outcome_at = {};  ///< set with `outcome`
};

/// What later orders are compared with: one row of the past, as a start reads it.
struct TraceRecord {
  OrderId order_id;
  MerchantId merchant_id;
  Timestamp received_at;
  OrderStatus status = OrderStatus::in_review;
  std::optional<Outcome> outcome;
  std::optional<Timestamp> outcome_at;
  std::string trace;  ///< scoring::encode_trace
};

/// All that the desk needs to change an order.
struct OrderState {
  OrderRecord order;
  AssessmentRecord assessment;  ///< the latest
  std::vector<ConfirmationRecord> confirmations;
};

/// One step in an order's life. `actor` is `vendor`, `gateway` or `operator`.
struct HistoryRecord {
  OrderId order_id;
  Timestamp at;
  std::string actor;
  std::string event;
  std::optional<OrderStatus> from;
  OrderStatus to = OrderStatus::in_review;
  std::string note = {};  ///< what a person wrote beside a decision; sealed at rest
};

// --- callbacks
// ---------------------------------------------------------------------------------------------------

enum class CallbackStatus { pending, delivered, failed };

[[nodiscard]] std::string_view to_string(CallbackStatus status);
[[nodiscard]] std::optional<CallbackStatus> callback_status_from(std::string_view text);

struct AttemptRecord {
  Timestamp at;
  std::optional<int> status;  ///< nothing: no response came
  std::string error;          ///< `dns`, `connect`, `tls`, `timeout`, `protocol`, `refused`, or empty
  std::int64_t duration_ms = 0;
};

/// Who may attempt a callback now, and until when nobody else will.
struct Lease {
  std::string owner;
  Timestamp until;
};

/// A row of the outbox: one signed message with its own delivery life.
struct CallbackRecord {
  CallbackId id;
  OrderId order_id;  ///< empty for a test callback
  MerchantId merchant_id;
  HookId hook_id;
  std::string type;
  std::int64_t sequence = 0;  ///< 0 for a test callback
  std::string body;           ///< the very bytes of every attempt; sealed at rest
  Timestamp created_at;
  CallbackStatus status = CallbackStatus::pending;
  std::int64_t attempts_made = 0;
  std::optional<Timestamp> next_attempt_at;
  std::optional<Lease> lease;  ///< a new row may be born leased to its own node, which then need not claim it
};

/// What an attempt (or the end of all attempts) changed in a callback.
struct Settlement {
  CallbackId id;
  std::optional<AttemptRecord> attempt;
  CallbackStatus status = CallbackStatus::pending;
  std::optional<Timestamp> next_attempt_at;  ///< set while pending
  std::string failure;                       ///< why it failed for good: `exhausted`, `gone`, `superseded`
};

// --- settings
// ----------------------------------------------------------------------------------------------------

struct MerchantRecord {
  MerchantId id;
  std::string name;
  Timestamp created_at;
};

struct HookRecord {
  HookId id;
  std::string adapter;
  std::string callback_url;  ///< empty: nothing is sent
  bool enabled = true;
  bool callbacks_enabled = true;
  std::vector<MerchantId> merchants;  ///< who may come through it, the owner first
  std::int64_t revision = 1;
  Timestamp created_at;
};

enum class SecretUse { signing, callback };

/// A hook's secret as its owner holds it (`whsec_…`); sealed at rest.
struct SecretRecord {
  std::string id;
  HookId hook_id;
  SecretUse use = SecretUse::signing;
  Secret secret;
  Timestamp created_at;
};

struct PolicyRecord {
  MerchantId merchant_id;
  std::int64_t version = 1;
  std::string document;  ///< scoring::write_policy
  Timestamp created_at;
  std::string created_by;
  bool active = false;
};

struct ListEntryRecord {
  std::string id;
  MerchantId merchant_id;
  std::string list;    ///< `allow` or `deny`
  std::string kind;    ///< the contract's: phone, email, address, device, ip, card, name
  LookupKey key;       ///< of the canonical value
  std::string value;   ///< as it was written; sealed at rest
  std::string reason;  ///< sealed at rest: people write names into reasons
  std::optional<Timestamp> expires_at;
  Timestamp created_at;
};

/// The answer to a POST that carried an `Idempotency-Key`, for whoever repeats it.
struct IdempotencyRecord {
  LookupKey key;  ///< of (caller, method, path, Idempotency-Key)
  LookupKey body_hash;
  int status = 0;
  std::string answer;  ///< may show a secret once more to its own caller; sealed at rest
  std::string etag;    ///< empty: the answer had none
  Timestamp created_at;
};

}  // namespace sekisho::storage
