#include "delivery/delivery_fsm.h"

#include <algorithm>
#include <charconv>

#include "http/http_date.h"

namespace sekisho::gateway {
namespace {

constexpr double jitter_share = 0.2;
constexpr std::chrono::seconds longest_retry_after = std::chrono::hours{24};

}  // namespace

DeliveryFsm::Action DeliveryFsm::on_attempt(const Attempt& attempt, double jitter) const {
  if (attempt.status && *attempt.status >= 200 && *attempt.status < 300) return Settle{};
  if (attempt.status == 410) return Bury{.reason = "gone", .endpoint_gone = true};
  if (attempts_made_ >= static_cast<std::int64_t>(schedule_.size())) return Bury{.reason = "exhausted"};

  const auto planned = schedule_[static_cast<std::size_t>(attempts_made_)];
  const auto stretched = std::chrono::duration_cast<std::chrono::milliseconds>(
      std::chrono::duration<double, std::milli>{planned} * (1 + jitter_share * jitter));
  const auto wished = std::min(attempt.retry_after.value_or(std::chrono::seconds{0}), longest_retry_after);
  return Wait{std::max(stretched, std::chrono::milliseconds{wished})};
}

std::optional<std::chrono::seconds> parse_retry_after(std::string_view value, Timestamp now) {
  const bool digits = !value.empty() && value.find_first_not_of("0123456789") == std::string_view::npos;
  if (!digits) {
    const auto date = parse_http_date(value);
    if (!date) return std::nullopt;
    return std::max(std::chrono::ceil<std::chrono::seconds>(*date - now), std::chrono::seconds{0});
  }
  std::int64_t seconds = 0;
  const auto error = std::from_chars(value.data(), value.data() + value.size(), seconds).ec;
  return error == std::errc{} ? std::chrono::seconds{seconds} : std::chrono::seconds::max();
}

}  // namespace sekisho::gateway
