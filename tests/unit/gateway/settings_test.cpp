#include "settings/settings.h"

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include <adapters/standard_webhooks.h>
#include <gtest/gtest.h>
#include <scoring/policy_json.h>

#include "support/events.h"
#include "support/seeded_random.h"

namespace sekisho::gateway {
namespace {

using storage::SecretUse;
using testing::noon;

const MerchantId acme{"acme"};
const HookId hook_1{"hook_1"};

storage::HookRecord hook_record(const HookId& id = hook_1) {
  storage::HookRecord hook;
  hook.id = id;
  hook.adapter = "qualva";
  hook.merchants = {acme, MerchantId{"beta"}};
  hook.revision = 1;
  return hook;
}

storage::SecretRecord secret_record(const std::string& id, SecretUse use, const HookId& hook = hook_1) {
  testing::SeededRandom random(id.size());
  return {.id = id,
          .hook_id = hook,
          .use = use,
          .secret = adapters::make_signing_secret(random),
          .created_at = noon};
}

storage::PolicyRecord policy_record(std::int64_t version, Tenths reject, bool active = true) {
  Policy policy;
  policy.thresholds.reject = reject;
  return {.merchant_id = acme,
          .version = version,
          .document = scoring::write_policy(policy),
          .created_at = noon,
          .created_by = "operator",
          .active = active};
}

storage::Store::Settings stored() {
  storage::Store::Settings settings;
  settings.merchants = {{acme, "Acme", noon}, {MerchantId{"beta"}, "Beta", noon}};
  settings.hooks = {hook_record()};
  settings.secrets = {secret_record("sec_1", SecretUse::signing),
                      secret_record("sec_22", SecretUse::callback)};
  settings.active_policies = {policy_record(3, 900)};
  return settings;
}

/// The settings after the unit is in force.
SettingsPtr after(const storage::Unit& unit) {
  return settings_after(*build_settings(stored()).value(), unit).value();
}

TEST(Settings, AreWhatIsStored) {
  const auto settings = build_settings(stored()).value();
  ASSERT_NE(settings->merchant(acme), nullptr);
  EXPECT_EQ(settings->merchant(acme)->record.name, "Acme");
  EXPECT_EQ(settings->merchant(acme)->policy->version, 3);
  EXPECT_EQ(settings->merchant(acme)->policy->thresholds.reject, 900);
  const auto hook = settings->hook(hook_1);
  ASSERT_NE(hook, nullptr);
  ASSERT_EQ(hook->signing.size(), 1U);
  ASSERT_EQ(hook->callbacks.size(), 1U);
  EXPECT_EQ(hook->signing[0].id, "sec_1");
  EXPECT_EQ(hook->signing[0].key.reveal().size(), 32U);
  EXPECT_EQ(settings->merchant(MerchantId{"nobody"}), nullptr);
  EXPECT_EQ(settings->hook(HookId{"hook_2"}), nullptr);
}

TEST(Settings, AreRefusedWithAPolicyThatCannotBeRead) {
  auto broken = stored();
  broken.active_policies[0].document = "{}";
  const auto settings = build_settings(broken);
  ASSERT_FALSE(settings);
  EXPECT_TRUE(settings.error().detail.contains("acme")) << settings.error().detail;
}

TEST(Settings, AreRefusedWithASecretThatCannotBeRead) {
  auto broken = stored();
  broken.secrets[0].secret = Secret{"hunter2"};
  const auto settings = build_settings(broken);
  ASSERT_FALSE(settings);
  EXPECT_TRUE(settings.error().detail.contains("sec_1")) << settings.error().detail;
  EXPECT_FALSE(settings.error().detail.contains("hunter2")) << settings.error().detail;
}

TEST(Settings, KnowWhomAHookServes) {
  const auto hook = build_settings(stored()).value()->hook(hook_1);
  EXPECT_TRUE(hook->serves(acme));
  EXPECT_TRUE(hook->serves(MerchantId{"beta"}));
  EXPECT_FALSE(hook->serves(MerchantId{"gamma"}));
  EXPECT_FALSE(hook->serves(MerchantId{}));
}

TEST(SettingsChange, MakesAMerchantWithItsPolicy) {
  storage::Unit unit;
  const MerchantId gamma{"gamma"};
  unit.merchants.push_back({gamma, "Gamma", noon});
  unit.policies.push_back(policy_record(1, 800));
  unit.policies[0].merchant_id = gamma;
  EXPECT_EQ(after(unit)->merchant(gamma)->policy->version, 1);
}

TEST(SettingsChange, KeepsAHooksSecretsAndRaisesItsRevision) {
  storage::Unit unit;
  unit.hooks.push_back(hook_record());
  unit.hooks[0].enabled = false;
  const auto hook = after(unit)->hook(hook_1);
  EXPECT_FALSE(hook->record.enabled);
  EXPECT_EQ(hook->record.revision, 2);
  EXPECT_EQ(hook->signing.size(), 1U);
}

TEST(SettingsChange, LeavesTheSettingsBeforeAlone) {
  const auto before = build_settings(stored()).value();
  storage::Unit unit;
  unit.hooks.push_back(hook_record());
  unit.hooks[0].enabled = false;
  unit.removed_secrets = {"sec_1"};
  ASSERT_TRUE(settings_after(*before, unit));
  EXPECT_TRUE(before->hook(hook_1)->record.enabled);
  EXPECT_EQ(before->hook(hook_1)->signing.size(), 1U);
}

TEST(SettingsChange, MakesAChangedHookANewObjectSoThatItsKeysAreMadeAnew) {
  const auto before = build_settings(stored()).value();
  storage::Unit unit;
  unit.secrets.push_back(secret_record("sec_333", SecretUse::signing));
  const auto changed = settings_after(*before, unit).value();
  EXPECT_NE(changed->hook(hook_1), before->hook(hook_1));
  EXPECT_EQ(changed->hook(hook_1)->signing.size(), 2U);
}

TEST(SettingsChange, RemovesOneSecretAndNoOther) {
  storage::Unit unit;
  unit.secrets.push_back(secret_record("sec_333", SecretUse::signing));
  unit.removed_secrets = {"sec_1"};
  const auto hook = after(unit)->hook(hook_1);
  ASSERT_EQ(hook->signing.size(), 1U);
  EXPECT_EQ(hook->signing[0].id, "sec_333");
  EXPECT_EQ(hook->callbacks.size(), 1U);
}

TEST(SettingsChange, RemovesAHook) {
  storage::Unit unit;
  unit.removed_hooks = {hook_1};
  EXPECT_EQ(after(unit)->hook(hook_1), nullptr);
}

TEST(SettingsChange, ActivatesPoliciesAndIgnoresDrafts) {
  storage::Unit draft;
  draft.policies = {policy_record(4, 700, false)};
  EXPECT_EQ(after(draft)->merchant(acme)->policy->version, 3);
  storage::Unit written;
  written.policies = {policy_record(4, 700)};
  EXPECT_EQ(after(written)->merchant(acme)->policy->thresholds.reject, 700);
  storage::Unit activated;
  activated.activated_policy = policy_record(2, 850);
  EXPECT_EQ(after(activated)->merchant(acme)->policy_record.version, 2);
}

TEST(SettingsChange, IsNoneForAUnitThatOnlyDecides) {
  storage::Unit unit;
  EXPECT_FALSE(changes_settings(unit));
  unit.new_order.emplace();
  unit.list_entries.emplace_back();
  EXPECT_FALSE(changes_settings(unit));
  unit.removed_hooks.emplace_back("hook_1");
  EXPECT_TRUE(changes_settings(unit));
}

TEST(SettingsBoard, ShowsWhatWasPublishedLast) {
  SettingsBoard board(build_settings(stored()).value());
  SettingsBoard::View view(board);
  EXPECT_NE(view.refresh().hook(hook_1), nullptr);
  storage::Unit unit;
  unit.removed_hooks = {hook_1};
  board.publish(settings_after(*board.current(), unit).value());
  EXPECT_EQ(view.refresh().hook(hook_1), nullptr);
  EXPECT_EQ(board.current()->hook(hook_1), nullptr);
}

TEST(SettingsBoard, IsReadWhileItIsWritten) {
  SettingsBoard board(build_settings(stored()).value());
  std::atomic<bool> stop = false;
  std::vector<std::jthread> readers;
  for (int i = 0; i < 3; ++i) {
    readers.emplace_back([&] {
      SettingsBoard::View view(board);
      std::int64_t last = 0;
      while (!stop) {
        const auto version = view.refresh().merchant(acme)->policy->version;
        EXPECT_GE(version, last);
        last = version;
      }
    });
  }
  for (std::int64_t version = 4; version < 200; ++version) {
    storage::Unit unit;
    unit.policies = {policy_record(version, 900)};
    board.publish(settings_after(*board.current(), unit).value());
  }
  stop = true;
  readers.clear();
  EXPECT_EQ(board.current()->merchant(acme)->policy->version, 199);
}

}  // namespace
}  // namespace sekisho::gateway
