#include <algorithm>
#include <array>
#include <utility>

#include <scoring/history.h>
#include <scoring/velocity_index.h>

#include "history/chat_paces.h"
#include "history/distinct_index.h"
#include "history/order_shelf.h"
#include "history/past_links.h"
#include "history/past_negatives.h"
#include "history/relations.h"
#include "history/scoped_key.h"

namespace sekisho::scoring {
namespace {

using std::chrono::days;
using std::chrono::hours;

/// What a shopping round goes by: not the IP address nor the medium, which strangers share.
constexpr std::array personal_kinds{IdentifierKind::phone, IdentifierKind::email, IdentifierKind::card,
                                    IdentifierKind::device};

TraceKey relation_key(const Relate& relate, TraceKey merchant) {
  return joined(relate.key, merchant + static_cast<TraceKey>(relate.relation));
}

enum class Direction { in, out };

}  // namespace

struct History::State {
  OrderShelf shelf;
  VelocityIndex velocity;   // by identifier within a merchant, and by rhythm
  DistinctIndex relations;  // by relation within a merchant
  DistinctIndex merchants;  // by personal identifier: the shops it came to
  ChatPaces durations;
  ChatPaces typing;
  std::unordered_map<TraceKey, MediaRecord> media;  // within a merchant

  /// Counts an order in, or out again as if it had never come.
  void count(const PastOrder& order, Direction direction);
  void count_outcome(const PastOrder& order, Direction direction);

  void look_at_counts(const PastQuery& query, Past& past);
  void look_at_relations(const PastQuery& query, Past& past);
  void look_at_merchants(const PastQuery& query, Past& past);
  void look_at_chat(const PastQuery& query, Past& past) const;
  void look_at_people(const PastQuery& query, Past& past) const;
};

void History::State::count(const PastOrder& order, Direction direction) {
  const auto put = [direction](auto& index, const auto&... what) {
    if (direction == Direction::in) {
      index.add(what...);
    } else {
      index.remove(what...);
    }
  };
  const TraceKey merchant = key_of(order.merchant);
  const Trace& trace = order.trace;
  for (const TracedIdentifier& identifier : trace.identifiers) {
    if (identifier.party == Party::buyer) put(velocity, joined(identifier.key, merchant), order.at);
  }
  if (trace.rhythm != 0) put(velocity, joined(trace.rhythm, merchant), order.at);
  for (const Relate& relate : relations_of(trace))
    put(relations, relation_key(relate, merchant), relate.value, order.at);
  for (const auto kind : personal_kinds) {
    const TraceKey key = buyer_key(trace, kind);
    if (key != 0 && order.shared) put(merchants, key, merchant, order.at);
  }
  const TraceKey form = joined(trace.scenario, merchant);
  if (trace.chat_ms) put(durations, form, *trace.chat_ms);
  if (trace.us_per_character) put(typing, form, *trace.us_per_character);
  count_outcome(order, direction);
}

void History::State::count_outcome(const PastOrder& order, Direction direction) {
  const TraceKey medium = buyer_key(order.trace, IdentifierKind::media);
  if (medium == 0 || !order.outcome) return;
  const std::int64_t sign = direction == Direction::in ? 1 : -1;
  MediaRecord& record = media[joined(medium, key_of(order.merchant))];
  record.known += sign;
  if (is_fraud(*order.outcome)) record.fraud += sign;
}

void History::State::look_at_counts(const PastQuery& query, Past& past) {
  const TraceKey merchant = key_of(query.merchant);
  for (const TracedIdentifier& identifier : query.trace.identifiers) {
    if (identifier.party != Party::buyer) continue;
    past.orders[static_cast<std::size_t>(identifier.kind)] =
        velocity.count(joined(identifier.key, merchant), query.at);
  }
  const TraceKey medium = buyer_key(query.trace, IdentifierKind::media);
  if (medium == 0) return;
  const auto record = media.find(joined(medium, merchant));
  past.media = record == media.end() ? MediaRecord{} : record->second;
}

void History::State::look_at_relations(const PastQuery& query, Past& past) {
  const TraceKey merchant = key_of(query.merchant);
  for (const Relate& relate : relations_of(query.trace)) {
    const TraceKey key = relation_key(relate, merchant);
    past.distinct[static_cast<std::size_t>(relate.relation)] =
        DistinctCounts{.h24 = relations.count(key, query.at, hours{24}, relate.value),
                       .d30 = relations.count(key, query.at, days{30}, relate.value)};
  }
}

void History::State::look_at_merchants(const PastQuery& query, Past& past) {
  if (!query.consult) return;
  const TraceKey merchant = key_of(query.merchant);
  for (const auto kind : personal_kinds) {
    const TraceKey key = buyer_key(query.trace, kind);
    if (key == 0) continue;
    const auto shops = merchants.count(key, query.at, days{7}, merchant);
    past.network_merchants_7d = std::max(past.network_merchants_7d.value_or(0), shops);
  }
}

void History::State::look_at_chat(const PastQuery& query, Past& past) const {
  const TraceKey merchant = key_of(query.merchant);
  const Trace& trace = query.trace;
  if (trace.rhythm != 0) past.same_rhythm_30d = velocity.count(joined(trace.rhythm, merchant), query.at).d30;
  const TraceKey form = joined(trace.scenario, merchant);
  if (trace.chat_ms) past.faster_chats = durations.share_below(form, *trace.chat_ms);
  if (trace.us_per_character) past.faster_typing = typing.share_below(form, *trace.us_per_character);
}

void History::State::look_at_people(const PastQuery& query, Past& past) const {
  past.links = links_of(shelf, query);
  std::vector<TraceKey> shops{key_of(query.merchant)};
  for (const LinkedOrder& link : past.links) {
    if (!link.own && query.at - link.at <= days{7}) shops.push_back(key_of(link.merchant));
  }
  std::ranges::sort(shops);
  past.linked_merchants_7d = std::ranges::unique(shops).begin() - shops.begin();
  auto negatives = negatives_of(shelf, query);
  past.own_negative = negatives.own;
  past.shared_negative = negatives.shared;
}

History::History() : state_(std::make_unique<State>()) {}

History::History(History&&) noexcept = default;
History& History::operator=(History&&) noexcept = default;
History::~History() = default;

Past History::look(const PastQuery& query) {
  // An order that is judged once more must not count itself: it steps out while it is looked at.
  const PastOrder* const self = state_->shelf.find(query.id);
  if (self != nullptr) state_->count(*self, Direction::out);
  Past past;
  state_->look_at_counts(query, past);
  state_->look_at_relations(query, past);
  state_->look_at_merchants(query, past);
  state_->look_at_chat(query, past);
  state_->look_at_people(query, past);
  if (self != nullptr) state_->count(*self, Direction::in);
  return past;
}

void History::add(PastOrder order) {
  state_->count(order, Direction::in);
  state_->shelf.add(std::move(order));
}

void History::remove(const OrderId& id) {
  const PastOrder* const order = state_->shelf.find(id);
  if (order == nullptr) return;
  state_->count(*order, Direction::out);
  state_->shelf.remove(id);
}

void History::set_status(const OrderId& id, OrderStatus status) {
  if (PastOrder* const order = state_->shelf.find(id)) order->status = status;
}

void History::set_outcome(const OrderId& id, std::optional<Outcome> outcome, std::optional<Timestamp> at) {
  PastOrder* const order = state_->shelf.find(id);
  if (order == nullptr) return;
  state_->count_outcome(*order, Direction::out);
  order->outcome = outcome;
  order->outcome_at = at;
  state_->count_outcome(*order, Direction::in);
}

void History::set_trace(const OrderId& id, Trace trace) {
  const PastOrder* const order = state_->shelf.find(id);
  if (order == nullptr) return;
  state_->count(*order, Direction::out);
  state_->shelf.set_trace(id, std::move(trace));
  state_->count(*order, Direction::in);
}

void History::prune(Timestamp at) {
  state_->velocity.prune(at);
  state_->relations.prune(at - days{30});
  state_->merchants.prune(at - days{30});
  state_->shelf.prune(at - horizon);
}

std::size_t History::orders() const {
  return state_->shelf.size();
}

}  // namespace sekisho::scoring
