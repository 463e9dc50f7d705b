#pragma once

#include <cstddef>
#include <expected>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <domain/time.h>

#include "http/message.h"
#include "http/request_guard.h"

namespace sekisho::gateway {

/// Reads one request from bytes that somebody else receives: header block first, then body. No socket, no
/// clock. Beast takes the message apart; HeadScan and refuse_fields() have judged it before. The limits hold
/// from the first byte on.
class RequestParser {
 public:
  RequestParser(std::size_t header_bytes, std::size_t body_bytes);
  RequestParser(const RequestParser&) = delete;
  RequestParser& operator=(const RequestParser&) = delete;
  ~RequestParser();

  /// `received` begins with the request's first byte and holds what was shown before, and more. The size of
  /// the header block once it is whole: head() then points into `received`, which must not move while that is
  /// in use.
  [[nodiscard]] std::expected<std::optional<std::size_t>, Refusal> parse_head(std::string_view received);

  /// Takes what it can of the bytes after the header block, fewer than are there only when done() or when the
  /// rest begins something that is not whole yet: it must be shown again, with more.
  [[nodiscard]] std::expected<std::size_t, Refusal> parse_body(std::string_view bytes);

  /// True once the body is whole.
  [[nodiscard]] bool done() const;
  [[nodiscard]] const RequestHead& head() const;
  /// What has arrived of the body.
  [[nodiscard]] std::string_view body() const;
  /// True when the sender waits for `100 Continue` before it sends the body.
  [[nodiscard]] bool expects_continue() const;
  /// True when the sender can send another request on this connection.
  [[nodiscard]] bool keep_alive() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// Reads one response, skipping interim ones, and keeps the first bytes of its body.
class ResponseParser {
 public:
  /// `response_bytes` bounds header and body in all, interim responses included.
  ResponseParser(bool to_head_request, std::size_t response_bytes, std::size_t body_kept);
  ResponseParser(const ResponseParser&) = delete;
  ResponseParser& operator=(const ResponseParser&) = delete;
  ~ResponseParser();

  /// False when this is no response, or too long a one: the connection is of no further use.
  [[nodiscard]] bool feed(std::string_view bytes);
  /// The peer closed. False when that leaves the response incomplete.
  [[nodiscard]] bool feed_end();
  [[nodiscard]] bool done() const;
  /// Whether any byte arrived.
  [[nodiscard]] bool begun() const;
  /// True when the connection can carry another exchange: the response said its length, did not say close,
  /// and nothing follows it.
  [[nodiscard]] bool reusable() const;

  [[nodiscard]] int status() const;
  /// Names in lower case.
  [[nodiscard]] std::vector<std::pair<std::string, std::string>> take_headers();
  [[nodiscard]] std::string take_body();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

struct ResponseFraming {
  bool keep_alive = true;
  bool to_head_request = false;
  std::string_view date = {};  ///< as http_date() writes it; none where there is no clock
};

/// A response's bytes, head and body in one. Adds `Date`, `Content-Length`, `Connection: close` where due,
/// and, unless the response has its own, `X-Content-Type-Options: nosniff` and `Cache-Control: no-store`.
/// Nothing when a header is not fit to be sent: a control byte would let its author write headers, or the
/// next response, of his own.
[[nodiscard]] std::optional<std::string> serialise_response(const Response& response,
                                                            const ResponseFraming& framing);

struct OutgoingRequest {
  Method method = Method::post;
  std::string_view host;    ///< the Host header
  std::string_view target;  ///< origin-form
  std::string_view content_type;
  std::span<const std::pair<std::string, std::string>> headers;
  std::string_view body;
};

/// A request's bytes. Nothing when host, target or a header is not fit to be sent.
[[nodiscard]] std::optional<std::string> serialise_request(const OutgoingRequest& request);

}  // namespace sekisho::gateway
