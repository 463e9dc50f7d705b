#include <array>
#include <utility>

#include <domain/enum_names.h>
#include <scoring/reference_facts.h>

namespace sekisho::scoring {
namespace {

constexpr std::array statuses{
    std::pair{Reachability::reachable, std::string_view{"reachable"}},
    std::pair{Reachability::unreachable, std::string_view{"unreachable"}},
    std::pair{Reachability::unassigned, std::string_view{"unassigned"}},
    std::pair{Reachability::moved, std::string_view{"moved"}},
    std::pair{Reachability::unknown, std::string_view{"unknown"}},
};

}  // namespace

std::string_view to_string(Reachability status) {
  return name_of(statuses, status);
}

std::optional<Reachability> reachability_from(std::string_view text) {
  return named(statuses, text);
}

}  // namespace sekisho::scoring
