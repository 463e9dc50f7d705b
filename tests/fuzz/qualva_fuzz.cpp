// Any bytes are an event, or an error whose pointers lead into the document.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include <adapters/adapter.h>
#include <nlohmann/json.hpp>

namespace {

bool leads_into(const nlohmann::json& body, const nlohmann::json::json_pointer& pointer) {
  if (body.contains(pointer)) return true;
  return !pointer.empty() && body.contains(pointer.parent_pointer()) &&
         body.at(pointer.parent_pointer()).is_object();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const auto adapter = sekisho::adapters::make_adapter("qualva");
  const std::string_view body{reinterpret_cast<const char*>(data), size};
  const auto event = adapter->read(body);
  if (event) {
    if (event->merchant_id.empty() || type_of(*event).empty()) std::abort();
    return 0;
  }
  if (event.error().faults.empty()) std::abort();
  if (event.error().kind == sekisho::ErrorKind::malformed) return 0;
  const auto document = nlohmann::json::parse(body);
  for (const auto& fault : event.error().faults) {
    if (!leads_into(document, nlohmann::json::json_pointer{fault.pointer})) std::abort();
  }
  return 0;
}
