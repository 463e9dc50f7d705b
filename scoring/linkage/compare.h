#pragma once

#include <string_view>

#include <scoring/link.h>

#include "reference/name_dictionary.h"

namespace sekisho::scoring {

// One function for each kind. Each expects that `a` <= `b`: that order is what makes compare() symmetric.

[[nodiscard]] LinkAnswer compare_addresses(std::string_view a, std::string_view b,
                                           const ReferenceData& reference);
[[nodiscard]] LinkAnswer compare_names(std::string_view a, std::string_view b,
                                       const NameDictionary& dictionary);
[[nodiscard]] LinkAnswer compare_phones(std::string_view a, std::string_view b);
[[nodiscard]] LinkAnswer compare_emails(std::string_view a, std::string_view b);

[[nodiscard]] inline LinkAnswer answer(double similarity, std::vector<std::string_view> why) {
  return {.same = similarity >= link_threshold, .similarity = similarity, .why = std::move(why)};
}

}  // namespace sekisho::scoring
