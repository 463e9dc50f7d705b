// The strict reader accepts nothing that an ordinary JSON reader refuses, and explains every refusal.

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include <nlohmann/json.hpp>

#include "json/reader.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static constexpr std::array<std::string_view, 2> card_free = {"/id", "/data/*/id"};
  static sekisho::adapters::json::Reader reader{card_free};
  const std::string_view body{reinterpret_cast<const char*>(data), size};
  auto document = reader.read(body);
  if (document && !nlohmann::json::accept(body)) std::abort();
  const auto faults = document ? document->faults.take() : document.error().faults;
  if (!document && faults.empty()) std::abort();
  for (const auto& fault : faults) {
    if (!fault.pointer.empty() && fault.pointer.front() != '/') std::abort();
  }
  return 0;
}
