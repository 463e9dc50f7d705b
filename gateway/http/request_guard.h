#pragma once

#include <cstddef>
#include <expected>
#include <optional>
#include <string_view>
#include <vector>

#include "http/message.h"

namespace sekisho::gateway {

/// Why a request ends before a handler sees it. Every refusal closes its connection: where one request ends
/// and the next begins is in doubt.
struct Refusal {
  int status = 400;
  std::string_view reason;  ///< a short name for logs and metrics; a literal
  std::string_view detail;  ///< a sentence for the sender; a literal
};

/// The bounds of a header block that no configuration moves.
inline constexpr std::size_t max_request_line = 4096;
inline constexpr std::size_t max_header_fields = 100;

/// Watches a request's header block arrive, stricter than RFC 9112's SHOULDs: a byte that senders and proxies
/// could read in two ways is refused as soon as it is seen. Lines end in CR LF, none is folded; no control
/// byte but a tab within a field value; the request line is `method SP origin-form SP HTTP/1.x` in visible
/// ASCII; names are tokens, with the colon right after them. One empty line before the request line is
/// skipped (RFC 9112, 2.2).
class HeadScan {
 public:
  /// `header_bytes` bounds the block from the request line to the empty line that ends it.
  explicit HeadScan(std::size_t header_bytes) : limit_(header_bytes) {}

  /// `received` begins with the request's first byte and holds what was shown before, and more. The size of
  /// the block with all its line ends, or nothing as long as more is needed.
  [[nodiscard]] std::expected<std::optional<std::size_t>, Refusal> advance(std::string_view received);

  /// How many bytes of the block precede the request line: 0, or 2 for an empty line.
  [[nodiscard]] std::size_t leading() const { return leading_; }

 private:
  [[nodiscard]] std::optional<Refusal> refuse_byte(std::string_view received, std::size_t at) const;
  [[nodiscard]] std::optional<Refusal> refuse_size(std::size_t at) const;
  [[nodiscard]] std::expected<bool, Refusal> end_line(std::string_view line, std::size_t next);

  const std::size_t limit_;
  std::size_t leading_ = 0;
  std::size_t seen_ = 0;
  std::size_t line_begin_ = 0;
  std::size_t lines_ = 0;
};

/// What a header block says, once its form is known to be sound.
struct RequestHead {
  Method method = Method::other;
  std::string_view target;
  int version = 11;  ///< 10 or 11
  std::vector<Header> headers;
};

/// Judges what the fields say about host and framing. Nothing when all of it is sound: one valid Host
/// (HTTP/1.0 may lack it); Content-Length at most once, digits only; Transfer-Encoding only `chunked`, in
/// HTTP/1.1, and never with Content-Length; no field twice that must be single; no expectation but
/// `100-continue`.
[[nodiscard]] std::optional<Refusal> refuse_fields(const RequestHead& head);

/// True for one or more visible ASCII characters, with spaces and tabs between them: what may be sent as a
/// field value. An empty value may too.
[[nodiscard]] bool is_field_value(std::string_view text);
/// True for an RFC 9110 token: what may be sent as a field name.
[[nodiscard]] bool is_token(std::string_view text);
/// True for an origin-form target: `/`, then visible ASCII without `#`.
[[nodiscard]] bool is_origin_form(std::string_view target);

}  // namespace sekisho::gateway
