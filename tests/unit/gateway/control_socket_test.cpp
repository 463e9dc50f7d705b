#include "app/control_socket.h"

#include <filesystem>
#include <fstream>
#include <future>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/asio/write.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/control_requests.h"
#include "http/task_group.h"
#include "support/temporary_directory.h"

namespace sekisho::gateway {
namespace {

namespace asio = boost::asio;
namespace fs = std::filesystem;
using asio::local::stream_protocol;
using ::testing::HasSubstr;

/// A control server on a loop and thread of its own.
class Serving {
 public:
  explicit Serving(const fs::path& path, ControlServer::Answer answer)
      : tasks_(loop_.get_executor(),
               [](std::string_view task, std::string_view what) { ADD_FAILURE() << task << what; }),
        server_(loop_, path, std::move(answer), tasks_),
        started_(server_.start()),
        work_(asio::make_work_guard(loop_)),
        thread_([this] { loop_.run(); }) {}

  Serving(const Serving&) = delete;
  Serving& operator=(const Serving&) = delete;

  ~Serving() {
    asio::post(loop_, [this] { server_.stop(); });
    asio::co_spawn(loop_, drain(), asio::use_future).get();
    work_.reset();
  }

  [[nodiscard]] const Result<void>& started() const { return started_; }

 private:
  asio::awaitable<void> drain() {
    tasks_.cancel();
    co_await tasks_.wait();
  }

  asio::io_context loop_{1};
  TaskGroup tasks_;
  ControlServer server_;
  Result<void> started_;
  asio::executor_work_guard<asio::io_context::executor_type> work_;
  std::jthread thread_;
};

asio::awaitable<std::string> echo(std::string request) {
  co_return "heard " + request;
}

asio::awaitable<std::string> say(std::string text) {
  co_return text;
}

/// A server that gives one answer to whatever it is asked.
ControlServer::Answer always(std::string answer) {
  return [answer = std::move(answer)](const std::string&) { return say(answer); };
}

TEST(ControlSocket, AnswersARequest) {
  const sekisho::testing::TemporaryDirectory directory;
  const Serving serving{directory.path() / "s.sock", echo};
  ASSERT_TRUE(serving.started()) << serving.started().error().detail;
  EXPECT_EQ(ask_serve(directory.path() / "s.sock", "one").value(), "heard one");
  EXPECT_EQ(ask_serve(directory.path() / "s.sock", "two").value(), "heard two");
}

TEST(ControlSocket, IsOpenToItsOwnerAlone) {
  const sekisho::testing::TemporaryDirectory directory;
  const Serving serving{directory.path() / "s.sock", echo};
  const fs::perms mode = fs::status(directory.path() / "s.sock").permissions();
  EXPECT_EQ(mode, fs::perms::owner_read | fs::perms::owner_write);
}

TEST(ControlSocket, TakesTheLongestRequestAndRefusesALongerOne) {
  const sekisho::testing::TemporaryDirectory directory;
  const Serving serving{directory.path() / "s.sock", echo};
  const std::string longest(64 * 1024, 'x');
  EXPECT_EQ(ask_serve(directory.path() / "s.sock", longest).value(), "heard " + longest);
  EXPECT_EQ(ask_serve(directory.path() / "s.sock", longest + "x").error().kind, ErrorKind::invalid);
}

TEST(ControlSocket, DoesNotHandOverWhatAnotherProgramSendsTooMuchOf) {
  const sekisho::testing::TemporaryDirectory directory;
  const Serving serving{directory.path() / "s.sock", echo};
  asio::io_context loop;
  stream_protocol::socket socket{loop};
  socket.connect(stream_protocol::endpoint{(directory.path() / "s.sock").string()});
  boost::system::error_code fault;
  asio::write(socket, asio::buffer(std::string(65 * 1024, 'x')), fault);
  std::string answer;
  asio::read(socket, asio::dynamic_buffer(answer), fault);
  EXPECT_THAT(answer, HasSubstr(R"("ok":false)"));
}

TEST(ControlSocket, SaysThatNobodyIsThere) {
  const sekisho::testing::TemporaryDirectory directory;
  const auto answer = ask_serve(directory.path() / "s.sock", "hello");
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().kind, ErrorKind::unavailable);
  EXPECT_EQ(answer.error().detail, "the gateway is not running");
}

TEST(ControlSocket, IsGoneAfterStopping) {
  const sekisho::testing::TemporaryDirectory directory;
  {
    const Serving serving{directory.path() / "s.sock", echo};
  }
  EXPECT_FALSE(fs::exists(directory.path() / "s.sock"));
  EXPECT_FALSE(ask_serve(directory.path() / "s.sock", "hello"));
}

TEST(ControlSocket, TakesThePlaceOfOneThatACrashLeft) {
  const sekisho::testing::TemporaryDirectory directory;
  {
    asio::io_context loop;
    const stream_protocol::acceptor left{loop,
                                         stream_protocol::endpoint{(directory.path() / "s.sock").string()}};
  }
  ASSERT_TRUE(fs::is_socket(directory.path() / "s.sock"));
  const Serving serving{directory.path() / "s.sock", echo};
  ASSERT_TRUE(serving.started()) << serving.started().error().detail;
  EXPECT_EQ(ask_serve(directory.path() / "s.sock", "hi").value(), "heard hi");
}

TEST(ControlSocket, DoesNotRemoveAFileInItsPlace) {
  const sekisho::testing::TemporaryDirectory directory;
  const fs::path file = directory.write("s.sock", "precious");
  const Serving serving{file, echo};
  ASSERT_FALSE(serving.started());
  EXPECT_THAT(serving.started().error().detail, HasSubstr(file.string()));
  EXPECT_TRUE(fs::is_regular_file(file));
}

TEST(ControlSocket, WorksAtAPathLongerThanTheSystemsLimit) {
  const sekisho::testing::TemporaryDirectory directory;
  const fs::path deep = directory.path() / std::string(100, 'd') / std::string(100, 'e');
  fs::create_directories(deep);
  const Serving serving{deep / "sekisho.db.sock", echo};
  ASSERT_TRUE(serving.started()) << serving.started().error().detail;
  EXPECT_EQ(ask_serve(deep / "sekisho.db.sock", "far").value(), "heard far");
}

TEST(ControlSocket, LiesBesideTheDatabase) {
  EXPECT_EQ(control_socket_of("/var/lib/sekisho/sekisho.db"), "/var/lib/sekisho/sekisho.db.sock");
}

TEST(ControlRequests, ReadWhatSendHasToKnow) {
  const sekisho::testing::TemporaryDirectory directory;
  const Serving serving{directory.path() / "s.sock",
                        always(R"({"ok":true,"path":"/v1/hooks/hook_1","signing_secret":"whsec_x",)"
                               R"("endpoint":"127.0.0.1:8443","tls":true,"certificate":"/c.pem",)"
                               R"("merchants":["acme","zen"],"event_clock":true})")};
  const auto info = ask_send_info(directory.path() / "s.sock", HookId{"hook_1"});
  ASSERT_TRUE(info) << info.error().detail;
  EXPECT_EQ(info->path, "/v1/hooks/hook_1");
  EXPECT_EQ(info->signing_secret.reveal(), "whsec_x");
  EXPECT_EQ(info->endpoint, "127.0.0.1:8443");
  EXPECT_TRUE(info->tls);
  EXPECT_EQ(info->certificate, "/c.pem");
  EXPECT_EQ(info->merchants, (std::vector{MerchantId{"acme"}, MerchantId{"zen"}}));
  EXPECT_TRUE(info->event_clock);
}

TEST(ControlRequests, AskInTheAgreedForm) {
  const sekisho::testing::TemporaryDirectory directory;
  std::promise<std::string> asked;
  const auto remember = [&asked](std::string request) {
    asked.set_value(std::move(request));
    return say(R"({"ok":true,"version":"0.1.0"})");
  };
  const Serving serving{directory.path() / "s.sock", remember};
  EXPECT_EQ(ask_version(directory.path() / "s.sock").value(), "0.1.0");
  EXPECT_EQ(asked.get_future().get(), R"({"op":"ping"})");
}

TEST(ControlRequests, PassOnTheGatewaysOwnWords) {
  const sekisho::testing::TemporaryDirectory directory;
  const Serving serving{directory.path() / "s.sock", always(R"({"ok":false,"error":"no hook hook_9"})")};
  const auto info = ask_send_info(directory.path() / "s.sock", HookId{"hook_9"});
  ASSERT_FALSE(info);
  EXPECT_EQ(info.error().detail, "no hook hook_9");
  EXPECT_EQ(info.error().kind, ErrorKind::invalid);
}

TEST(ControlRequests, DoNotTrustAnAnswerThatIsNotOne) {
  for (const char* odd : {"nonsense", "[]", "{}", R"({"ok":1})", R"({"ok":true,"path":7})"}) {
    const sekisho::testing::TemporaryDirectory directory;
    const Serving serving{directory.path() / "s.sock", always(odd)};
    EXPECT_FALSE(ask_send_info(directory.path() / "s.sock", HookId{"hook_1"})) << odd;
  }
}

}  // namespace
}  // namespace sekisho::gateway
