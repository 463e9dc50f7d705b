#include "desk/batching.h"

#include <set>
#include <string>
#include <utility>

#include "desk/workspace.h"

namespace sekisho::gateway {
namespace {

/// The names under which the deliveries so far can be depended on.
class Seen {
 public:
  /// Notes a delivery, unless it depends on one that was noted before.
  bool admit(const Delivery& delivery) {
    const auto& hook = delivery.hook->record.id.str();
    const auto target = target_of(delivery.event);
    const std::string conversation =
        hook + '\n' + delivery.event.merchant_id.str() + '\n' + target.conversation_id.str();
    const bool only_adds = std::holds_alternative<ConversationUpdated>(delivery.event.payload) ||
                           std::holds_alternative<ConversationAbandoned>(delivery.event.payload);
    if (events_.contains(hook + '\n' + delivery.event_id.str())) return false;
    if (!only_adds && conversations_.contains(conversation) && !target.conversation_id.empty()) return false;
    if (!target.order_id.empty() && orders_.contains(target.order_id.str())) return false;

    events_.insert(hook + '\n' + delivery.event_id.str());
    if (!target.conversation_id.empty()) conversations_.insert(conversation);
    if (!target.order_id.empty()) orders_.insert(target.order_id.str());
    return true;
  }

 private:
  std::set<std::string> events_;
  std::set<std::string> conversations_;
  std::set<std::string> orders_;
};

}  // namespace

std::vector<Job> put_off_dependents(std::vector<Job>& jobs) {
  std::vector<Job> now;
  std::vector<Job> later;
  Seen seen;
  for (auto& job : jobs) {
    const auto* delivery = std::get_if<Delivery>(&job.work);
    auto& place = delivery == nullptr || seen.admit(*delivery) ? now : later;
    place.push_back(std::move(job));
  }
  jobs = std::move(now);
  return later;
}

}  // namespace sekisho::gateway
