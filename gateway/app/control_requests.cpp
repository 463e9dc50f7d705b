#include "app/control_requests.h"

#include <utility>

#include <domain/json_writer.h>
#include <nlohmann/json.hpp>

#include "app/control_socket.h"

namespace sekisho::gateway {
namespace {

using nlohmann::json;

/// Sends one request; an answer without `"ok":true` is an error.
Result<json> ask(const std::filesystem::path& socket, const std::string& request,
                 std::chrono::seconds deadline = control_deadline) {
  const auto text = ask_serve(socket, request, deadline);
  if (!text) return std::unexpected(text.error());
  json answer = json::parse(*text, nullptr, false);
  if (!answer.is_object()) return fail(ErrorKind::unavailable, "the gateway's answer is not understood");
  const auto ok = answer.find("ok");
  if (ok != answer.end() && *ok == true) return answer;
  const auto error = answer.find("error");
  const bool says_why = error != answer.end() && error->is_string();
  return fail(ErrorKind::invalid,
              says_why ? error->get<std::string>() : "the gateway refused without a reason");
}

/// A member's text, empty when there is none.
std::string text_of(const json& answer, const char* name) {
  const auto member = answer.find(name);
  return member != answer.end() && member->is_string() ? member->get<std::string>() : std::string{};
}

std::vector<MerchantId> merchants_of(const json& answer) {
  std::vector<MerchantId> merchants;
  const auto member = answer.find("merchants");
  if (member == answer.end() || !member->is_array()) return merchants;
  for (const json& merchant : *member) {
    if (merchant.is_string()) merchants.emplace_back(merchant.get<std::string>());
  }
  return merchants;
}

}  // namespace

Result<SendInfo> ask_send_info(const std::filesystem::path& socket, const HookId& hook) {
  std::string request;
  JsonWriter{request}.begin_object().member("op", "send_info").member("hook", hook.str()).end_object();
  const auto answer = ask(socket, request);
  if (!answer) return std::unexpected(answer.error());
  const auto tls = answer->find("tls");
  SendInfo info{text_of(*answer, "path"),
                Secret{text_of(*answer, "signing_secret")},
                text_of(*answer, "endpoint"),
                tls == answer->end() || *tls != false,
                text_of(*answer, "certificate"),
                merchants_of(*answer),
                answer->value("event_clock", json{}) == true};
  if (info.path.empty() || info.signing_secret.empty() || info.endpoint.empty())
    return fail(ErrorKind::unavailable, "the gateway's answer is not understood");
  return info;
}

Result<std::string> ask_load_reference(const std::filesystem::path& socket, ReferenceKind kind) {
  constexpr std::chrono::seconds deadline{300};  // it reads all of a file that may have gigabytes
  std::string request;
  JsonWriter{request}
      .begin_object()
      .member("op", "load_reference")
      .member("kind", to_string(kind))
      .end_object();
  const auto answer = ask(socket, request, deadline);
  if (!answer) return std::unexpected(answer.error());
  return text_of(*answer, "version");
}

Result<std::string> ask_version(const std::filesystem::path& socket) {
  const auto answer = ask(socket, R"({"op":"ping"})");
  if (!answer) return std::unexpected(answer.error());
  return text_of(*answer, "version");
}

}  // namespace sekisho::gateway
