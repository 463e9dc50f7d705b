#include <atomic>
#include <chrono>
#include <string>
#include <thread>

#include <certs/development_ca.h>
#include <certs/tls_context.h>
#include <gmock/gmock.h>

#include "temporary_folder.h"
#include "tls_conversation.h"

namespace sekisho::certs {

namespace {

using testing::HasSubstr;

Timestamp today() {
  return std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now());
}

class AReloadableContext : public testing::Test {
 protected:
  /// Puts a fresh pair in place of the files and keeps a copy of its certificate to pin.
  std::string install(const std::string& name, Timestamp made_at) const {
    const auto made = make_development_certificates(made_at, {"localhost"}).value();
    folder_.write("server.pem", made.server_certificate);
    folder_.write("server.key", made.server_key.reveal());
    return folder_.write(name, made.server_certificate);
  }

  [[nodiscard]] bool serves(const std::string& pinned) const {
    return TlsConversation(make_pinned_client_context(pinned).value(), context_->current()).shake_hands();
  }

  const TemporaryFolder folder_;
  const std::string first_ = install("first.pem", today());
  const std::unique_ptr<ReloadableContext> context_ =
      ReloadableContext::load({.certificate = folder_.path("server.pem"),
                               .key = folder_.path("server.key"),
                               .client_ca = "",
                               .client_auth = ClientAuth::require})
          .value();
};

}  // namespace

TEST_F(AReloadableContext, ServesWhatItLoaded) {
  EXPECT_TRUE(serves(first_));
  EXPECT_EQ(context_->dates().not_after, today() - std::chrono::hours{1} + std::chrono::days{397});
}

TEST_F(AReloadableContext, SwitchesToGoodFiles) {
  const std::string second = install("second.pem", today() + std::chrono::hours{3});
  EXPECT_FALSE(serves(second));
  ASSERT_TRUE(context_->reload());
  EXPECT_TRUE(serves(second));
  EXPECT_FALSE(serves(first_));
  EXPECT_EQ(context_->dates().not_before, today() + std::chrono::hours{2});
}

TEST_F(AReloadableContext, KeepsTheOldOneWhenTheFileIsBad) {
  const SslContext before = context_->current();
  folder_.write("server.pem", "half a certif");
  const auto reloaded = context_->reload();
  ASSERT_FALSE(reloaded);
  EXPECT_THAT(reloaded.error().detail, HasSubstr("server.pem: holds no PEM certificate"));
  EXPECT_EQ(context_->current(), before);
  EXPECT_TRUE(serves(first_));
  EXPECT_EQ(context_->dates().not_before, today() - std::chrono::hours{1});
}

TEST_F(AReloadableContext, KeepsTheOldOneWhileOnlyOneOfTwoFilesWasReplaced) {
  const auto other = make_development_certificates(today(), {"localhost"}).value();
  folder_.write("server.pem", other.server_certificate);
  EXPECT_FALSE(context_->reload());
  EXPECT_TRUE(serves(first_));
  folder_.write("server.key", other.server_key.reveal());
  EXPECT_TRUE(context_->reload());
  EXPECT_FALSE(serves(first_));
}

TEST_F(AReloadableContext, LeavesRunningConnectionsAsTheyBegan) {
  TlsConversation talk(make_pinned_client_context(first_).value(), context_->current());
  install("second.pem", today());
  ASSERT_TRUE(context_->reload());
  EXPECT_TRUE(talk.shake_hands());
}

TEST_F(AReloadableContext, DoesNotLoadFromBadFiles) {
  const auto loaded = ReloadableContext::load({.certificate = folder_.path("absent.pem"),
                                               .key = folder_.path("server.key"),
                                               .client_ca = "",
                                               .client_auth = ClientAuth::require});
  ASSERT_FALSE(loaded);
  EXPECT_THAT(loaded.error().detail, HasSubstr("absent.pem"));
}

TEST_F(AReloadableContext, ReloadsWhileOthersUseIt) {
  std::atomic<bool> stop = false;
  std::atomic<int> failures = 0;
  const SslContext pinned = make_pinned_client_context(first_).value();
  std::jthread connections([&] {
    while (!stop) {
      if (!TlsConversation(pinned, context_->current()).shake_hands()) ++failures;
    }
  });
  for (int i = 0; i < 20; ++i)
    EXPECT_TRUE(context_->reload());
  stop = true;
  connections.join();
  EXPECT_EQ(failures, 0);
}

}  // namespace sekisho::certs
