#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <domain/result.h>

#include "app/config.h"
#include "reference/reference_kind.h"
#include "settings/settings.h"

namespace sekisho::gateway {

/// The kind whose new version a request wants loaded, `{"op":"load_reference","kind":"vacancies"}`; nothing
/// for every other request.
[[nodiscard]] std::optional<ReferenceKind> reference_to_load(std::string_view request);

/// The answer to it: the version that is in force, or why it could not be loaded.
[[nodiscard]] std::string loaded_answer(const Result<std::string>& loaded);

/// What `serve` answers on its control socket: `ping`, and `send_info` (a hook's path, signing secret and
/// merchants, where ingress listens and by which clock) for `sekisho send` and `simulate`. `endpoint` is
/// where ingress really listens.
[[nodiscard]] std::string control_answer(std::string_view request, const Settings& settings,
                                         const Config& config, const std::string& endpoint);

}  // namespace sekisho::gateway
