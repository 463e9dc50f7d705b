#include "http/connection.h"

#include <algorithm>
#include <chrono>
#include <span>
#include <utility>

#include <boost/asio/this_coro.hpp>
#include <fmt/format.h>

#include "http/http_date.h"

namespace sekisho::gateway {

namespace asio = boost::asio;

namespace {

SteadyTime in(std::chrono::milliseconds span) {
  return SteadyTime::clock::now() + span;
}

constexpr std::string_view continue_line = "HTTP/1.1 100 Continue\r\n\r\n";

constexpr Refusal over_inflight{503, "over_inflight", "too many bytes are being handled; try again shortly"};
constexpr Refusal header_timeout{408, "header_timeout", "the header did not arrive in time"};
constexpr Refusal body_timeout{408, "body_timeout", "the body did not arrive in time"};
constexpr Refusal cut_short{400, "bad_framing", "the request ends before it is whole"};

/// A block holds the longest header and leaves enough room behind it to read a body in decent pieces.
std::size_t block_size(const HttpLimits& limits) {
  constexpr std::size_t least = std::size_t{16} * 1024;
  return std::max(least, limits.header_bytes + least / 2);
}

std::uint64_t random_id(Random& random) {
  std::uint64_t id = 0;
  random.fill(std::as_writable_bytes(std::span(&id, 1)));
  return id;
}

}  // namespace

ConnectionHost::ConnectionHost(ServerSettings chosen, Handler answers)
    : settings(std::move(chosen)), handler(std::move(answers)), blocks(block_size(settings.limits)) {}

std::string_view ConnectionHost::date() {
  const Timestamp second = std::chrono::floor<std::chrono::seconds>(settings.clock->now());
  if (second != date_second_ || date_.empty()) {
    date_ = http_date(second);
    date_second_ = second;
  }
  return date_;
}

bool InflightBytes::grow_to(std::size_t total) {
  if (total <= held_) return true;
  const std::size_t more = total - held_;
  if (budget_.inflight_bytes.fetch_add(more) + more > budget_.max_inflight_bytes) {
    budget_.inflight_bytes -= more;
    return false;
  }
  held_ = total;
  return true;
}

Connection::Connection(ConnectionHost& host, std::unique_ptr<Stream> stream)
    : host_(host),
      stream_(std::move(stream)),
      peer_(stream_->peer()),
      buffer_(host.blocks),
      next_id_(random_id(*host.settings.random)) {
  host_.open.insert(this);
}

Connection::~Connection() {
  host_.open.erase(this);
}

void Connection::drain() {
  // A request that is already waiting to be read is still answered.
  const bool begun = stage_ == Stage::busy || (stage_ == Stage::resting && !stream_->quiet());
  if (!begun) stream_->abort();
}

void Connection::abort() {
  stream_->abort();
}

asio::awaitable<void> Connection::run() {
  const auto shaken = co_await stream_->handshake(in(limits().handshake));
  if (!shaken) {
    const bool late = shaken.error() == StreamFault::timed_out;
    host_.refused(late ? "handshake_timeout" : "handshake_failed", peer_);
    co_return;
  }
  bool open = true;
  while (open)
    open = co_await serve_one();
  co_await stream_->close(in(limits().goodbye));
}

asio::awaitable<void> Connection::turn_away() {
  stage_ = Stage::busy;
  host_.refused("over_connections", peer_);
  const Response response = problem(503, "too many connections; try again shortly");
  co_await answer(response, false, false);
  co_await stream_->close(in(limits().goodbye));
}

/// True when another request may follow on this connection.
asio::awaitable<bool> Connection::serve_one() {
  const bool arrived = co_await await_request();
  if (!arrived) co_return false;
  stage_ = Stage::busy;
  RequestParser parser(limits().header_bytes, limits().body_bytes);
  const auto head = co_await read_head(parser);
  if (!head) {
    co_await refuse(head.error());
    co_return false;
  }
  InflightBytes inflight(*host_.settings.budget);
  const auto body = co_await read_body(parser, inflight);
  if (!body) {
    co_await refuse(body.error());
    co_return false;
  }
  const Request request = make_request(parser);
  const auto response = co_await handle(request);
  if (!response) co_return false;
  const bool keep_alive = parser.keep_alive() && !response->close && !host_.draining;
  const bool answered = co_await answer(*response, keep_alive, parser.head().method == Method::head);
  buffer_.forget();
  co_return answered&& keep_alive;
}

/// Rests without a buffer until something arrives. False when nothing did: the peer left, or was silent too
/// long.
asio::awaitable<bool> Connection::await_request() {
  if (!buffer_.empty()) co_return true;
  if (host_.draining) co_return false;
  buffer_.rest();
  stage_ = Stage::resting;
  const auto readable = co_await stream_->wait_readable(in(limits().idle));
  co_return readable.has_value();
}

asio::awaitable<Connection::Read<void>> Connection::read_head(RequestParser& parser) {
  const SteadyTime deadline = in(limits().header);
  for (;;) {
    if (!buffer_.empty()) {
      // Moved to the front before anything points into it, so that the body has room behind.
      static_cast<void>(buffer_.room());
      const auto size = parser.parse_head(buffer_.bytes());
      if (!size) co_return std::unexpected(size.error());
      if (*size) {
        buffer_.keep(**size);
        co_return Read<void>{};
      }
      // Whoever sends slowly waits without a block.
      buffer_.rest();
      const auto readable = co_await stream_->wait_readable(deadline);
      if (!readable && readable.error() == StreamFault::timed_out) co_return std::unexpected(header_timeout);
    }
    const bool begun = !buffer_.empty();
    const auto received = co_await receive(deadline, header_timeout);
    if (!received) co_return std::unexpected(begun ? received.error() : std::nullopt);
  }
}

asio::awaitable<Connection::Read<void>> Connection::read_body(RequestParser& parser,
                                                              InflightBytes& inflight) {
  if (parser.done()) co_return Read<void>{};
  const SteadyTime deadline = in(limits().body);
  if (parser.expects_continue() && buffer_.empty()) {
    const auto invited = co_await stream_->write(continue_line, deadline);
    if (!invited) co_return std::unexpected(std::nullopt);
  }
  for (;;) {
    const auto taken = parser.parse_body(buffer_.bytes());
    if (!taken) co_return std::unexpected(taken.error());
    buffer_.consume(*taken);
    if (!inflight.grow_to(parser.body().size())) co_return std::unexpected(over_inflight);
    if (parser.done()) co_return Read<void>{};
    const auto received = co_await receive(deadline, body_timeout);
    if (!received) co_return received;
  }
}

/// Reads what there is, at least a byte.
asio::awaitable<Connection::Read<void>> Connection::receive(SteadyTime deadline, Refusal when_late) {
  const auto got = co_await stream_->read_some(buffer_.room(), deadline);
  if (got) {
    buffer_.added(*got);
    co_return Read<void>{};
  }
  if (got.error() == StreamFault::timed_out) co_return std::unexpected(when_late);
  if (got.error() == StreamFault::closed) co_return std::unexpected(cut_short);
  co_return std::unexpected(std::nullopt);
}

asio::awaitable<void> Connection::refuse(const Unread& why) {
  if (!why) co_return;
  host_.refused(why->reason, peer_);
  const Response response = problem(why->status, why->detail);
  co_await answer(response, false, false);
}

/// Nothing when the task was cancelled meanwhile.
asio::awaitable<std::optional<Response>> Connection::handle(const Request& request) {
  try {
    co_return co_await host_.handler(request);
  } catch (...) {
    // Answered below: a coroutine cannot wait in here.
  }
  const asio::cancellation_state state = co_await asio::this_coro::cancellation_state;
  if (state.cancelled() != asio::cancellation_type::none) co_return std::nullopt;
  host_.refused("handler_failed", peer_);
  co_return problem(500, "the gateway failed on this request");
}

/// True when the answer is on its way.
asio::awaitable<bool> Connection::answer(const Response& response, bool keep_alive, bool to_head_request) {
  const ResponseFraming framing{
      .keep_alive = keep_alive, .to_head_request = to_head_request, .date = host_.date()};
  std::optional<std::string> bytes = serialise_response(response, framing);
  if (!bytes) {
    host_.refused("handler_failed", peer_);
    bytes = serialise_response(problem(500, "the gateway failed on this request"), framing);
  }
  const auto written = co_await stream_->write(*bytes, in(limits().write));
  // Whoever does not take the answer is owed no goodbye.
  if (!written) stream_->abort();
  co_return written.has_value();
}

Request Connection::make_request(const RequestParser& parser) {
  const RequestHead& head = parser.head();
  const std::size_t path_end = std::min(head.target.find('?'), head.target.size());
  Request request;
  request.method = head.method == Method::head ? Method::get : head.method;
  request.path = head.target.substr(0, path_end);
  request.query = head.target.substr(std::min(path_end + 1, head.target.size()));
  request.headers = head.headers;
  request.body = parser.body();
  request.peer = peer_;
  request.request_id = next_request_id();
  return request;
}

std::string Connection::next_request_id() {
  return fmt::format("{:016x}", next_id_++);
}

}  // namespace sekisho::gateway
