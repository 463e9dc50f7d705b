#pragma once

#include <atomic>
#include <cstddef>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include <storage/store.h>

namespace sekisho::testing {

/// A store that can be told to fail, and otherwise does what the one behind it does. Used from one thread at
/// a time, as every store; told from any.
class FaultyStore final : public storage::Store {
 public:
  explicit FaultyStore(storage::Store& store) : store_(store) {}

  /// The next so many commits change nothing and fail.
  void fail_commits(int count) { commits_to_fail_ = count; }

  [[nodiscard]] int pending_failures() const { return commits_to_fail_; }

  /// The next commit fails as a failed fsync does.
  void fail_fatally() { fatal_ = true; }

  /// The next so many commits refuse this unit, as when another node was faster; the others are written.
  void refuse(std::size_t unit, int times) {
    refused_unit_ = unit;
    refusals_ = times;
  }

  /// All reads fail until further notice.
  void fail_reads(bool failing) { reads_fail_ = failing; }

  /// What is stored of that conversation's order cannot be read any more.
  void damage(const ConversationId& conversation) { damaged_ = conversation; }

  /// Durable commits so far, and the units in the last one.
  [[nodiscard]] int commits() const { return commits_; }

  [[nodiscard]] std::size_t last_batch() const { return last_batch_; }

  storage::Stored<std::vector<std::optional<storage::StoredAnswer>>> find_answers(
      std::span<const storage::EventKey> keys) override;
  storage::Stored<std::vector<std::string>> conversation_bodies(const storage::ConversationKey& key) override;
  storage::Stored<std::optional<Timestamp>> latest_event_at() override;
  storage::Stored<std::vector<std::optional<storage::OrderState>>> find_orders(
      std::span<const OrderId> ids) override;
  storage::Stored<std::vector<std::optional<storage::OrderState>>> find_orders_of(
      std::span<const storage::ConversationKey> conversations) override;
  storage::Stored<std::int64_t> visit_traces(Timestamp since, const TraceVisitor& visit) override;
  storage::Stored<std::vector<storage::CallbackRecord>> claim_due(std::string_view owner, Timestamp now,
                                                                  Timestamp until,
                                                                  std::size_t limit) override;
  storage::Stored<std::optional<Timestamp>> next_due() override;
  storage::Stored<Backlog> backlog() override;
  storage::Stored<Settings> load_settings() override;
  storage::Stored<std::int64_t> latest_policy_version(const MerchantId& merchant) override;
  storage::Stored<std::optional<storage::IdempotencyRecord>> find_idempotency(
      const storage::LookupKey& key) override;
  storage::Stored<storage::CommitReport> commit(std::span<const storage::Unit> batch) override;
  storage::Stored<void> check_writable() override;

 private:
  storage::Stored<storage::CommitReport> commit_without(std::size_t unit,
                                                        std::span<const storage::Unit> batch);

  storage::Store& store_;
  std::atomic<int> commits_to_fail_ = 0;
  std::atomic<bool> fatal_ = false;
  std::atomic<bool> reads_fail_ = false;
  std::atomic<std::size_t> refused_unit_ = 0;
  std::atomic<int> refusals_ = 0;
  std::atomic<int> commits_ = 0;
  std::atomic<std::size_t> last_batch_ = 0;
  ConversationId damaged_;
};

}  // namespace sekisho::testing
