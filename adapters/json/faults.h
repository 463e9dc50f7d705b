#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <domain/result.h>

#include "json/path.h"

namespace sekisho::adapters::json {

/// The faults of one document, as many as an answer can hold. `detail` is a sentence about the rule, never
/// about the value.
class Faults {
 public:
  static constexpr std::size_t limit = 32;

  void add(const Path& path, std::string_view detail) {
    if (faults_.size() < limit) faults_.push_back({path.pointer(), std::string{detail}});
  }

  [[nodiscard]] bool empty() const { return faults_.empty(); }

  [[nodiscard]] std::vector<Fault> take() { return std::exchange(faults_, {}); }

 private:
  std::vector<Fault> faults_;
};

}  // namespace sekisho::adapters::json
