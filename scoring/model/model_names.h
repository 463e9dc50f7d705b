#pragma once

#include <array>
#include <string_view>
#include <utility>

#include <domain/enum_names.h>
#include <scoring/model_file.h>

namespace sekisho::scoring {

inline constexpr std::string_view format_name = "sekisho-model";

inline constexpr std::array feature_kinds = std::to_array<std::pair<FeatureKind, std::string_view>>(
    {{FeatureKind::number, "number"}, {FeatureKind::equals, "equals"}, {FeatureKind::present, "present"}});

}  // namespace sekisho::scoring
