#include "support/faulty_store.h"

#include <algorithm>

namespace sekisho::testing {

using storage::StorageFault;
using storage::Stored;

namespace {

std::unexpected<StorageFault> fault(bool fatal = false) {
  return std::unexpected(StorageFault{.detail = "planted by the test", .fatal = fatal});
}

}  // namespace

Stored<std::vector<std::optional<storage::StoredAnswer>>> FaultyStore::find_answers(
    std::span<const storage::EventKey> keys) {
  if (reads_fail_) return fault();
  return store_.find_answers(keys);
}

Stored<std::vector<std::string>> FaultyStore::conversation_bodies(const storage::ConversationKey& key) {
  if (reads_fail_) return fault();
  return store_.conversation_bodies(key);
}

Stored<std::vector<std::optional<storage::OrderState>>> FaultyStore::find_orders(
    std::span<const OrderId> ids) {
  if (reads_fail_) return fault();
  return store_.find_orders(ids);
}

Stored<std::vector<std::optional<storage::OrderState>>> FaultyStore::find_orders_of(
    std::span<const storage::ConversationKey> conversations) {
  const auto is_damaged = [this](const storage::ConversationKey& key) {
    return key.conversation_id == damaged_;
  };
  if (reads_fail_ || std::ranges::any_of(conversations, is_damaged)) return fault();
  return store_.find_orders_of(conversations);
}

Stored<std::int64_t> FaultyStore::visit_traces(Timestamp since, const TraceVisitor& visit) {
  if (reads_fail_) return fault();
  return store_.visit_traces(since, visit);
}

Stored<std::vector<storage::CallbackRecord>> FaultyStore::claim_due(std::string_view owner, Timestamp now,
                                                                    Timestamp until, std::size_t limit) {
  if (reads_fail_) return fault();
  return store_.claim_due(owner, now, until, limit);
}

Stored<std::optional<Timestamp>> FaultyStore::next_due() {
  if (reads_fail_) return fault();
  return store_.next_due();
}

Stored<storage::Store::Backlog> FaultyStore::backlog() {
  if (reads_fail_) return fault();
  return store_.backlog();
}

Stored<storage::Store::Settings> FaultyStore::load_settings() {
  if (reads_fail_) return fault();
  return store_.load_settings();
}

Stored<std::optional<Timestamp>> FaultyStore::latest_event_at() {
  if (reads_fail_) return fault();
  return store_.latest_event_at();
}

Stored<std::int64_t> FaultyStore::latest_policy_version(const MerchantId& merchant) {
  if (reads_fail_) return fault();
  return store_.latest_policy_version(merchant);
}

Stored<std::optional<storage::IdempotencyRecord>> FaultyStore::find_idempotency(
    const storage::LookupKey& key) {
  if (reads_fail_) return fault();
  return store_.find_idempotency(key);
}

Stored<storage::CommitReport> FaultyStore::commit(std::span<const storage::Unit> batch) {
  if (fatal_.exchange(false)) return fault(true);
  if (commits_to_fail_ > 0) {
    --commits_to_fail_;
    return fault();
  }
  if (refusals_ > 0 && refused_unit_ < batch.size()) {
    --refusals_;
    return commit_without(refused_unit_, batch);
  }
  ++commits_;
  last_batch_ = batch.size();
  return store_.commit(batch);
}

Stored<storage::CommitReport> FaultyStore::commit_without(std::size_t unit,
                                                          std::span<const storage::Unit> batch) {
  std::vector<storage::Unit> others(batch.begin(), batch.end());
  others.erase(others.begin() + static_cast<std::ptrdiff_t>(unit));
  storage::CommitReport report{.refused = {unit}};
  if (others.empty()) return report;
  ++commits_;
  last_batch_ = others.size();
  auto written = store_.commit(others);
  if (!written) return written;
  for (const auto index : written->refused)
    report.refused.push_back(index < unit ? index : index + 1);
  std::ranges::sort(report.refused);
  return report;
}

Stored<void> FaultyStore::check_writable() {
  if (commits_to_fail_ > 0) return fault();
  return store_.check_writable();
}

}  // namespace sekisho::testing
