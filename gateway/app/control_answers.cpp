#include "app/control_answers.h"

#include <nlohmann/json.hpp>

#include "app/version.h"

namespace sekisho::gateway {
namespace {

using nlohmann::json;

json refuse(std::string why) {
  return {{"ok", false}, {"error", std::move(why)}};
}

json send_info(const json& request, const Settings& settings, const Config& config,
               const std::string& endpoint) {
  const auto id = request.value("hook", "");
  const auto hook = settings.hook(HookId{id});
  if (hook == nullptr) return refuse("there is no hook " + id);
  if (hook->signing.empty()) return refuse("the hook " + id + " has no signing secret");
  json merchants = json::array();
  for (const MerchantId& merchant : hook->record.merchants)
    merchants.push_back(merchant.str());
  return {{"ok", true},
          {"path", "/v1/hooks/" + id},
          {"merchants", std::move(merchants)},
          {"event_clock", config.runtime.event_clock},
          {"signing_secret", hook->signing.back().text.reveal()},
          {"endpoint", endpoint},
          {"tls", config.ingress.tls.enabled},
          {"certificate", config.ingress.tls.enabled ? config.ingress.tls.files.certificate : ""}};
}

}  // namespace

std::optional<ReferenceKind> reference_to_load(std::string_view request) {
  const auto parsed = json::parse(request, nullptr, false);
  if (!parsed.is_object() || parsed.value("op", json{}) != "load_reference") return std::nullopt;
  const auto kind = parsed.find("kind");
  if (kind == parsed.end() || !kind->is_string()) return std::nullopt;
  return reference_kind_from(kind->get_ref<const std::string&>());
}

std::string loaded_answer(const Result<std::string>& loaded) {
  return loaded ? json{{"ok", true}, {"version", *loaded}}.dump() : refuse(loaded.error().detail).dump();
}

std::string control_answer(std::string_view request, const Settings& settings, const Config& config,
                           const std::string& endpoint) {
  const auto parsed = json::parse(request, nullptr, false);
  if (!parsed.is_object() || !parsed.contains("op") || !parsed["op"].is_string())
    return refuse("not a request").dump();
  const auto& op = parsed["op"];
  if (op == "ping") return json{{"ok", true}, {"version", version}}.dump();
  if (op == "send_info") return send_info(parsed, settings, config, endpoint).dump();
  return refuse("no such request").dump();
}

}  // namespace sekisho::gateway
