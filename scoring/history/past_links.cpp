#include "history/past_links.h"

#include <algorithm>
#include <cstddef>
#include <tuple>

#include "history/relations.h"

namespace sekisho::scoring {
namespace {

constexpr std::size_t per_key = 24;     // of a busy key, the latest
constexpr std::size_t candidates = 64;  // exact keys come first, so that they are not crowded out
constexpr std::size_t most_links = 50;

std::vector<OrderShelf::Number> candidates_of(const OrderShelf& shelf, const Trace& trace) {
  std::vector<OrderShelf::Number> found;
  for (const TraceKey key : trace.blocks) {
    for (const auto number : shelf.latest(key, per_key)) {
      if (found.size() == candidates) return found;
      if (std::ranges::find(found, number) == found.end()) found.push_back(number);
    }
  }
  return found;
}

bool may_be_compared(const PastOrder& order, const PastQuery& query) {
  if (order.id == query.id || order.at > query.at) return false;
  return order.merchant == query.merchant || (query.consult && order.shared);
}

bool offers_again(const PastOrder& order, const Trace& trace) {
  return std::ranges::any_of(trace.first_offers, [&](TraceKey offer) {
    return std::ranges::find(order.trace.first_offers, offer) != order.trace.first_offers.end();
  });
}

bool is_altered(const Trace& a, const Trace& b) {
  const auto differs = [&](IdentifierKind kind) {
    const TraceKey one = buyer_key(a, kind);
    const TraceKey other = buyer_key(b, kind);
    return one != 0 && other != 0 && one != other;
  };
  return differs(IdentifierKind::phone) || differs(IdentifierKind::email) || differs(IdentifierKind::name);
}

LinkedOrder link_to(const PastOrder& order, const PastQuery& query, const LinkJudgement& judgement) {
  LinkedOrder link{.id = order.id,
                   .merchant = order.merchant,
                   .own = order.merchant == query.merchant,
                   .similarity = judgement.score,
                   .touch_points = {},
                   .at = order.at,
                   .status = order.status,
                   .outcome = order.outcome,
                   .first_offer_again = offers_again(order, query.trace),
                   .altered = is_altered(order.trace, query.trace)};
  for (const Evidence& evidence : judgement.evidence) {
    if (evidence.bits > 0) link.touch_points.push_back(evidence.point);
  }
  // What was labelled later than the order that is judged was not known then.
  if (order.outcome_at && *order.outcome_at > query.at) link.outcome.reset();
  return link;
}

}  // namespace

std::vector<LinkedOrder> links_of(const OrderShelf& shelf, const PastQuery& query) {
  std::vector<LinkedOrder> links;
  const auto own = decode_link_record(query.trace.link);
  if (!own) return links;
  for (const auto number : candidates_of(shelf, query.trace)) {
    const PastOrder& order = shelf.at(number);
    if (!may_be_compared(order, query)) continue;
    const auto other = decode_link_record(order.trace.link);
    if (!other) continue;
    const LinkJudgement judgement = judge(*own, *other);
    if (judgement.same_person) links.push_back(link_to(order, query, judgement));
  }
  std::ranges::sort(links, [](const LinkedOrder& a, const LinkedOrder& b) {
    return std::tie(b.similarity, b.at, b.id) < std::tie(a.similarity, a.at, a.id);
  });
  if (links.size() > most_links) links.resize(most_links);
  return links;
}

}  // namespace sekisho::scoring
