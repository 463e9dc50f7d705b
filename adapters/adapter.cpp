#include <adapters/adapter.h>

#include "qualva.h"

namespace sekisho::adapters {

std::unique_ptr<Adapter> make_adapter(std::string_view name) {
  if (name == "qualva") return std::make_unique<Qualva>();
  return nullptr;
}

}  // namespace sekisho::adapters
