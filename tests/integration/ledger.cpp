#include "ledger.h"

#include <set>

namespace sekisho::integration {

void Ledger::sent(const std::string& event_id, const std::string& body) {
  entries_.try_emplace(event_id, Entry{.event_id = event_id, .body = body, .answer = {}});
}

void Ledger::acknowledged(const std::string& event_id, const std::string& answer) {
  entries_.at(event_id).answer = answer;
}

std::vector<Ledger::Entry> Ledger::unanswered() const {
  std::vector<Entry> open;
  for (const auto& [id, entry] : entries_) {
    if (entry.answer.empty()) open.push_back(entry);
  }
  return open;
}

std::vector<std::string> Ledger::broken_answers(Vendor& vendor, AdminClient& admin) const {
  std::vector<std::string> broken;
  std::set<std::string> orders;
  for (const auto& row : admin.all("/v1/orders"))
    orders.insert(row.at("id").get<std::string>());
  for (const auto& [id, entry] : entries_) {
    if (entry.answer.empty()) continue;
    const auto again = vendor.post(id, entry.body);
    if (again.body != entry.answer || again.header("webhook-replayed") != "true") {
      broken.push_back(id + " was answered " + entry.answer + ", and now " + again.body);
    }
    const auto answer = json::parse(entry.answer);
    if (!answer.contains("order")) continue;
    const std::string order = answer.at("order").at("id");
    if (!orders.contains(order)) broken.push_back(id + ": its order " + order + " is gone");
  }
  return broken;
}

std::vector<std::string> broken_callbacks(const std::vector<json>& callbacks,
                                          const CallbackReceiver::Callbacks& received) {
  std::vector<std::string> broken;
  std::set<std::string> taken;
  std::map<std::string, std::string> bodies;
  std::map<std::string, std::set<std::string>> finals;
  for (const auto& one : received) {
    if (!one.signature_valid) broken.push_back(one.id + " came without a valid signature");
    if (one.answered / 100 == 2) taken.insert(one.id);
    if (bodies.try_emplace(one.id, one.body).first->second != one.body)
      broken.push_back(one.id + " came in two forms");
    const bool final = one.type() == "order.approved" || one.type() == "order.cancelled";
    if (final && !one.data().contains("reversal")) finals[one.data().at("order_id")].insert(one.type());
  }
  for (const auto& [order, types] : finals) {
    if (types.size() > 1) broken.push_back(order + " was approved and cancelled");
  }
  for (const auto& callback : callbacks) {
    const std::string id = callback.at("id");
    if (callback.at("status") != "delivered")
      broken.push_back(id + " is " + callback.at("status").get<std::string>());
    if (!taken.contains(id)) broken.push_back(id + " was never received");
  }
  return broken;
}

}  // namespace sekisho::integration
