#pragma once

#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include <nlohmann/json.hpp>
#include <sys/types.h>

#include "support/http_connection.h"
#include "support/temporary_directory.h"

namespace sekisho::testing {

/// Environment variables, over what the test itself was started with.
using Variables = std::map<std::string, std::string>;

/// How a program ended that was run to its end.
struct Ended {
  int code = -1;  ///< -1: by a signal, or not within `patience`
  std::string out;
  std::string err;
};

/// Runs `sekisho` with these arguments until it ends.
[[nodiscard]] Ended run_sekisho(const std::vector<std::string>& arguments, const Variables& variables = {});

/// A folder of one test's own that `sekisho init` has filled.
class Installation {
 public:
  Installation();

  [[nodiscard]] const std::filesystem::path& directory() const { return directory_; }

  [[nodiscard]] std::string config() const { return (directory_ / "sekisho.toml").string(); }

  [[nodiscard]] std::string ca() const { return (directory_ / "certs/ca.pem").string(); }

  [[nodiscard]] std::string operator_token() const;

 private:
  TemporaryDirectory parent_;
  std::filesystem::path directory_;
};

/// What every test's gateway runs with: loopback, ports of the system's choice, plain HTTP, callbacks to this
/// machine.
[[nodiscard]] Variables test_variables();

/// A running `sekisho serve`. Dies with its owner. Every line that it logs must be JSON: one that is not (a
/// sanitizer's report, say) fails the test.
class GatewayProcess {
 public:
  /// Starts it and waits until it serves; throws when it does not. `variables` come on top of
  /// test_variables().
  explicit GatewayProcess(const Installation& installation, const Variables& variables = {});
  GatewayProcess(const GatewayProcess&) = delete;
  GatewayProcess& operator=(const GatewayProcess&) = delete;
  ~GatewayProcess();

  [[nodiscard]] Endpoint ingress() const { return endpoint("ingress"); }

  [[nodiscard]] Endpoint admin() const { return endpoint("admin"); }

  [[nodiscard]] Endpoint ops() const { return endpoint("ops"); }

  /// SIGTERM, SIGHUP: asked, not waited for.
  void signal(int number) const;
  /// `kill -9`, and gone when this returns.
  void kill();
  /// Waits for its end; its exit code, or nothing when it did not end by itself.
  [[nodiscard]] std::optional<int> wait();
  /// SIGTERM and wait.
  [[nodiscard]] std::optional<int> stop();

  /// Everything logged until now, as it was written.
  [[nodiscard]] std::string log_text() const;
  [[nodiscard]] std::vector<nlohmann::json> log() const;
  /// The first line with this message, waiting for it; nothing when it does not come.
  [[nodiscard]] std::optional<nlohmann::json> logged(std::string_view message) const;

 private:
  using Line = nlohmann::json;

  [[nodiscard]] Endpoint endpoint(std::string_view listener) const;
  void read_log(int pipe);
  void take_line(std::string line);
  void reap();
  [[nodiscard]] std::optional<Line> wait_for(const std::function<bool(const Line&)>& wanted) const;

  std::map<std::string, std::string> ca_of_;
  pid_t process_ = -1;
  std::optional<int> status_;  ///< as waitpid gave it

  mutable std::mutex mutex_;
  mutable std::condition_variable logged_;
  std::string text_;
  std::vector<Line> lines_;
  std::string foreign_;  ///< what was logged and is no JSON
  bool log_ended_ = false;
  std::jthread log_reader_;
};

}  // namespace sekisho::testing
