#include "http/http_parser.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <limits>

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/serializer.hpp>
#include <fmt/format.h>

namespace sekisho::gateway {

namespace http = boost::beast::http;
using boost::beast::error_code;

namespace {

// Beast's own string_view is boost::core's here; the bytes are the same.
std::string_view view(boost::beast::string_view text) {
  return {text.data(), text.size()};
}

Method method_of(http::verb verb) {
  switch (verb) {
    case http::verb::get:
      return Method::get;
    case http::verb::head:
      return Method::head;
    case http::verb::post:
      return Method::post;
    case http::verb::put:
      return Method::put;
    case http::verb::patch:
      return Method::patch;
    case http::verb::delete_:
      return Method::del;
    case http::verb::options:
      return Method::options;
    default:
      return Method::other;
  }
}

/// What Beast itself objects to, once the guard has nothing to say.
Refusal refusal_of(const error_code& error) {
  if (error == http::error::body_limit) return {413, "body_too_long", "the body is too long"};
  if (error == http::error::header_limit) return {431, "header_too_long", "the header block is too long"};
  return {400, "bad_framing", "the request's framing is not sound"};
}

/// Beast's parser, feeding a RequestHead and a string.
class RequestSink final : public http::basic_parser<true> {
 public:
  RequestHead head;
  std::string body;

 private:
  void on_request_impl(http::verb verb, boost::beast::string_view /*method*/,
                       boost::beast::string_view target, int version, error_code& /*error*/) override {
    head.method = method_of(verb);
    head.target = view(target);
    head.version = version;
  }

  void on_response_impl(int /*status*/, boost::beast::string_view /*reason*/, int /*version*/,
                        error_code& error) override {
    error = http::error::bad_version;
  }

  void on_field_impl(http::field /*field*/, boost::beast::string_view name, boost::beast::string_view value,
                     error_code& error) override {
    // A trailer would join the header after the guard has judged it.
    if (is_header_done()) {
      error = http::error::bad_field;
      return;
    }
    head.headers.push_back({view(name), view(value)});
  }

  void on_header_impl(error_code& error) override { error = {}; }

  void on_body_init_impl(const boost::optional<std::uint64_t>& length, error_code& error) override {
    // An announced length is a promise only: memory follows what arrives.
    constexpr std::uint64_t ahead = 16 * 1024;
    if (length) body.reserve(static_cast<std::size_t>(std::min(*length, ahead)));
    error = {};
  }

  std::size_t on_body_impl(boost::beast::string_view bytes, error_code& error) override {
    error = {};
    body.append(bytes.data(), bytes.size());
    return bytes.size();
  }

  void on_chunk_header_impl(std::uint64_t /*size*/, boost::beast::string_view extensions,
                            error_code& error) override {
    const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; };
    error = {};
    if (std::ranges::any_of(extensions, is_control)) error = http::error::bad_chunk_extension;
  }

  std::size_t on_chunk_body_impl(std::uint64_t /*rest*/, boost::beast::string_view bytes,
                                 error_code& error) override {
    return on_body_impl(bytes, error);
  }

  void on_finish_impl(error_code& error) override { error = {}; }
};

std::uint32_t beast_limit(std::size_t bytes) {
  constexpr std::size_t most = std::numeric_limits<std::uint32_t>::max();
  return static_cast<std::uint32_t>(std::min(bytes, most));
}

/// How many bytes make it worth asking Beast. It asserts that the line of a last chunk never comes alone; no
/// chunked body ends in fewer bytes than these.
template <bool is_request>
std::size_t least_bytes(const http::basic_parser<is_request>& parser) {
  constexpr std::size_t last_chunk = std::string_view("0\r\n\r\n").size();
  return parser.is_header_done() && parser.chunked() ? last_chunk : 1;
}

}  // namespace

// --- requests ---

struct RequestParser::Impl {
  Impl(std::size_t header_bytes, std::size_t body_bytes) : scan(header_bytes) {
    // Set after the header they would be ignored.
    sink.header_limit(beast_limit(header_bytes));
    sink.body_limit(body_bytes);
    sink.eager(false);
  }

  HeadScan scan;
  RequestSink sink;
  std::size_t framing_bytes = 0;  ///< of the body: chunk sizes, extensions, line ends
};

RequestParser::RequestParser(std::size_t header_bytes, std::size_t body_bytes)
    : impl_(std::make_unique<Impl>(header_bytes, body_bytes)) {}

RequestParser::~RequestParser() = default;

std::expected<std::optional<std::size_t>, Refusal> RequestParser::parse_head(std::string_view received) {
  const auto size = impl_->scan.advance(received);
  if (!size || !*size) return size;
  const std::string_view block = received.substr(impl_->scan.leading(), **size - impl_->scan.leading());
  error_code error;
  impl_->sink.put(boost::asio::buffer(block), error);
  // The fields stand even when Beast balks at their meaning: the guard's answer is the more exact one.
  if (const auto refusal = refuse_fields(impl_->sink.head)) return std::unexpected(*refusal);
  if (error) return std::unexpected(refusal_of(error));
  impl_->sink.eager(true);
  return size;
}

std::expected<std::size_t, Refusal> RequestParser::parse_body(std::string_view bytes) {
  // A chunk of one byte costs five beside it on the wire: more than eight, beyond an allowance, is padding.
  // One chunk's line with its extensions, or the end of the body, fits the allowance.
  constexpr std::size_t allowance = 4096;
  constexpr std::size_t per_byte = 8;
  if (done() || bytes.size() < least_bytes(impl_->sink)) return 0;
  const std::size_t before = impl_->sink.body.size();
  error_code error;
  const std::size_t taken = impl_->sink.put(boost::asio::buffer(bytes), error);
  if (error && error != http::error::need_more) return std::unexpected(refusal_of(error));
  const std::size_t gained = impl_->sink.body.size() - before;
  impl_->framing_bytes += taken - gained;
  const std::size_t waiting = done() ? 0 : bytes.size() - taken;
  const bool padded = impl_->framing_bytes > allowance + per_byte * impl_->sink.body.size();
  if (padded || waiting > allowance) {
    return std::unexpected(Refusal{400, "bad_framing", "the chunks are mostly padding"});
  }
  return taken;
}

bool RequestParser::done() const {
  return impl_->sink.is_done();
}

const RequestHead& RequestParser::head() const {
  return impl_->sink.head;
}

std::string_view RequestParser::body() const {
  return impl_->sink.body;
}

bool RequestParser::expects_continue() const {
  if (done() || head().version == 10) return false;
  return std::ranges::any_of(head().headers,
                             [](const Header& header) { return same_name(header.name, "expect"); });
}

bool RequestParser::keep_alive() const {
  return head().version == 11 && impl_->sink.keep_alive();
}

// --- responses ---

namespace {

class ResponseSink final : public http::basic_parser<false> {
 public:
  explicit ResponseSink(std::size_t body_kept) : kept_(body_kept) {}

  int status = 0;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;

 private:
  void on_request_impl(http::verb /*verb*/, boost::beast::string_view /*method*/,
                       boost::beast::string_view /*target*/, int /*version*/, error_code& error) override {
    error = http::error::bad_version;
  }

  void on_response_impl(int code, boost::beast::string_view /*reason*/, int /*version*/,
                        error_code& error) override {
    status = code;
    error = code < 100 || code > 599 ? error_code(http::error::bad_status) : error_code();
  }

  void on_field_impl(http::field /*field*/, boost::beast::string_view name, boost::beast::string_view value,
                     error_code& /*error*/) override {
    if (is_header_done()) return;  // a trailer: nobody asked for any
    std::string lowered(name);
    std::ranges::transform(lowered, lowered.begin(), [](char c) {
      return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    headers.emplace_back(std::move(lowered), std::string(value));
  }

  void on_header_impl(error_code& error) override { error = {}; }

  void on_body_init_impl(const boost::optional<std::uint64_t>& /*length*/, error_code& error) override {
    error = {};
  }

  std::size_t on_body_impl(boost::beast::string_view bytes, error_code& error) override {
    error = {};
    body.append(bytes.data(), std::min(bytes.size(), kept_ - body.size()));
    return bytes.size();
  }

  void on_chunk_header_impl(std::uint64_t /*size*/, boost::beast::string_view /*extensions*/,
                            error_code& error) override {
    error = {};
  }

  std::size_t on_chunk_body_impl(std::uint64_t /*rest*/, boost::beast::string_view bytes,
                                 error_code& error) override {
    return on_body_impl(bytes, error);
  }

  void on_finish_impl(error_code& error) override { error = {}; }

  const std::size_t kept_;
};

}  // namespace

struct ResponseParser::Impl {
  Impl(bool head_request, std::size_t response_bytes, std::size_t body_kept)
      : to_head_request(head_request), budget(response_bytes), kept(body_kept) {
    begin();
  }

  void begin() {
    sink.emplace(kept);
    sink->header_limit(beast_limit(budget));
    sink->body_limit(budget);
    sink->skip(to_head_request);
    sink->eager(true);
  }

  /// Parses what is pending. False when it is no response.
  bool parse();

  const bool to_head_request;
  std::size_t budget;  ///< bytes that may still come
  const std::size_t kept;
  std::optional<ResponseSink> sink;
  std::string pending;
  bool begun = false;
};

bool ResponseParser::Impl::parse() {
  while (!sink->is_done() && pending.size() >= least_bytes(*sink)) {
    error_code error;
    const std::size_t taken = sink->put(boost::asio::buffer(pending), error);
    pending.erase(0, taken);
    if (error == http::error::need_more) return true;
    if (error) return false;
    if (sink->is_done() && sink->status / 100 == 1) {
      if (sink->status == 101) return false;
      begin();
    }
  }
  return true;
}

ResponseParser::ResponseParser(bool to_head_request, std::size_t response_bytes, std::size_t body_kept)
    : impl_(std::make_unique<Impl>(to_head_request, response_bytes, body_kept)) {}

ResponseParser::~ResponseParser() = default;

bool ResponseParser::feed(std::string_view bytes) {
  if (bytes.size() > impl_->budget) return false;
  impl_->budget -= bytes.size();
  impl_->begun = impl_->begun || !bytes.empty();
  impl_->pending += bytes;
  return impl_->parse();
}

bool ResponseParser::feed_end() {
  if (done()) return true;
  if (!impl_->sink->got_some()) return false;
  error_code error;
  impl_->sink->put_eof(error);
  return !error && done();
}

bool ResponseParser::done() const {
  return impl_->sink->is_done();
}

bool ResponseParser::begun() const {
  return impl_->begun;
}

bool ResponseParser::reusable() const {
  return done() && impl_->pending.empty() && impl_->sink->keep_alive();
}

int ResponseParser::status() const {
  return impl_->sink->status;
}

std::vector<std::pair<std::string, std::string>> ResponseParser::take_headers() {
  return std::move(impl_->sink->headers);
}

std::string ResponseParser::take_body() {
  return std::move(impl_->sink->body);
}

// --- writing ---

namespace {

/// What only we may say: a second one would contradict it.
constexpr auto framing_fields =
    std::to_array<std::string_view>({"content-length", "connection", "transfer-encoding", "date",
                                     "content-type", "host", "trailer", "upgrade", "te"});

using Headers = std::span<const std::pair<std::string, std::string>>;

bool has(Headers headers, std::string_view name) {
  return std::ranges::any_of(headers, [&](const auto& header) { return same_name(header.first, name); });
}

bool is_sendable(Headers headers) {
  return std::ranges::all_of(headers, [](const auto& header) {
    const auto is_same = [&](std::string_view ours) { return same_name(ours, header.first); };
    return is_token(header.first) && is_field_value(header.second) &&
           std::ranges::none_of(framing_fields, is_same);
  });
}

boost::beast::string_view beast_view(std::string_view text) {
  return {text.data(), text.size()};
}

void set(http::fields& fields, http::field field, std::string_view value) {
  fields.set(field, beast_view(value));
}

void insert_all(http::fields& fields, Headers headers) {
  for (const auto& [name, value] : headers)
    fields.insert(beast_view(name), beast_view(value));
}

/// The head as Beast writes it, then the body.
template <bool is_request>
std::string serialise(http::message<is_request, http::empty_body>& message, std::string_view body) {
  http::serializer<is_request, http::empty_body> serializer(message);
  std::string bytes;
  error_code error;
  while (!error && !serializer.is_done()) {
    serializer.next(error, [&](error_code& step, const auto& buffers) {
      step = {};
      const std::size_t before = bytes.size();
      const std::size_t more = boost::asio::buffer_size(buffers);
      bytes.reserve(before + more + body.size());
      bytes.resize(before + more);
      boost::asio::buffer_copy(boost::asio::buffer(bytes) + before, buffers);
      serializer.consume(more);
    });
  }
  bytes += body;
  return bytes;
}

bool has_body(int status) {
  return status >= 200 && status != 204 && status != 304;
}

}  // namespace

std::optional<std::string> serialise_response(const Response& response, const ResponseFraming& framing) {
  const bool with_body = has_body(response.status);
  if (!is_sendable(response.headers) || !is_field_value(response.content_type)) return std::nullopt;
  http::response<http::empty_body> message;
  message.version(11);
  message.result(static_cast<unsigned>(response.status));
  if (!framing.date.empty()) set(message, http::field::date, framing.date);
  if (with_body) {
    set(message, http::field::content_type, response.content_type);
    set(message, http::field::content_length, fmt::format_int(response.body.size()).str());
  }
  if (!has(response.headers, "x-content-type-options")) {
    message.set("X-Content-Type-Options", "nosniff");
  }
  if (!has(response.headers, "cache-control")) set(message, http::field::cache_control, "no-store");
  insert_all(message, response.headers);
  if (!framing.keep_alive) set(message, http::field::connection, "close");
  const bool send_body = with_body && !framing.to_head_request;
  return serialise(message, send_body ? std::string_view(response.body) : std::string_view{});
}

std::optional<std::string> serialise_request(const OutgoingRequest& request) {
  const bool sendable = is_sendable(request.headers) && is_field_value(request.content_type) &&
                        !request.host.empty() && is_field_value(request.host) &&
                        is_origin_form(request.target) && request.method != Method::other;
  if (!sendable) return std::nullopt;
  http::request<http::empty_body> message;
  message.version(11);
  message.method_string(beast_view(to_string(request.method)));
  message.target(beast_view(request.target));
  set(message, http::field::host, request.host);
  set(message, http::field::user_agent, "sekisho");
  set(message, http::field::accept_encoding, "identity");
  const bool body_expected = request.method != Method::get && request.method != Method::head;
  if (!request.body.empty()) set(message, http::field::content_type, request.content_type);
  if (body_expected || !request.body.empty()) {
    set(message, http::field::content_length, fmt::format_int(request.body.size()).str());
  }
  insert_all(message, request.headers);
  return serialise(message, request.body);
}

}  // namespace sekisho::gateway
