#include "http/request_guard.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>

namespace sekisho::gateway {
namespace {

constexpr std::string_view bad_framing = "bad_framing";

constexpr Refusal framing(std::string_view detail) {
  return {400, bad_framing, detail};
}

constexpr bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

constexpr bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

constexpr bool is_hex_digit(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

constexpr bool is_visible(char c) {
  return c > 0x20 && c < 0x7f;
}

constexpr std::array<bool, 256> token_bytes = [] {
  std::array<bool, 256> table{};
  for (std::size_t i = 0; i < 128; ++i) {
    const char c = static_cast<char>(i);
    table[i] = is_digit(c) || is_letter(c) || std::string_view("!#$%&'*+-.^_`|~").contains(c);
  }
  return table;
}();

constexpr bool is_token_char(char c) {
  return token_bytes[static_cast<unsigned char>(c)];
}

/// What may stand in a header block at all, line ends included: no other control byte, no DEL.
constexpr std::array<bool, 256> block_bytes = [] {
  std::array<bool, 256> table{};
  for (std::size_t i = 0x20; i < 256; ++i)
    table[i] = i != 0x7f;
  table['\t'] = true;
  table['\r'] = true;
  table['\n'] = true;
  return table;
}();

std::optional<Refusal> refuse_version(std::string_view version) {
  const bool formed = version.size() == 8 && version.starts_with("HTTP/") && is_digit(version[5]) &&
                      version[6] == '.' && is_digit(version[7]);
  if (!formed) return framing("the request line does not end in an HTTP version");
  if (version == "HTTP/1.1" || version == "HTTP/1.0") return std::nullopt;
  return Refusal{505, "bad_version", "only HTTP/1.1 and HTTP/1.0 are spoken here"};
}

std::optional<Refusal> refuse_request_line(std::string_view line) {
  const std::size_t first = line.find(' ');
  const std::size_t last = line.rfind(' ');
  if (first == std::string_view::npos || first == last) {
    return framing("the request line is not a method, a target and an HTTP version");
  }
  if (const auto refusal = refuse_version(line.substr(last + 1))) return refusal;
  if (!is_token(line.substr(0, first))) return framing("the method is not a token");
  if (!is_origin_form(line.substr(first + 1, last - first - 1))) {
    return framing("the target is not a path in visible ASCII");
  }
  return std::nullopt;
}

std::optional<Refusal> refuse_field_line(std::string_view line) {
  if (line.front() == ' ' || line.front() == '\t') return framing("a header line is folded");
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos) return framing("a header line has no colon");
  if (!is_token(line.substr(0, colon))) return framing("a header name is not a token followed by a colon");
  return std::nullopt;
}

bool is_port(std::string_view text) {
  std::uint32_t port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  return !text.empty() && text.size() <= 5 && error == std::errc{} && end == text.data() + text.size() &&
         port <= 65535;
}

bool is_host(std::string_view text) {
  const bool bracketed = text.starts_with('[');
  const std::size_t name_end = bracketed ? text.find(']') : std::min(text.find(':'), text.size());
  if (name_end == std::string_view::npos) return false;
  const std::string_view name = bracketed ? text.substr(1, name_end - 1) : text.substr(0, name_end);
  const std::string_view rest = text.substr(name_end + (bracketed ? 1 : 0));
  const auto allowed = [bracketed](char c) {
    if (bracketed) return is_hex_digit(c) || c == ':' || c == '.';
    return is_letter(c) || is_digit(c) || c == '-' || c == '.' || c == '_';
  };
  if (name.empty() || !std::ranges::all_of(name, allowed)) return false;
  return rest.empty() || (rest.front() == ':' && is_port(rest.substr(1)));
}

/// Digits that fit 64 bits: 19 always do.
bool is_length(std::string_view text) {
  return !text.empty() && text.size() <= 19 && std::ranges::all_of(text, is_digit);
}

/// Fields that two readers could resolve differently when they come twice. The signature's own fields are
/// left to its verifier, which answers 401. The first few are read here: their names are their places.
constexpr auto single_fields =
    std::to_array<std::string_view>({"host", "content-length", "transfer-encoding", "expect", "content-type",
                                     "content-encoding", "authorization", "idempotency-key", "if-match"});

enum Place : std::size_t { host, content_length, transfer_encoding, expect };

using SingleFields = std::array<std::optional<std::string_view>, single_fields.size()>;

std::optional<std::size_t> place_of(std::string_view name) {
  const auto found =
      std::ranges::find_if(single_fields, [&](std::string_view known) { return same_name(known, name); });
  if (found == single_fields.end()) return std::nullopt;
  return static_cast<std::size_t>(found - single_fields.begin());
}

std::optional<Refusal> refuse_host(const SingleFields& fields, int version) {
  if (!fields[host]) {
    if (version == 10) return std::nullopt;
    return framing("the Host header is missing");
  }
  if (!is_host(*fields[host])) return framing("the Host header is not a host with an optional port");
  return std::nullopt;
}

std::optional<Refusal> refuse_framing(const SingleFields& fields, int version) {
  if (fields[content_length] && !is_length(*fields[content_length]))
    return framing("Content-Length is not a number");
  if (!fields[transfer_encoding]) return std::nullopt;
  if (version == 10) return framing("HTTP/1.0 has no Transfer-Encoding");
  if (fields[content_length]) return framing("Content-Length and Transfer-Encoding exclude each other");
  if (!same_name(*fields[transfer_encoding], "chunked"))
    return framing("the only Transfer-Encoding is chunked");
  return std::nullopt;
}

}  // namespace

bool is_token(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, is_token_char);
}

bool is_field_value(std::string_view text) {
  if (text.empty()) return true;
  return is_visible(text.front()) && is_visible(text.back()) &&
         std::ranges::all_of(text, [](char c) { return is_visible(c) || c == ' ' || c == '\t'; });
}

bool is_origin_form(std::string_view target) {
  return target.starts_with('/') &&
         std::ranges::all_of(target, [](char c) { return is_visible(c) && c != '#'; });
}

std::optional<Refusal> HeadScan::refuse_byte(std::string_view received, std::size_t at) const {
  const char byte = received[at];
  const bool after_cr = at > line_begin_ && received[at - 1] == '\r';
  if (after_cr != (byte == '\n')) return framing("a line does not end in CR LF");
  if (!block_bytes[static_cast<unsigned char>(byte)]) return framing("a control byte in the header");
  if (lines_ == 0 && byte == '\t') return framing("a tab in the request line");
  if (at == 0 && byte != '\r' && !is_token_char(byte)) return framing("this is not HTTP");
  return std::nullopt;
}

std::optional<Refusal> HeadScan::refuse_size(std::size_t at) const {
  const std::size_t size = at + 1 - leading_;
  if (lines_ == 0 && size > max_request_line) {
    return Refusal{414, "target_too_long", "the request line is longer than 4096 bytes"};
  }
  if (size > limit_) return Refusal{431, "header_too_long", "the header block is too long"};
  if (lines_ > max_header_fields + 1) return Refusal{431, "header_too_long", "more than 100 header fields"};
  return std::nullopt;
}

/// True when the line is the empty one that ends the block.
std::expected<bool, Refusal> HeadScan::end_line(std::string_view line, std::size_t next) {
  line_begin_ = next;
  if (lines_ == 0 && line.empty()) {
    if (leading_ != 0) return std::unexpected(framing("more than one empty line before the request"));
    leading_ = next;
    return false;
  }
  if (line.empty()) return true;
  const auto refusal = lines_ == 0 ? refuse_request_line(line) : refuse_field_line(line);
  if (refusal) return std::unexpected(*refusal);
  ++lines_;
  return false;
}

std::expected<std::optional<std::size_t>, Refusal> HeadScan::advance(std::string_view received) {
  for (; seen_ < received.size(); ++seen_) {
    if (const auto refusal = refuse_byte(received, seen_)) return std::unexpected(*refusal);
    if (const auto refusal = refuse_size(seen_)) return std::unexpected(*refusal);
    if (received[seen_] != '\n') continue;
    const std::string_view line = received.substr(line_begin_, seen_ - 1 - line_begin_);
    const auto ended = end_line(line, seen_ + 1);
    if (!ended) return std::unexpected(ended.error());
    if (*ended) return ++seen_;
  }
  return std::nullopt;
}

std::optional<Refusal> refuse_fields(const RequestHead& head) {
  SingleFields fields;
  for (const Header& header : head.headers) {
    const auto place = place_of(header.name);
    if (!place) continue;
    if (fields[*place]) return framing("a header that must be single is doubled");
    fields[*place] = header.value;
  }
  if (const auto refusal = refuse_host(fields, head.version)) return refusal;
  if (const auto refusal = refuse_framing(fields, head.version)) return refusal;
  if (fields[expect] && !same_name(*fields[expect], "100-continue")) {
    return Refusal{417, "expectation_failed", "the only expectation met here is 100-continue"};
  }
  return std::nullopt;
}

}  // namespace sekisho::gateway
