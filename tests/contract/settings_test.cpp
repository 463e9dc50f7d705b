#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "contract/store_under_test.h"
#include "support/stored_records.h"

namespace sekisho::storage {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class Settings : public StoreContract {
 protected:
  Store::Settings loaded() { return store().load_settings().value(); }

  /// A unit with these hooks and nothing else.
  static Unit with_hook(const HookRecord& hook) {
    Unit unit;
    unit.hooks.push_back(hook);
    return unit;
  }

  static Unit with_policy(const PolicyRecord& policy) {
    Unit unit;
    unit.policies.push_back(policy);
    return unit;
  }
};

INSTANTIATE_TEST_SUITE_P(Stores, Settings, ::testing::ValuesIn(store_kinds()), kind_name);

TEST_P(Settings, AreEmptyAtFirst) {
  const auto settings = loaded();
  EXPECT_THAT(settings.merchants, IsEmpty());
  EXPECT_THAT(settings.hooks, IsEmpty());
  EXPECT_THAT(settings.secrets, IsEmpty());
  EXPECT_THAT(settings.active_policies, IsEmpty());
  EXPECT_THAT(settings.list_entries, IsEmpty());
}

TEST_P(Settings, AreReadBackAsTheyWereWritten) {
  Unit unit;
  unit.merchants = {a_merchant("acme"), a_merchant("beta")};
  unit.hooks = {a_hook("hook_1")};
  unit.secrets = {a_secret("sec_1", "hook_1"), a_secret("sec_2", "hook_1")};
  unit.secrets[1].use = SecretUse::callback;
  unit.policies = {a_policy(1, true)};
  unit.list_entries = {a_list_entry("le_1", "090-1234-5678")};
  commit(unit);
  reopen();

  const auto settings = loaded();
  ASSERT_EQ(settings.merchants.size(), 2U);
  EXPECT_EQ(settings.merchants[0].id, MerchantId{"acme"});
  EXPECT_EQ(settings.merchants[0].name, "Shop acme");
  EXPECT_EQ(settings.merchants[0].created_at, noon);
  ASSERT_EQ(settings.hooks.size(), 1U);
  EXPECT_EQ(settings.hooks[0].id, HookId{"hook_1"});
  EXPECT_EQ(settings.hooks[0].adapter, "qualva");
  EXPECT_EQ(settings.hooks[0].callback_url, unit.hooks[0].callback_url);
  EXPECT_TRUE(settings.hooks[0].enabled);
  EXPECT_TRUE(settings.hooks[0].callbacks_enabled);
  EXPECT_THAT(settings.hooks[0].merchants, ElementsAre(MerchantId{"acme"}, MerchantId{"beta"}));
  EXPECT_EQ(settings.hooks[0].created_at, noon);
  ASSERT_EQ(settings.secrets.size(), 2U);
  EXPECT_EQ(settings.secrets[0].id, "sec_1");
  EXPECT_EQ(settings.secrets[0].hook_id, HookId{"hook_1"});
  EXPECT_EQ(settings.secrets[0].use, SecretUse::signing);
  EXPECT_EQ(settings.secrets[0].secret.reveal(), "whsec_sec_1");
  EXPECT_EQ(settings.secrets[1].use, SecretUse::callback);
  ASSERT_EQ(settings.active_policies.size(), 1U);
  EXPECT_EQ(settings.active_policies[0].document, "policy 1");
  EXPECT_EQ(settings.active_policies[0].created_by, "operator");
  ASSERT_EQ(settings.list_entries.size(), 1U);
  const auto& entry = settings.list_entries[0];
  EXPECT_EQ(entry.id, "le_1");
  EXPECT_EQ(entry.merchant_id, MerchantId{"acme"});
  EXPECT_EQ(entry.list, "deny");
  EXPECT_EQ(entry.kind, "phone");
  EXPECT_EQ(entry.key, key_of("090-1234-5678"));
  EXPECT_EQ(entry.value, "090-1234-5678");
  EXPECT_EQ(entry.reason, "reason of le_1");
  EXPECT_EQ(entry.expires_at, noon + 24h);
}

TEST_P(Settings, AMerchantIsMadeOnce) {
  Unit unit;
  unit.merchants.push_back(a_merchant("acme"));
  commit(unit);
  unit.merchants[0].name = "Another";
  EXPECT_THAT(refused_of(unit), ElementsAre(0));
  EXPECT_EQ(loaded().merchants.at(0).name, "Shop acme");
}

TEST_P(Settings, AHookIsChangedAtTheRevisionItWasReadWith) {
  commit(with_hook(a_hook("hook_1")));
  auto hook = loaded().hooks.at(0);
  EXPECT_EQ(hook.revision, 1);
  hook.enabled = false;
  hook.callbacks_enabled = false;
  hook.callback_url = "";
  hook.merchants = {MerchantId{"beta"}};
  commit(with_hook(hook));
  const auto changed = loaded().hooks.at(0);
  EXPECT_EQ(changed.revision, 2);
  EXPECT_FALSE(changed.enabled);
  EXPECT_FALSE(changed.callbacks_enabled);
  EXPECT_EQ(changed.callback_url, "");
  EXPECT_THAT(changed.merchants, ElementsAre(MerchantId{"beta"}));
  EXPECT_THAT(refused_of(with_hook(hook)), ElementsAre(0));
}

TEST_P(Settings, AHookIsNotMadeTwice) {
  commit(with_hook(a_hook("hook_1")));
  EXPECT_THAT(refused_of(with_hook(a_hook("hook_1"))), ElementsAre(0));
}

TEST_P(Settings, ARemovedHookTakesItsSecretsAlong) {
  Unit unit;
  unit.hooks = {a_hook("hook_1"), a_hook("hook_2")};
  unit.secrets = {a_secret("sec_1", "hook_1"), a_secret("sec_2", "hook_2")};
  commit(unit);
  Unit removal;
  removal.removed_hooks = {HookId{"hook_1"}};
  commit(removal);
  EXPECT_EQ(loaded().hooks.size(), 1U);
  ASSERT_EQ(loaded().secrets.size(), 1U);
  EXPECT_EQ(loaded().secrets[0].id, "sec_2");
}

TEST_P(Settings, AChangeOfARemovedHookIsRefused) {
  commit(with_hook(a_hook("hook_1")));
  const auto hook = loaded().hooks.at(0);
  Unit removal;
  removal.removed_hooks = {HookId{"hook_1"}};
  commit(removal);
  EXPECT_THAT(refused_of(with_hook(hook)), ElementsAre(0));
  Unit secret;
  secret.secrets.push_back(a_secret("sec_1", "hook_1"));
  EXPECT_THAT(refused_of(secret), ElementsAre(0));
  EXPECT_THAT(loaded().secrets, IsEmpty());
}

TEST_P(Settings, SecretsLiveUntilTheyAreRemoved) {
  Unit unit;
  unit.hooks = {a_hook("hook_1")};
  unit.secrets = {a_secret("sec_1", "hook_1")};
  commit(unit);
  Unit rotation;
  rotation.secrets = {a_secret("sec_2", "hook_1")};
  commit(rotation);
  EXPECT_EQ(loaded().secrets.size(), 2U);
  Unit removal;
  removal.removed_secrets = {"sec_1", "sec_that_never_was"};
  commit(removal);
  ASSERT_EQ(loaded().secrets.size(), 1U);
  EXPECT_EQ(loaded().secrets[0].id, "sec_2");
}

TEST_P(Settings, AnActivePolicyTakesTheOldOnesPlace) {
  commit(with_policy(a_policy(1, true)), with_policy(a_policy(1, true, "beta")));
  commit(with_policy(a_policy(2, true)));
  const auto active = loaded().active_policies;
  ASSERT_EQ(active.size(), 2U);
  EXPECT_EQ(active[0].merchant_id, MerchantId{"acme"});
  EXPECT_EQ(active[0].version, 2);
  EXPECT_EQ(active[1].merchant_id, MerchantId{"beta"});
  EXPECT_EQ(active[1].version, 1);
}

TEST_P(Settings, AnInactivePolicyIsKeptAndChangesNothing) {
  commit(with_policy(a_policy(1, true)), with_policy(a_policy(2, false)));
  EXPECT_EQ(loaded().active_policies.at(0).version, 1);
  EXPECT_EQ(reader().policy(MerchantId{"acme"}, 2).value()->document, "policy 2");
}

TEST_P(Settings, AnOlderPolicyBecomesActiveAgain) {
  commit(with_policy(a_policy(1, true)));
  commit(with_policy(a_policy(2, true)));
  Unit rollback;
  rollback.activated_policy = reader().policy(MerchantId{"acme"}, 1).value();
  commit(rollback);
  ASSERT_EQ(loaded().active_policies.size(), 1U);
  EXPECT_EQ(loaded().active_policies[0].version, 1);
  EXPECT_FALSE(reader().policy(MerchantId{"acme"}, 2).value()->active);
}

TEST_P(Settings, APolicyThatIsNotThereCannotBeActivated) {
  commit(with_policy(a_policy(1, true)));
  Unit rollback;
  rollback.activated_policy = a_policy(9, false);
  EXPECT_THAT(refused_of(rollback), ElementsAre(0));
  EXPECT_EQ(loaded().active_policies.at(0).version, 1);
}

TEST_P(Settings, APolicyVersionIsWrittenOnce) {
  commit(with_policy(a_policy(1, true)));
  auto other = a_policy(1, true);
  other.document = "another";
  EXPECT_THAT(refused_of(with_policy(other)), ElementsAre(0));
  EXPECT_EQ(loaded().active_policies.at(0).document, "policy 1");
}

TEST_P(Settings, TheLatestPolicyVersionNeedNotBeTheActiveOne) {
  EXPECT_EQ(store().latest_policy_version(MerchantId{"acme"}).value(), 0);
  commit(with_policy(a_policy(1, true)), with_policy(a_policy(2, false)),
         with_policy(a_policy(7, true, "beta")));
  EXPECT_EQ(store().latest_policy_version(MerchantId{"acme"}).value(), 2);
}

TEST_P(Settings, ListEntriesLiveUntilTheyAreRemoved) {
  Unit unit;
  unit.list_entries = {a_list_entry("le_1", "090-1234-5678"), a_list_entry("le_2", "hanako@example.jp")};
  unit.list_entries[1].expires_at = std::nullopt;
  commit(unit);
  Unit removal;
  removal.removed_list_entries = {"le_1", "le_that_never_was"};
  commit(removal);
  ASSERT_EQ(loaded().list_entries.size(), 1U);
  EXPECT_EQ(loaded().list_entries[0].id, "le_2");
  EXPECT_FALSE(loaded().list_entries[0].expires_at);
}

TEST_P(Settings, AListEntryIsFoundInItsOwnListOnly) {
  Unit unit;
  unit.list_entries = {a_list_entry("le_1", "090-1234-5678")};
  commit(unit);
  const MerchantId acme{"acme"};
  EXPECT_EQ(reader().list_entry(acme, "deny", "le_1").value()->value, "090-1234-5678");
  EXPECT_FALSE(reader().list_entry(acme, "allow", "le_1").value());
  EXPECT_FALSE(reader().list_entry(MerchantId{"beta"}, "deny", "le_1").value());
  EXPECT_FALSE(reader().list_entry(acme, "deny", "le_2").value());
}

}  // namespace
}  // namespace sekisho::storage
