#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sqlite_file.h"

namespace sekisho::storage {
namespace {

using ::testing::IsEmpty;

const std::vector<std::string> planted{"090-1234-5678", "09012345678",  "hanako@example.jp", "山田 花子",
                                       "ヤマダ ハナコ", "渋谷区恵比寿", "203.0.113.7",       "tok_planted",
                                       "whsec_planted", "key=planted",  "reason planted",    "code 481516"};

std::string all_of_it() {
  std::string text;
  for (const auto& word : planted)
    text += word + "\n";
  return text;
}

/// A unit whose every sealed column holds every planted word.
Unit personal_unit(const std::string& n) {
  auto unit = completed(n);
  unit.event->body = all_of_it();
  unit.event->answer = all_of_it();
  unit.new_order->document = all_of_it();
  unit.new_order->trace = all_of_it();
  unit.assessment->document = all_of_it();
  unit.callbacks[0].body = all_of_it();
  unit.hooks = {a_hook("hook_" + n)};
  unit.hooks[0].callback_url = "https://vendor.example/?" + all_of_it();
  unit.secrets = {a_secret("sec_" + n, "hook_" + n)};
  unit.secrets[0].secret = Secret{all_of_it()};
  unit.policies = {a_policy(1, true, "merchant-" + n)};
  unit.policies[0].document = all_of_it();
  unit.list_entries = {a_list_entry("le_" + n, all_of_it())};
  unit.list_entries[0].reason = all_of_it();
  unit.idempotency = IdempotencyRecord{.key = key_of("k" + n),
                                       .body_hash = key_of("b"),
                                       .status = 201,
                                       .answer = all_of_it(),
                                       .etag = "",
                                       .created_at = noon};
  return unit;
}

/// The planted words, and `control`, that stand in one of the database's files.
std::vector<std::string> found_on_disk(const SqliteFile& file, const std::string& control) {
  auto wanted = planted;
  wanted.push_back(control);
  std::vector<std::string> found;
  for (const auto* suffix : {"", "-wal", "-shm"}) {
    std::ifstream stream(file.path() + suffix, std::ios::binary);
    const std::string content{std::istreambuf_iterator<char>(stream), {}};
    for (const auto& word : wanted) {
      if (content.find(word) != std::string::npos) found.push_back(word);
    }
  }
  return found;
}

TEST(AtRest, NothingPersonalIsInPlainInTheWal) {
  SqliteFile file;
  const auto database = file.open().value();
  ASSERT_TRUE(commit(database->store(), personal_unit("1")));
  ASSERT_GT(std::filesystem::file_size(file.path() + "-wal"), 0U);
  // The control: an id that is not sealed is found, so the search sees what is there.
  EXPECT_THAT(found_on_disk(file, "c-1"), ::testing::Each("c-1"));
  EXPECT_THAT(found_on_disk(file, "c-1"), ::testing::Not(IsEmpty()));
}

TEST(AtRest, NothingPersonalIsInPlainInTheDatabase) {
  SqliteFile file;
  {
    const auto database = file.open().value();
    for (int i = 0; i < 50; ++i)
      ASSERT_TRUE(commit(database->store(), personal_unit(std::to_string(i))));
  }
  ASSERT_GT(std::filesystem::file_size(file.path()), 100'000U);
  EXPECT_THAT(found_on_disk(file, "c-1"), ::testing::ElementsAre("c-1"));
}

TEST(AtRest, EverySealedColumnOpensAgain) {
  SqliteFile file;
  const auto database = file.open().value();
  auto& store = database->store();
  ASSERT_TRUE(commit(store, personal_unit("1")));
  const std::vector keys{EventKey{HookId{"hook_1"}, EventId{"evt-1"}}};
  const std::vector ids{OrderId{"ord_1"}};
  EXPECT_EQ(store.find_answers(keys).value().at(0)->body, all_of_it());
  EXPECT_THAT(store.conversation_bodies(conversation("c-1")).value(), ::testing::ElementsAre(all_of_it()));
  EXPECT_EQ(store.find_orders(ids).value().at(0)->order.document, all_of_it());
  EXPECT_EQ(store.find_orders(ids).value().at(0)->assessment.document, all_of_it());
  EXPECT_EQ(store.claim_due("n", noon, noon + 1min, 1).value().at(0).body, all_of_it());
  const auto settings = store.load_settings().value();
  EXPECT_EQ(settings.secrets.at(0).secret.reveal(), all_of_it());
  EXPECT_EQ(settings.active_policies.at(0).document, all_of_it());
  EXPECT_EQ(settings.list_entries.at(0).reason, all_of_it());
  EXPECT_EQ(store.find_idempotency(key_of("k1")).value()->answer, all_of_it());
}

}  // namespace
}  // namespace sekisho::storage
