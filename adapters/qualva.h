#pragma once

#include <string_view>

#include <adapters/adapter.h>

#include "json/reader.h"

namespace sekisho::adapters {

/// The event format that the gateway publishes for chat-form vendors, adapter `qualva`. A member whose value
/// is `""` is absent; null is a wrong type. Unknown members are ignored, but for what holds in all of a
/// document: the JSON rules, and no card number.
class Qualva final : public Adapter {
 public:
  Qualva();
  [[nodiscard]] Result<Event> read(std::string_view body) override;

 private:
  json::Reader reader_;
};

}  // namespace sekisho::adapters
