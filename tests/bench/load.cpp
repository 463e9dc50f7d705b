// Load for the benchmarks of tests/bench/run.sh: completed conversations, each of its own buyer and signed as
// a vendor would, over keep-alive connections. Prints one JSON line: requests per second, latencies, answers
// by status, and the CPU time that the server's process used meanwhile.

#include <algorithm>
#include <atomic>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <map>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include <CLI/CLI.hpp>
#include <adapters/standard_webhooks.h>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <domain/crypto.h>
#include <unistd.h>

namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using Steady = std::chrono::steady_clock;

struct Options {
  std::string address = "127.0.0.1";
  unsigned short port = 0;
  std::string path;
  std::string secret;
  std::string payload;
  int connections = 64;
  int threads = 2;
  double seconds = 5;
  int pid = 0;
};

/// What one thread saw.
struct Tally {
  std::vector<float> latencies_us;
  std::map<int, std::int64_t> statuses;
};

std::string replaced(std::string text, std::string_view what, const std::string& with) {
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + with.size())) {
    text.replace(at, what.size(), with);
  }
  return text;
}

/// Conversations that differ in all that identifies a buyer, from one template.
class Conversations {
 public:
  Conversations(const Options& options, std::string_view body)
      : options_(options), template_(body), key_(adapters_key(options.secret)) {}

  std::string request(std::int64_t number) {
    const auto digits = std::to_string(10'000'000 + number % 89'999'999);
    auto body = replaced(template_, "c-1001", "c-" + run_ + std::to_string(number));
    body = replaced(std::move(body), "090-1234-5678", "090-" + digits.substr(0, 4) + "-" + digits.substr(4));
    body = replaced(std::move(body), "hanako.yamada@", "hanako." + digits + "@");
    body = replaced(std::move(body), "d-1001", "d-" + digits);
    body = replaced(std::move(body), "203.0.113.7",
                    "203.0." + std::to_string(number / 250 % 250) + "." + std::to_string(number % 250));
    const auto id = "msg_" + run_ + std::to_string(number);
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    const auto timestamp = std::to_string(std::chrono::duration_cast<std::chrono::seconds>(now).count());
    const auto signature = sekisho::adapters::sign(id, timestamp, body, std::span{&key_, 1});
    return "POST " + options_.path +
           " HTTP/1.1\r\nHost: bench\r\nContent-Type: application/json\r\nwebhook-id: " + id +
           "\r\nwebhook-timestamp: " + timestamp + "\r\nwebhook-signature: " + signature +
           "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
  }

 private:
  static sekisho::Hmac adapters_key(const std::string& secret) {
    return sekisho::Hmac{sekisho::adapters::signing_key(secret).value_or(sekisho::Secret{"bench"})};
  }

  const Options& options_;
  std::string template_;
  sekisho::Hmac key_;
  std::string run_ = std::to_string(Steady::now().time_since_epoch().count()) + "-";
};

int number_after(std::string_view text, std::string_view name) {
  const auto at = text.find(name);
  int number = 0;
  if (at != std::string_view::npos)
    std::from_chars(text.data() + at + name.size(), text.data() + text.size(), number);
  return number;
}

asio::awaitable<int> exchange(tcp::socket& socket, const std::string& request, std::string& buffer) {
  co_await asio::async_write(socket, asio::buffer(request), asio::use_awaitable);
  const auto head =
      co_await asio::async_read_until(socket, asio::dynamic_buffer(buffer), "\r\n\r\n", asio::use_awaitable);
  const auto size = head + static_cast<std::size_t>(number_after(buffer, "Content-Length: "));
  if (buffer.size() < size) {
    co_await asio::async_read(socket, asio::dynamic_buffer(buffer),
                              asio::transfer_exactly(size - buffer.size()), asio::use_awaitable);
  }
  const int status = number_after(buffer, "HTTP/1.1 ");
  buffer.erase(0, size);
  co_return status;
}

asio::awaitable<void> connection(const Options& options, Conversations& conversations,
                                 std::atomic<std::int64_t>& next, Steady::time_point end, Tally& tally) {
  tcp::socket socket(co_await asio::this_coro::executor);
  co_await socket.async_connect({asio::ip::make_address(options.address), options.port}, asio::use_awaitable);
  socket.set_option(tcp::no_delay(true));
  std::string buffer;
  while (Steady::now() < end) {
    const auto request = conversations.request(next.fetch_add(1, std::memory_order_relaxed));
    const auto begun = Steady::now();
    const int status = co_await exchange(socket, request, buffer);
    tally.latencies_us.push_back(std::chrono::duration<float, std::micro>(Steady::now() - begun).count());
    ++tally.statuses[status];
  }
}

void run_thread(const Options& options, std::string_view body, int connections,
                std::atomic<std::int64_t>& next, Steady::time_point end, Tally& tally) {
  asio::io_context loop(1);
  Conversations conversations(options, body);
  for (int i = 0; i < connections; ++i) {
    asio::co_spawn(loop, connection(options, conversations, next, end, tally),
                   [](const std::exception_ptr& failure) {
                     if (failure) std::rethrow_exception(failure);
                   });
  }
  loop.run();
}

/// User and system time of a process so far, in seconds.
double cpu_seconds(int pid) {
  std::ifstream stat("/proc/" + std::to_string(pid) + "/stat");
  std::string text((std::istreambuf_iterator<char>(stat)), {});
  std::istringstream fields(text.substr(text.rfind(')') + 2));
  std::string skipped;
  for (int i = 0; i < 11; ++i)
    fields >> skipped;
  double user = 0;
  double system = 0;
  fields >> user >> system;
  return (user + system) / static_cast<double>(sysconf(_SC_CLK_TCK));
}

double at_share(const std::vector<float>& sorted, double share) {
  if (sorted.empty()) return 0;
  return static_cast<double>(sorted[std::min(
      sorted.size() - 1, static_cast<std::size_t>(share * static_cast<double>(sorted.size())))]);
}

void print(const Options& options, std::vector<Tally>& tallies, double took, double cpu) {
  std::vector<float> all;
  std::map<int, std::int64_t> statuses;
  for (auto& tally : tallies) {
    all.insert(all.end(), tally.latencies_us.begin(), tally.latencies_us.end());
    for (const auto& [status, count] : tally.statuses)
      statuses[status] += count;
  }
  std::ranges::sort(all);
  const auto count = static_cast<double>(all.size());
  std::printf(R"({"requests":%zu,"per_second":%.0f,"p50_us":%.0f,"p99_us":%.0f,"max_us":%.0f)", all.size(),
              count / took, at_share(all, 0.5), at_share(all, 0.99), at_share(all, 1));
  if (options.pid != 0 && count > 0) std::printf(R"(,"server_cpu_us":%.1f)", cpu / count * 1e6);
  std::printf(R"(,"statuses":{)");
  const char* comma = "";
  for (const auto& [status, number] : statuses) {
    std::printf(R"(%s"%d":%lld)", comma, status, static_cast<long long>(number));
    comma = ",";
  }
  std::printf("}}\n");
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  CLI::App app{"Load for tests/bench/run.sh"};
  app.add_option("--address", options.address);
  app.add_option("--port", options.port)->required();
  app.add_option("--path", options.path)->required();
  app.add_option("--secret", options.secret);
  app.add_option("--payload", options.payload)->required();
  app.add_option("--connections", options.connections);
  app.add_option("--threads", options.threads);
  app.add_option("--seconds", options.seconds);
  app.add_option("--pid", options.pid);
  CLI11_PARSE(app, argc, argv);

  std::ifstream file(options.payload);
  const std::string body((std::istreambuf_iterator<char>(file)), {});
  std::atomic<std::int64_t> next = 0;
  std::vector<Tally> tallies(static_cast<std::size_t>(options.threads));
  const double cpu_before = options.pid != 0 ? cpu_seconds(options.pid) : 0;
  const auto begun = Steady::now();
  const auto end =
      begun + std::chrono::duration_cast<Steady::duration>(std::chrono::duration<double>(options.seconds));
  {
    std::vector<std::jthread> threads;
    for (auto& tally : tallies) {
      threads.emplace_back(
          [&] { run_thread(options, body, options.connections / options.threads, next, end, tally); });
    }
  }
  const std::chrono::duration<double> took = Steady::now() - begun;
  const double cpu = options.pid != 0 ? cpu_seconds(options.pid) - cpu_before : 0;
  print(options, tallies, took.count(), cpu);
}
