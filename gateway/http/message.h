#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <domain/result.h>

namespace sekisho::gateway {

enum class Method { get, head, post, put, patch, del, options, other };

[[nodiscard]] std::string_view to_string(Method method);

struct Header {
  std::string_view name;  ///< as it was sent; compared without case
  std::string_view value;
};

/// One request, read whole and past the strict framing guard. Views point into the connection's buffer and
/// live as long as the handler runs.
struct Request {
  Method method = Method::other;
  std::string_view path;   ///< decoded nowhere: routes are plain ASCII
  std::string_view query;  ///< after the `?`, undecoded
  std::vector<Header> headers;
  std::string_view body;
  std::string_view peer;   ///< the remote address, without port
  std::string request_id;  ///< ours, for the log

  /// Every value of a header, in order of arrival.
  [[nodiscard]] std::vector<std::string_view> all(std::string_view name) const;
  /// The value of a header that must be single; nothing when it is absent or doubled.
  [[nodiscard]] std::optional<std::string_view> only(std::string_view name) const;
  /// A query parameter, percent-decoded and with `+` for a space, as forms write it; nothing when absent. The
  /// first of several counts. A `%` that begins no escape stands for itself.
  [[nodiscard]] std::optional<std::string> parameter(std::string_view name) const;
};

struct Response {
  int status = 200;
  std::string content_type = "application/json";
  std::string body = {};
  std::vector<std::pair<std::string, std::string>> headers = {};
  bool close = false;  ///< the connection ends with this answer
};

/// Any JSON document as an answer.
[[nodiscard]] Response json_response(int status, std::string body);

/// RFC 9457 `application/problem+json` with `type`, `title`, `status`, `detail` and, where there are any,
/// `errors`. 429 and 503 say `Retry-After: 1`.
[[nodiscard]] Response problem(int status, std::string_view detail, const std::vector<Fault>& faults = {});
[[nodiscard]] Response problem(const Error& error);

/// The HTTP status that each kind of error answers with.
[[nodiscard]] int status_of(ErrorKind kind);

/// Header names are equal whatever their case.
[[nodiscard]] bool same_name(std::string_view a, std::string_view b);

}  // namespace sekisho::gateway
