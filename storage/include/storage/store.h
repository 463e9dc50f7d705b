#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <domain/result.h>
#include <storage/records.h>

namespace sekisho::storage {

/// What changes together for one event or one command: all of it or nothing. Empty members change nothing.
struct Unit {
  std::optional<EventRecord> event;
  std::optional<ConversationKey> conversation;  ///< made when it does not exist

  std::optional<OrderRecord> new_order;
  std::optional<OrderRecord>
      changed_order;  ///< its `revision` is the one it was read with; the store raises it
  std::optional<AssessmentRecord> assessment;     ///< of new_order or changed_order
  std::vector<ConfirmationRecord> confirmations;  ///< of the same order: made, or replaced by id
  std::vector<HistoryRecord> history;
  std::vector<CallbackRecord> callbacks;
  std::vector<Settlement> settlements;

  std::vector<MerchantRecord> merchants;
  std::vector<HookRecord>
      hooks;  ///< made or replaced by id; `revision` as for changed_order, 0 for a new one
  std::vector<HookId> removed_hooks;
  std::vector<SecretRecord> secrets;
  std::vector<std::string> removed_secrets;
  std::vector<PolicyRecord> policies;  ///< made; an active one takes the place of the merchant's active one
  std::optional<PolicyRecord> activated_policy;  ///< an older version, read back: it becomes the active one
  std::vector<ListEntryRecord> list_entries;
  std::vector<std::string> removed_list_entries;
  std::optional<IdempotencyRecord> idempotency;

  [[nodiscard]] bool empty() const;
};

/// What became of a batch. A unit is refused when what it was decided on changed meanwhile (another node was
/// faster): it left no trace, and has to be read and decided again.
struct CommitReport {
  std::vector<std::size_t> refused;  ///< indexes into the batch, ascending
};

/// Why the store cannot take something. `unavailable` errors pass; after a fatal one nothing that was written
/// since the last good commit can be believed, and the process has to stop (a failed fsync).
struct StorageFault {
  std::string detail;
  bool fatal = false;
};

template <class T>
using Stored = std::expected<T, StorageFault>;

/// The desk's side: the one writer. Every call takes a batch and answers in its order. Calls come from one
/// thread at a time. Other processes may share the same store: that is what `refused` and leases are for.
class Store {
 public:
  virtual ~Store() = default;

  // events
  [[nodiscard]] virtual Stored<std::vector<std::optional<StoredAnswer>>> find_answers(
      std::span<const EventKey> keys) = 0;
  /// The bodies of a conversation's conversation.* events, in order of arrival.
  [[nodiscard]] virtual Stored<std::vector<std::string>> conversation_bodies(const ConversationKey& key) = 0;
  /// The latest time of receipt of any event; nothing in an empty store. Reads all of them: for a start.
  [[nodiscard]] virtual Stored<std::optional<Timestamp>> latest_event_at() = 0;

  // orders
  [[nodiscard]] virtual Stored<std::vector<std::optional<OrderState>>> find_orders(
      std::span<const OrderId> ids) = 0;
  /// The order that each conversation made, if any.
  [[nodiscard]] virtual Stored<std::vector<std::optional<OrderState>>> find_orders_of(
      std::span<const ConversationKey> conversations) = 0;

  // history
  /// Every order received since then, in order of arrival: for rebuilding at start what lives in memory. Says
  /// how many could not be read: what is damaged is forgotten, and does not keep a gateway from starting.
  using TraceVisitor = std::function<void(const TraceRecord& trace)>;
  [[nodiscard]] virtual Stored<std::int64_t> visit_traces(Timestamp since, const TraceVisitor& visit) = 0;

  // outbox
  /// Leases pending callbacks that are due at `now` to `owner` until `until`: those that no live lease holds
  /// and that no earlier pending callback of the same order stands before. A lease that expires frees them.
  [[nodiscard]] virtual Stored<std::vector<CallbackRecord>> claim_due(std::string_view owner, Timestamp now,
                                                                      Timestamp until, std::size_t limit) = 0;
  /// When the earliest callback that claim_due could lease is due; nothing when there is none.
  [[nodiscard]] virtual Stored<std::optional<Timestamp>> next_due() = 0;

  struct Backlog {
    std::int64_t pending = 0;
    std::optional<Timestamp> oldest;  ///< the earliest created_at among them
  };

  [[nodiscard]] virtual Stored<Backlog> backlog() = 0;

  // settings
  struct Settings {
    std::vector<MerchantRecord> merchants;
    std::vector<HookRecord> hooks;
    std::vector<SecretRecord> secrets;
    std::vector<PolicyRecord> active_policies;
    std::vector<ListEntryRecord> list_entries;
  };

  [[nodiscard]] virtual Stored<Settings> load_settings() = 0;
  /// The highest version of a merchant's policies, active or not; 0 when it has none.
  [[nodiscard]] virtual Stored<std::int64_t> latest_policy_version(const MerchantId& merchant) = 0;
  [[nodiscard]] virtual Stored<std::optional<IdempotencyRecord>> find_idempotency(const LookupKey& key) = 0;

  /// Writes the batch durably: on return each unit that was not refused survives a power cut. Settlements
  /// release their callback's lease.
  [[nodiscard]] virtual Stored<CommitReport> commit(std::span<const Unit> batch) = 0;

  /// Proves that a durable write is possible now.
  [[nodiscard]] virtual Stored<void> check_writable() = 0;
};

/// One page of a list: rows and where the next page begins; empty at the end.
template <class T>
struct Page {
  std::vector<T> rows;
  std::string next_cursor;
};

struct PageRequest {
  std::size_t limit = 50;
  std::string cursor;  ///< from the page before; a made-up one is an `invalid` error
};

struct OrderFilter {
  std::optional<MerchantId> merchant_id = {};
  std::optional<OrderStatus> status = {};
  std::optional<Verdict> verdict = {};
  std::optional<OrderId> id = {};  ///< what `q` means when it is an order id
  std::optional<ConversationId> conversation_id = {};
  std::optional<std::pair<std::uint8_t, LookupKey>> lookup_key =
      {};  ///< what `q` means when it is a phone, e-mail …
};

struct CallbackFilter {
  std::optional<CallbackStatus> status = {};
  std::optional<MerchantId> merchant_id = {};
  std::optional<HookId> hook_id = {};
  std::optional<OrderId> order_id = {};
};

struct CallbackView {
  CallbackRecord callback;
  std::string failure;
  std::vector<AttemptRecord> attempts;
};

/// The readers' side, for the admin API: sees what is committed, never blocks the writer, writes nothing.
/// Newest first where it lists. Calls come from one thread at a time; make one reader a thread.
class Reader {
 public:
  virtual ~Reader() = default;

  [[nodiscard]] virtual Result<Page<OrderState>> orders(const OrderFilter& filter,
                                                        const PageRequest& page) = 0;
  [[nodiscard]] virtual Result<std::optional<OrderState>> order(const OrderId& id) = 0;
  [[nodiscard]] virtual Result<std::vector<AssessmentRecord>> assessments(const OrderId& id) = 0;
  [[nodiscard]] virtual Result<std::vector<HistoryRecord>> history(const OrderId& id) = 0;
  [[nodiscard]] virtual Result<std::vector<std::string>> conversation_bodies(const ConversationKey& key) = 0;
  [[nodiscard]] virtual Result<Page<CallbackView>> callbacks(const CallbackFilter& filter,
                                                             const PageRequest& page) = 0;
  [[nodiscard]] virtual Result<std::optional<CallbackView>> callback(const CallbackId& id) = 0;
  [[nodiscard]] virtual Result<Page<PolicyRecord>> policy_versions(const MerchantId& merchant,
                                                                   const PageRequest& page) = 0;
  [[nodiscard]] virtual Result<std::optional<PolicyRecord>> policy(const MerchantId& merchant,
                                                                   std::int64_t version) = 0;
  [[nodiscard]] virtual Result<Page<ListEntryRecord>> list_entries(const MerchantId& merchant,
                                                                   std::string_view list,
                                                                   const PageRequest& page) = 0;
  [[nodiscard]] virtual Result<std::optional<ListEntryRecord>> list_entry(const MerchantId& merchant,
                                                                          std::string_view list,
                                                                          std::string_view id) = 0;
};

}  // namespace sekisho::storage
