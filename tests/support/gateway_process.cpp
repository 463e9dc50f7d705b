#include "support/gateway_process.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstring>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <utility>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace sekisho::testing {
namespace {

namespace fs = std::filesystem;

/// The test's own environment without the gateway's variables, then these.
std::vector<std::string> environment_with(const Variables& variables) {
  std::vector<std::string> environment;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    if (!std::string_view{*entry}.starts_with("SEKISHO_")) environment.emplace_back(*entry);
  }
  for (const auto& [name, value] : variables)
    environment.push_back(name + '=' + value);
  return environment;
}

std::vector<char*> pointers_to(std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  for (auto& text : texts)
    pointers.push_back(text.data());
  pointers.push_back(nullptr);
  return pointers;
}

/// Starts the program; it dies when the thread that started it does. A descriptor below 0 is inherited.
pid_t start(const std::vector<std::string>& arguments, const Variables& variables, int out, int err) {
  std::vector<std::string> words{SEKISHO_BINARY};
  words.insert(words.end(), arguments.begin(), arguments.end());
  auto environment = environment_with(variables);
  const auto argv = pointers_to(words);
  const auto envp = pointers_to(environment);
  const pid_t process = ::fork();
  if (process != 0) return process;
  // Between fork and exec only what is safe in a signal handler.
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (out >= 0) ::dup2(out, STDOUT_FILENO);
  if (err >= 0) ::dup2(err, STDERR_FILENO);
  ::execve(SEKISHO_BINARY, argv.data(), envp.data());
  ::_exit(127);
}

/// Waits for a child's end; nothing when it lives on.
std::optional<int> await_end(pid_t process) {
  // By its number: glibc 2.36 declares pidfd_open for C alone.
  const int descriptor = static_cast<int>(::syscall(SYS_pidfd_open, process, 0));
  pollfd entry{.fd = descriptor, .events = POLLIN, .revents = 0};
  const auto limit = std::chrono::duration_cast<std::chrono::milliseconds>(patience);
  const bool ended = ::poll(&entry, 1, static_cast<int>(limit.count())) == 1;
  ::close(descriptor);
  if (!ended) return std::nullopt;
  int status = 0;
  ::waitpid(process, &status, 0);
  return status;
}

int open_for_writing(const fs::path& file) {
  return ::open(file.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
}

std::string content_of(const fs::path& file) {
  std::ostringstream text;
  text << std::ifstream{file, std::ios::binary}.rdbuf();
  return text.str();
}

bool is_off(const Variables& variables, const std::string& name) {
  const auto found = variables.find(name);
  return found != variables.end() && found->second == "false";
}

}  // namespace

Ended run_sekisho(const std::vector<std::string>& arguments, const Variables& variables) {
  const TemporaryDirectory streams;
  const auto out_file = streams.path() / "out";
  const auto err_file = streams.path() / "err";
  const int out = open_for_writing(out_file);
  const int err = open_for_writing(err_file);
  const pid_t process = start(arguments, variables, out, err);
  ::close(out);
  ::close(err);
  auto status = await_end(process);
  if (!status) {
    ::kill(process, SIGKILL);
    status = await_end(process);
  }
  const int code = status && WIFEXITED(*status) ? WEXITSTATUS(*status) : -1;
  return {.code = code, .out = content_of(out_file), .err = content_of(err_file)};
}

Installation::Installation() : directory_(parent_.path() / "shop") {
  const auto made = run_sekisho({"init", directory_.string()});
  if (made.code != 0) throw std::runtime_error("sekisho init failed: " + made.err);
}

std::string Installation::operator_token() const {
  auto token = content_of(directory_ / "operator.token");
  token.erase(token.find_last_not_of('\n') + 1);
  return token;
}

Variables test_variables() {
  return {{"SEKISHO_INGRESS_LISTEN", "127.0.0.1:0"}, {"SEKISHO_ADMIN_LISTEN", "127.0.0.1:0"},
          {"SEKISHO_OPS_LISTEN", "127.0.0.1:0"},     {"SEKISHO_INGRESS_TLS_ENABLED", "false"},
          {"SEKISHO_ADMIN_TLS_ENABLED", "false"},    {"SEKISHO_CALLBACKS_ALLOW_PRIVATE_NETWORKS", "true"},
          {"SEKISHO_RUNTIME_THREADS", "2"}};
}

GatewayProcess::GatewayProcess(const Installation& installation, const Variables& variables) {
  auto all = test_variables();
  for (const auto& [name, value] : variables)
    all[name] = value;
  ca_of_["ingress"] = is_off(all, "SEKISHO_INGRESS_TLS_ENABLED") ? "" : installation.ca();
  ca_of_["admin"] = is_off(all, "SEKISHO_ADMIN_TLS_ENABLED") ? "" : installation.ca();

  std::array<int, 2> pipe{};
  if (::pipe2(pipe.data(), O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
  process_ = start({"serve", "--config", installation.config()}, all, -1, pipe[1]);
  ::close(pipe[1]);
  log_reader_ = std::jthread([this, end = pipe[0]] { read_log(end); });
  if (!logged("serving")) {
    const auto words = log_text();
    kill();
    foreign_.clear();  // said in the exception
    throw std::runtime_error("the gateway does not serve: " + words);
  }
}

GatewayProcess::~GatewayProcess() {
  kill();
  if (!foreign_.empty()) ADD_FAILURE() << "logged, and not JSON:\n" << foreign_;
}

Endpoint GatewayProcess::endpoint(std::string_view listener) const {
  const auto line = wait_for([&](const Line& one) {
    return one.value("message", "") == "listening" && one.value("listener", "") == listener;
  });
  const std::string address = line.value().at("address");
  Endpoint endpoint;
  const auto* const port = address.data() + address.rfind(':') + 1;
  std::from_chars(port, address.data() + address.size(), endpoint.port);
  if (const auto ca = ca_of_.find(std::string{listener}); ca != ca_of_.end()) endpoint.ca = ca->second;
  return endpoint;
}

void GatewayProcess::signal(int number) const {
  ::kill(process_, number);
}

void GatewayProcess::kill() {
  if (!status_) {
    ::kill(process_, SIGKILL);
    status_ = await_end(process_);
  }
  reap();
}

std::optional<int> GatewayProcess::wait() {
  if (!status_) status_ = await_end(process_);
  if (!status_) return std::nullopt;
  reap();
  return WIFEXITED(*status_) ? std::optional{WEXITSTATUS(*status_)} : std::nullopt;
}

std::optional<int> GatewayProcess::stop() {
  signal(SIGTERM);
  return wait();
}

/// The pipe ends with the process: then all that it logged is here.
void GatewayProcess::reap() {
  if (log_reader_.joinable()) log_reader_.join();
}

void GatewayProcess::read_log(int pipe) {
  std::string unread;
  std::array<char, 65536> block;
  while (const auto size = ::read(pipe, block.data(), block.size())) {
    if (size < 0) break;
    unread.append(block.data(), static_cast<std::size_t>(size));
    for (auto end = unread.find('\n'); end != std::string::npos; end = unread.find('\n')) {
      take_line(unread.substr(0, end));
      unread.erase(0, end + 1);
    }
  }
  ::close(pipe);
  const std::scoped_lock lock(mutex_);
  text_ += unread;  // cut off by kill -9
  log_ended_ = true;
  logged_.notify_all();
}

void GatewayProcess::take_line(std::string line) {
  auto parsed = Line::parse(line, nullptr, false);
  const std::scoped_lock lock(mutex_);
  text_ += line + '\n';
  if (parsed.is_object()) {
    lines_.push_back(std::move(parsed));
  } else {
    foreign_ += line + '\n';
  }
  logged_.notify_all();
}

std::string GatewayProcess::log_text() const {
  const std::scoped_lock lock(mutex_);
  return text_;
}

std::vector<nlohmann::json> GatewayProcess::log() const {
  const std::scoped_lock lock(mutex_);
  return lines_;
}

std::optional<nlohmann::json> GatewayProcess::logged(std::string_view message) const {
  return wait_for([&](const Line& line) { return line.value("message", "") == message; });
}

std::optional<GatewayProcess::Line> GatewayProcess::wait_for(
    const std::function<bool(const Line&)>& wanted) const {
  std::unique_lock lock(mutex_);
  std::optional<Line> found;
  logged_.wait_for(lock, patience, [&] {
    const auto line = std::ranges::find_if(lines_, wanted);
    if (line != lines_.end()) found = *line;
    return found.has_value() || log_ended_;
  });
  return found;
}

}  // namespace sekisho::testing
