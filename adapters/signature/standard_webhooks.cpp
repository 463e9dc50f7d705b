#include <algorithm>
#include <charconv>
#include <cstdint>

#include <adapters/standard_webhooks.h>

namespace sekisho::adapters {
namespace {

constexpr std::string_view secret_prefix = "whsec_";
constexpr std::string_view version_prefix = "v1,";
constexpr std::size_t min_key_bytes = 24;
constexpr std::size_t max_key_bytes = 64;
constexpr std::size_t new_key_bytes = 32;
constexpr std::size_t max_id_bytes = 128;
constexpr std::size_t max_signatures = 16;
constexpr std::int64_t last_second_of_year_9999 = 253'402'300'799;

std::unexpected<Error> refuse(std::string detail) {
  return fail(ErrorKind::unauthorized, std::move(detail));
}

/// The header's one value. A doubled header is refused even when both agree: peers differ on which counts.
Result<std::string_view> single(std::string_view name, const std::vector<std::string_view>& values) {
  if (values.empty()) return refuse(std::string{name} + " is missing");
  if (values.size() > 1) return refuse(std::string{name} + " came more than once");
  return values.front();
}

/// A dot in an id would make `a.b` + `c` and `a` + `b.c` the same text to sign.
bool is_id(std::string_view id) {
  const auto visible_no_dot = [](char c) { return c > ' ' && c <= '~' && c != '.'; };
  return !id.empty() && id.size() <= max_id_bytes && std::ranges::all_of(id, visible_no_dot);
}

/// Digits and nothing else: what a lenient number reader also takes (`+1`, ` 1`, `01`, `1x`) would let one
/// signed text stand for several.
std::optional<Timestamp> parse_unix_seconds(std::string_view text) {
  const bool leading_zero = text.size() > 1 && text.front() == '0';
  const bool digits = std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
  std::int64_t seconds = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  if (text.empty() || leading_zero || !digits || error != std::errc{}) return std::nullopt;
  if (seconds > last_second_of_year_9999) return std::nullopt;
  return Timestamp{std::chrono::seconds{seconds}};
}

/// The MACs among the header's signatures. Other versions are skipped, as the standard asks, and so is a `v1`
/// that is not canonical base64: it equals no MAC. Nothing when the list itself is malformed or too long.
std::optional<std::vector<std::string>> parse_signatures(std::string_view list) {
  std::vector<std::string> macs;
  std::size_t count = 0;
  for (bool more = true; more;) {
    const auto space = list.find(' ');
    const auto signature = list.substr(0, space);
    more = space != std::string_view::npos;
    if (more) list.remove_prefix(space + 1);
    if (++count > max_signatures || signature.find(',') == std::string_view::npos) return std::nullopt;
    if (!signature.starts_with(version_prefix)) continue;
    if (auto mac = base64_decode(signature.substr(version_prefix.size()))) macs.push_back(std::move(*mac));
  }
  return macs;
}

/// Compares every MAC under every key, whichever matches first.
bool any_matches(const std::vector<std::string>& macs, std::span<Hmac> keys,
                 std::initializer_list<std::string_view> message) {
  bool matches = false;
  for (Hmac& key : keys) {
    const Sha256 expected = key.of(message);
    for (const std::string& mac : macs)
      matches |= equal_constant_time(mac, view_of(expected));
  }
  return matches;
}

}  // namespace

std::optional<Secret> signing_key(std::string_view secret) {
  if (!secret.starts_with(secret_prefix)) return std::nullopt;
  auto decoded = base64_decode(secret.substr(secret_prefix.size()));
  if (!decoded) return std::nullopt;
  Secret key{std::move(*decoded)};
  if (key.reveal().size() < min_key_bytes || key.reveal().size() > max_key_bytes) return std::nullopt;
  return key;
}

Secret make_signing_secret(Random& random) {
  const Secret key{random_bytes(random, new_key_bytes)};
  return Secret{std::string{secret_prefix} + base64_encode(key.reveal())};
}

Result<SignedMessage> verify(const SignatureHeaders& headers, std::string_view body, std::span<Hmac> keys,
                             std::optional<Timestamp> now, std::chrono::seconds tolerance) {
  const auto id = single("webhook-id", headers.id);
  if (!id) return std::unexpected(id.error());
  const auto timestamp = single("webhook-timestamp", headers.timestamp);
  if (!timestamp) return std::unexpected(timestamp.error());
  const auto signature = single("webhook-signature", headers.signature);
  if (!signature) return std::unexpected(signature.error());

  if (!is_id(*id)) return refuse("webhook-id must be 1 to 128 visible ASCII characters without a dot");
  const auto signed_at = parse_unix_seconds(*timestamp);
  if (!signed_at) return refuse("webhook-timestamp must be Unix seconds in decimal digits");
  if (now && *now - *signed_at > tolerance) return refuse("webhook-timestamp is too old");
  if (now && *signed_at - *now > tolerance) return refuse("webhook-timestamp lies in the future");

  const auto macs = parse_signatures(*signature);
  if (!macs)
    return refuse("webhook-signature must be up to 16 signatures, `v1,` and base64, one space apart");
  if (!any_matches(*macs, keys, {*id, ".", *timestamp, ".", body})) {
    return refuse("webhook-signature has no signature of this body under a live secret");
  }
  return SignedMessage{*id, *signed_at};
}

std::string sign(std::string_view id, std::string_view unix_seconds, std::string_view body,
                 std::span<Hmac> keys) {
  std::string signatures;
  for (Hmac& key : keys) {
    if (!signatures.empty()) signatures += ' ';
    signatures += version_prefix;
    signatures += base64_encode(view_of(key.of({id, ".", unix_seconds, ".", body})));
  }
  return signatures;
}

}  // namespace sekisho::adapters
