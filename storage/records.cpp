#include <array>

#include <domain/enum_names.h>
#include <storage/records.h>

namespace sekisho::storage {
namespace {

constexpr std::array<std::pair<CallbackStatus, std::string_view>, 3> callback_statuses{{
    {CallbackStatus::pending, "pending"},
    {CallbackStatus::delivered, "delivered"},
    {CallbackStatus::failed, "failed"},
}};

}  // namespace

std::string_view to_string(CallbackStatus status) {
  return name_of(callback_statuses, status);
}

std::optional<CallbackStatus> callback_status_from(std::string_view text) {
  return named(callback_statuses, text);
}

}  // namespace sekisho::storage
