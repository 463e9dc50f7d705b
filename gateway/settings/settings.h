#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include <domain/ids.h>
#include <domain/policy.h>
#include <domain/result.h>
#include <domain/secret.h>
#include <scoring/compiled_policy.h>
#include <storage/store.h>

namespace sekisho::gateway {

struct HookSecret {
  std::string id;
  Timestamp created_at;
  Secret text;  ///< `whsec_…`, as the owner holds it
  Secret key;   ///< decoded, for the MAC
};

/// A hook with all that a delivery through it needs.
struct Hook {
  storage::HookRecord record;
  std::vector<HookSecret> signing;    ///< any of them verifies
  std::vector<HookSecret> callbacks;  ///< all of them sign

  [[nodiscard]] bool serves(const MerchantId& merchant) const;
};

struct Merchant {
  storage::MerchantRecord record;
  std::shared_ptr<const scoring::CompiledPolicy> compiled;  ///< the active policy, as the engine takes it
  std::shared_ptr<const Policy> policy;                     ///< the same, as everyone else reads it
  storage::PolicyRecord policy_record;
};

/// What is configured, at one moment. Immutable; shared between threads.
struct Settings {
  std::map<MerchantId, Merchant> merchants;
  std::map<HookId, std::shared_ptr<const Hook>> hooks;

  [[nodiscard]] const Merchant* merchant(const MerchantId& id) const;
  [[nodiscard]] std::shared_ptr<const Hook> hook(const HookId& id) const;
};

using SettingsPtr = std::shared_ptr<const Settings>;

/// Builds the settings from what the store holds. Fails on a stored policy or secret that cannot be read.
[[nodiscard]] Result<SettingsPtr> build_settings(const storage::Store::Settings& stored);

/// The settings after a committed unit: what the unit changes, and the rest shared with the settings before.
[[nodiscard]] Result<SettingsPtr> settings_after(const Settings& before, const storage::Unit& unit);

/// Whether a unit changes settings at all.
[[nodiscard]] bool changes_settings(const storage::Unit& unit);

/// The settings in force. The desk publishes; anyone reads, at the cost of one atomic load while nothing
/// changes.
class SettingsBoard {
 public:
  explicit SettingsBoard(SettingsPtr initial);

  void publish(SettingsPtr settings);
  [[nodiscard]] SettingsPtr current() const;

  /// A thread's own view: refresh() is cheap enough for every request.
  class View {
   public:
    explicit View(const SettingsBoard& board) : board_(board) {}

    [[nodiscard]] const Settings& refresh();

   private:
    const SettingsBoard& board_;
    std::uint64_t edition_ = 0;
    SettingsPtr settings_;
  };

 private:
  mutable std::mutex mutex_;
  SettingsPtr settings_;
  std::atomic<std::uint64_t> edition_ = 1;
};

}  // namespace sekisho::gateway
