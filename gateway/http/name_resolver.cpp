#include "http/name_resolver.h"

#include <cstddef>
#include <cstring>
#include <unordered_map>
#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <netdb.h>

namespace sekisho::gateway {

namespace asio = boost::asio;
using Addresses = std::vector<asio::ip::address>;

std::vector<asio::ip::address> system_look_up(const std::string& name) {
  addrinfo hints{};
  hints.ai_family = AF_UNSPEC;
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_ADDRCONFIG;
  addrinfo* found = nullptr;
  if (::getaddrinfo(name.c_str(), nullptr, &hints, &found) != 0) return {};
  const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> owner(found, &::freeaddrinfo);
  Addresses addresses;
  for (const addrinfo* entry = found; entry != nullptr; entry = entry->ai_next) {
    asio::ip::tcp::endpoint endpoint;
    if (entry->ai_addrlen > endpoint.capacity()) continue;
    std::memcpy(endpoint.data(), entry->ai_addr, entry->ai_addrlen);
    endpoint.resize(entry->ai_addrlen);
    addresses.push_back(endpoint.address());
  }
  return addresses;
}

class NameResolver::Impl : public std::enable_shared_from_this<Impl> {
 public:
  Impl(asio::io_context& loop, LookUp look_up)
      : loop_(loop), look_up_(std::move(look_up)), threads_(thread_count) {}

  asio::awaitable<Addresses> resolve(std::string name, std::chrono::steady_clock::time_point deadline) {
    const std::shared_ptr<Question> question = ask(name);
    // Each asker has a timer of its own, so that one's deadline is not the others'.
    asio::steady_timer answered(loop_, deadline);
    if (!question->answered) {
      question->askers.push_back(&answered);
      const Leave leave{*question, &answered};
      co_await answered.async_wait(asio::as_tuple(asio::use_awaitable));
    }
    co_return question->answer;
  }

  void stop() {
    threads_.stop();
    threads_.join();
  }

 private:
  static constexpr std::size_t thread_count = 4;

  struct Question {
    bool answered = false;
    Addresses answer;
    std::vector<asio::steady_timer*> askers;
  };

  struct Leave {
    Question& question;
    asio::steady_timer* timer;

    ~Leave() { std::erase(question.askers, timer); }
  };

  std::shared_ptr<Question> ask(const std::string& name) {
    const auto [place, added] = open_.try_emplace(name);
    if (!added) return place->second;
    place->second = std::make_shared<Question>();
    asio::post(threads_, [self = weak_from_this(), look_up = look_up_, loop = loop_.get_executor(), name] {
      asio::post(loop, [self, name, answer = look_up(name)]() mutable {
        if (const auto here = self.lock()) here->settle(name, std::move(answer));
      });
    });
    return place->second;
  }

  void settle(const std::string& name, Addresses answer) {
    const auto question = open_.extract(name).mapped();
    question->answered = true;
    question->answer = std::move(answer);
    for (asio::steady_timer* const asker : question->askers)
      asker->cancel();
  }

  asio::io_context& loop_;
  const LookUp look_up_;
  std::unordered_map<std::string, std::shared_ptr<Question>> open_;
  asio::thread_pool threads_;
};

NameResolver::NameResolver(asio::io_context& loop, LookUp look_up)
    : impl_(std::make_shared<Impl>(loop, std::move(look_up))) {}

NameResolver::~NameResolver() {
  impl_->stop();
}

asio::awaitable<Addresses> NameResolver::resolve(std::string name,
                                                 std::chrono::steady_clock::time_point deadline) {
  return impl_->resolve(std::move(name), deadline);
}

}  // namespace sekisho::gateway
