#include "settings/settings.h"

#include <algorithm>
#include <utility>

#include <adapters/adapter.h>
#include <adapters/standard_webhooks.h>
#include <scoring/policy_json.h>

namespace sekisho::gateway {
namespace {

std::vector<HookSecret>& secrets_for(Hook& hook, storage::SecretUse use) {
  return use == storage::SecretUse::signing ? hook.signing : hook.callbacks;
}

/// A copy of a hook that the settings hold, put back changed.
template <class Change>
void change_hook(Settings& settings, const HookId& id, const Change& change) {
  const auto found = settings.hooks.find(id);
  if (found == settings.hooks.end()) return;
  Hook copy = *found->second;
  change(copy);
  found->second = std::make_shared<const Hook>(std::move(copy));
}

Result<void> add_secret(Settings& settings, const storage::SecretRecord& record) {
  auto key = adapters::signing_key(record.secret.reveal());
  if (!key) return fail(ErrorKind::malformed, "the stored secret " + record.id + " is not a signing secret");
  change_hook(settings, record.hook_id, [&](Hook& hook) {
    secrets_for(hook, record.use).push_back({record.id, record.created_at, record.secret, *std::move(key)});
  });
  return {};
}

Result<void> put_policy(Settings& settings, const storage::PolicyRecord& record) {
  const auto merchant = settings.merchants.find(record.merchant_id);
  if (!record.active || merchant == settings.merchants.end()) return {};
  auto policy = scoring::read_stored_policy(record.document);
  if (!policy) {
    return fail(ErrorKind::malformed, "the stored policy of merchant " + record.merchant_id.str() +
                                          " cannot be read: " + policy.error().detail);
  }
  policy->version = record.version;
  const auto compiled = std::make_shared<const scoring::CompiledPolicy>(*std::move(policy));
  merchant->second.compiled = compiled;
  merchant->second.policy = {compiled, &compiled->policy()};
  merchant->second.policy_record = record;
  return {};
}

/// Every hook that is in force has an adapter: those who read events need not ask.
Result<void> put_hook(Settings& settings, const storage::HookRecord& record) {
  if (adapters::make_adapter(record.adapter) == nullptr) {
    return fail(ErrorKind::malformed, "hook " + record.id.str() + " uses the adapter " + record.adapter +
                                          ", which this version does not have");
  }
  auto& slot = settings.hooks[record.id];
  Hook hook = slot ? *slot : Hook{};
  hook.record = record;
  slot = std::make_shared<const Hook>(std::move(hook));
  return {};
}

void remove_secret(Settings& settings, const std::string& secret_id) {
  const auto has_it = [&](const HookSecret& secret) { return secret.id == secret_id; };
  for (const auto& [id, hook] : settings.hooks) {
    if (std::ranges::none_of(hook->signing, has_it) && std::ranges::none_of(hook->callbacks, has_it))
      continue;
    change_hook(settings, id, [&](Hook& changed) {
      std::erase_if(changed.signing, has_it);
      std::erase_if(changed.callbacks, has_it);
    });
    return;
  }
}

}  // namespace

bool Hook::serves(const MerchantId& merchant) const {
  return std::ranges::find(record.merchants, merchant) != record.merchants.end();
}

const Merchant* Settings::merchant(const MerchantId& id) const {
  const auto found = merchants.find(id);
  return found == merchants.end() ? nullptr : &found->second;
}

std::shared_ptr<const Hook> Settings::hook(const HookId& id) const {
  const auto found = hooks.find(id);
  return found == hooks.end() ? nullptr : found->second;
}

Result<SettingsPtr> build_settings(const storage::Store::Settings& stored) {
  Settings settings;
  for (const auto& merchant : stored.merchants)
    settings.merchants[merchant.id].record = merchant;
  for (const auto& hook : stored.hooks) {
    if (auto put = put_hook(settings, hook); !put) return std::unexpected(put.error());
  }
  for (const auto& secret : stored.secrets) {
    if (auto added = add_secret(settings, secret); !added) return std::unexpected(added.error());
  }
  for (const auto& policy : stored.active_policies) {
    if (auto put = put_policy(settings, policy); !put) return std::unexpected(put.error());
  }
  return std::make_shared<const Settings>(std::move(settings));
}

bool changes_settings(const storage::Unit& unit) {
  return !unit.merchants.empty() || !unit.hooks.empty() || !unit.removed_hooks.empty() ||
         !unit.secrets.empty() || !unit.removed_secrets.empty() || !unit.policies.empty() ||
         unit.activated_policy.has_value();
}

Result<SettingsPtr> settings_after(const Settings& before, const storage::Unit& unit) {
  Settings after = before;
  for (const auto& merchant : unit.merchants)
    after.merchants[merchant.id].record = merchant;
  for (auto hook : unit.hooks) {
    ++hook.revision;  // a unit names the revision it was decided on; the store has raised it
    if (auto put = put_hook(after, hook); !put) return std::unexpected(put.error());
  }
  for (const auto& id : unit.removed_hooks)
    after.hooks.erase(id);
  for (const auto& secret : unit.secrets) {
    if (auto added = add_secret(after, secret); !added) return std::unexpected(added.error());
  }
  for (const auto& id : unit.removed_secrets)
    remove_secret(after, id);
  for (const auto& policy : unit.policies) {
    if (auto put = put_policy(after, policy); !put) return std::unexpected(put.error());
  }
  if (unit.activated_policy) {
    if (auto put = put_policy(after, *unit.activated_policy); !put) return std::unexpected(put.error());
  }
  return std::make_shared<const Settings>(std::move(after));
}

SettingsBoard::SettingsBoard(SettingsPtr initial) : settings_(std::move(initial)) {}

void SettingsBoard::publish(SettingsPtr settings) {
  const std::scoped_lock lock(mutex_);
  settings_ = std::move(settings);
  edition_.fetch_add(1, std::memory_order_release);
}

SettingsPtr SettingsBoard::current() const {
  const std::scoped_lock lock(mutex_);
  return settings_;
}

const Settings& SettingsBoard::View::refresh() {
  const auto edition = board_.edition_.load(std::memory_order_acquire);
  if (edition != edition_) {
    settings_ = board_.current();
    edition_ = edition;
  }
  return *settings_;
}

}  // namespace sekisho::gateway
