#pragma once

#include <functional>
#include <string>
#include <string_view>

#include <boost/asio/awaitable.hpp>

#include "app/config.h"
#include "settings/settings.h"

namespace sekisho::gateway {

/// What `serve` answers on its control socket: `ping`, and `send_info` (a hook's path, signing secret and
/// merchants, where ingress listens and by which clock) for `sekisho send` and `simulate`. `endpoint` is
/// where ingress really listens.
[[nodiscard]] std::string control_answer(std::string_view request, const Settings& settings,
                                         const Config& config, const std::string& endpoint);

}  // namespace sekisho::gateway
