#include "support/callback_receiver.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <stdexcept>
#include <utility>

#include <adapters/standard_webhooks.h>
#include <arpa/inet.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

namespace sekisho::testing {
namespace {

/// Listens on a loopback port, 0 for one of the system's choice, and says which it is.
int listen_on(std::uint16_t& port) {
  const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const int on = 1;
  ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  sockaddr generic{};
  std::memcpy(&generic, &address, sizeof address);
  socklen_t size = sizeof generic;
  if (::bind(socket, &generic, sizeof generic) != 0 || ::listen(socket, 128) != 0 ||
      ::getsockname(socket, &generic, &size) != 0) {
    throw std::runtime_error(std::string{"the receiver cannot listen: "} + std::strerror(errno));
  }
  std::memcpy(&address, &generic, sizeof address);
  port = ntohs(address.sin_port);
  return socket;
}

std::string lower(std::string_view text) {
  std::string lowered{text};
  std::ranges::transform(lowered, lowered.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return lowered;
}

Headers parse_headers(std::string_view lines) {
  Headers headers;
  while (!lines.empty()) {
    const auto line = lines.substr(0, lines.find("\r\n"));
    const auto colon = std::min(line.find(':'), line.size());
    auto value = line.substr(std::min(colon + 1, line.size()));
    value.remove_prefix(std::min(value.find_first_not_of(' '), value.size()));
    headers.emplace_back(lower(line.substr(0, colon)), value);
    lines.remove_prefix(std::min(line.size() + 2, lines.size()));
  }
  return headers;
}

std::vector<std::string_view> values_of(const Headers& headers, std::string_view name) {
  std::vector<std::string_view> values;
  for (const auto& [known, value] : headers) {
    if (known == name) values.emplace_back(value);
  }
  return values;
}

std::size_t body_size(std::string_view head) {
  const auto headers = parse_headers(head.substr(std::min(head.find("\r\n") + 2, head.size())));
  const auto lengths = values_of(headers, "content-length");
  std::size_t size = 0;
  if (lengths.size() == 1) std::from_chars(lengths[0].data(), lengths[0].data() + lengths[0].size(), size);
  return size;
}

std::string wire_of(const Reply& reply) {
  std::string wire = "HTTP/1.1 " + std::to_string(reply.status) + " Said\r\nContent-Length: 0\r\n";
  for (const auto& [name, value] : reply.headers)
    wire += name + ": " + value + "\r\n";
  return wire + "\r\n";
}

}  // namespace

CallbackReceiver::CallbackReceiver()
    : listener_(listen_on(port_)),
      wake_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)),
      thread_([this] { run(); }) {}

CallbackReceiver::~CallbackReceiver() {
  {
    const std::scoped_lock lock(mutex_);
    stopping_ = true;
  }
  ::eventfd_write(wake_, 1);
  thread_.join();
  ::close(wake_);
}

std::string CallbackReceiver::url() const {
  return "http://127.0.0.1:" + std::to_string(port_) + "/callbacks";
}

void CallbackReceiver::trust(std::string_view callback_secret) {
  const std::scoped_lock lock(mutex_);
  keys_.emplace_back(adapters::signing_key(callback_secret).value());
}

void CallbackReceiver::behave(Behaviour behaviour) {
  const std::scoped_lock lock(mutex_);
  behaviour_ = behaviour ? std::make_shared<Behaviour>(std::move(behaviour)) : nullptr;
}

void CallbackReceiver::go_down() {
  std::unique_lock lock(mutex_);
  wanted_up_ = false;
  ::eventfd_write(wake_, 1);
  changed_.wait(lock, [this] { return !is_up_; });
}

void CallbackReceiver::come_up() {
  std::unique_lock lock(mutex_);
  wanted_up_ = true;
  ::eventfd_write(wake_, 1);
  changed_.wait(lock, [this] { return is_up_; });
}

CallbackReceiver::Callbacks CallbackReceiver::received() const {
  const std::scoped_lock lock(mutex_);
  return received_;
}

CallbackReceiver::Callbacks CallbackReceiver::wait_until(
    const std::function<bool(const Callbacks&)>& enough) const {
  std::unique_lock lock(mutex_);
  changed_.wait_for(lock, patience, [&] { return enough(received_); });
  return received_;
}

CallbackReceiver::Callbacks CallbackReceiver::wait_for(std::size_t count) const {
  return wait_until([count](const Callbacks& all) { return all.size() >= count; });
}

void CallbackReceiver::run() {
  bool stopping = false;
  while (!stopping) {
    serve_once();
    follow_wishes();
    const std::scoped_lock lock(mutex_);
    stopping = stopping_;
  }
  close_all();
}

/// Waits for something to happen, and handles it.
void CallbackReceiver::serve_once() {
  std::vector<pollfd> entries{{.fd = wake_, .events = POLLIN, .revents = 0},
                              {.fd = listener_, .events = POLLIN, .revents = 0}};
  for (const auto& connection : connections_) {
    // Of one that hangs only the end is of interest, and poll tells that unasked.
    const short events = connection.hanging ? 0 : POLLIN;
    entries.push_back({.fd = connection.socket, .events = events, .revents = 0});
  }
  ::poll(entries.data(), entries.size(), -1);
  eventfd_t ignored = 0;
  if (entries[0].revents != 0) ::eventfd_read(wake_, &ignored);
  for (std::size_t i = connections_.size(); i-- > 0;) {
    if (entries[i + 2].revents == 0 || read_from(connections_[i])) continue;
    ::close(connections_[i].socket);
    connections_.erase(connections_.begin() + static_cast<std::ptrdiff_t>(i));
  }
  if (entries[1].revents != 0) accept_one();
}

void CallbackReceiver::follow_wishes() {
  const std::scoped_lock lock(mutex_);
  if (wanted_up_ == is_up_) return;
  if (wanted_up_) {
    listener_ = listen_on(port_);
  } else {
    close_all();
  }
  is_up_ = wanted_up_;
  changed_.notify_all();
}

void CallbackReceiver::accept_one() {
  const int socket = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
  if (socket >= 0) connections_.push_back({.socket = socket, .unread = {}, .hanging = false});
}

bool CallbackReceiver::read_from(Connection& connection) {
  std::array<char, 16384> block;
  const auto size = ::recv(connection.socket, block.data(), block.size(), 0);
  if (size <= 0) return false;
  auto& unread = connection.unread;
  unread.append(block.data(), static_cast<std::size_t>(size));
  for (auto head_end = unread.find("\r\n\r\n"); head_end != std::string::npos;
       head_end = unread.find("\r\n\r\n")) {
    const auto body_begin = head_end + 4;
    const auto length = body_size(std::string_view{unread}.substr(0, head_end));
    if (unread.size() < body_begin + length) return true;
    const auto request = unread.substr(0, body_begin + length);
    unread.erase(0, request.size());
    const std::string_view whole{request};
    if (!answer_request(connection, whole.substr(0, head_end), whole.substr(body_begin))) return false;
  }
  return true;
}

bool CallbackReceiver::answer_request(Connection& connection, std::string_view head, std::string_view body) {
  const auto line_end = std::min(head.find("\r\n"), head.size());
  const auto target = head.substr(head.find(' ') + 1);
  ReceivedCallback callback{.id = {},
                            .target = std::string{target.substr(0, target.find(' '))},
                            .body = std::string{body},
                            .document = nlohmann::json::parse(body, nullptr, false),
                            .headers = parse_headers(head.substr(std::min(line_end + 2, head.size()))),
                            .at = std::chrono::steady_clock::now()};
  const auto ids = values_of(callback.headers, "webhook-id");
  if (!ids.empty()) callback.id = ids.front();

  std::shared_ptr<Behaviour> behaviour;
  {
    const std::scoped_lock lock(mutex_);
    callback.signature_valid = verify(callback);
    callback.attempt = ++attempts_[callback.id];
    behaviour = behaviour_;
  }
  const Reply reply = behaviour ? (*behaviour)(callback) : Reply{};
  if (reply.kind == Reply::Kind::answer) callback.answered = reply.status;
  // Answered before it is written down: a test that waits for it sees a receiver that has done its part.
  if (reply.kind == Reply::Kind::answer) {
    const auto wire = wire_of(reply);
    ::send(connection.socket, wire.data(), wire.size(), MSG_NOSIGNAL);
  }
  connection.hanging = reply.kind == Reply::Kind::hang;
  const std::scoped_lock lock(mutex_);
  received_.push_back(std::move(callback));
  changed_.notify_all();
  return reply.kind != Reply::Kind::close;
}

bool CallbackReceiver::verify(const ReceivedCallback& callback) {
  const adapters::SignatureHeaders headers{.id = values_of(callback.headers, "webhook-id"),
                                           .timestamp = values_of(callback.headers, "webhook-timestamp"),
                                           .signature = values_of(callback.headers, "webhook-signature")};
  const auto now = std::chrono::floor<Milliseconds>(std::chrono::system_clock::now());
  return adapters::verify(headers, callback.body, keys_, now).has_value();
}

void CallbackReceiver::close_all() {
  if (listener_ >= 0) ::close(listener_);
  listener_ = -1;
  for (const auto& connection : connections_)
    ::close(connection.socket);
  connections_.clear();
}

}  // namespace sekisho::testing
