#include <array>
#include <utility>

#include <domain/enum_names.h>
#include <domain/verdict.h>

namespace sekisho {
namespace {

constexpr std::array verdict_names{
    std::pair{Verdict::approve, std::string_view{"approve"}},
    std::pair{Verdict::challenge, std::string_view{"challenge"}},
    std::pair{Verdict::review, std::string_view{"review"}},
    std::pair{Verdict::reject, std::string_view{"reject"}},
};
constexpr std::array status_names{
    std::pair{OrderStatus::approved, std::string_view{"approved"}},
    std::pair{OrderStatus::awaiting_confirmation, std::string_view{"awaiting_confirmation"}},
    std::pair{OrderStatus::in_review, std::string_view{"in_review"}},
    std::pair{OrderStatus::cancelled, std::string_view{"cancelled"}},
};

}  // namespace

std::string_view to_string(Verdict verdict) {
  return name_of(verdict_names, verdict);
}

std::string_view to_string(OrderStatus status) {
  return name_of(status_names, status);
}

std::optional<Verdict> verdict_from(std::string_view text) {
  return named(verdict_names, text);
}

std::optional<OrderStatus> order_status_from(std::string_view text) {
  return named(status_names, text);
}

}  // namespace sekisho
