#include "support/admin_client.h"

#include <stdexcept>
#include <utility>

namespace sekisho::testing {

using nlohmann::json;

HttpAnswer AdminClient::call(std::string method, std::string target, const json& body, Headers headers) {
  headers.emplace_back("Authorization", "Bearer " + token_);
  HttpRequest request{
      .method = std::move(method), .target = std::move(target), .headers = std::move(headers), .body = {}};
  if (!body.is_null()) {
    request.headers.emplace_back("Content-Type", "application/json");
    request.body = body.dump();
  }
  return session_.exchange(request);
}

json AdminClient::get(const std::string& target) {
  return send("GET", target, {});
}

json AdminClient::send(const std::string& method, const std::string& target, const json& body) {
  const auto answer = call(method, target, body);
  if (answer.status / 100 != 2) {
    throw std::runtime_error(method + ' ' + target + ": " + std::to_string(answer.status) + ' ' +
                             answer.body);
  }
  return answer.body.empty() ? json{} : answer.json();
}

void AdminClient::create_merchant(std::string_view id) {
  send("POST", "/v1/merchants", {{"id", id}, {"name", "肌育"}});
}

HookAccess AdminClient::create_hook(std::string_view merchant, std::string_view callback_url) {
  const json hook = send("POST", "/v1/merchants/" + std::string{merchant} + "/hooks",
                         {{"adapter", "qualva"}, {"callback_url", callback_url}});
  return {.id = hook.at("id"),
          .path = hook.at("path"),
          .signing_secret = hook.at("signing_secret"),
          .callback_secret = hook.at("callback_secret")};
}

void AdminClient::set_thresholds(std::string_view merchant, int challenge, int review, int reject) {
  const auto target = "/v1/merchants/" + std::string{merchant} + "/policy";
  json policy = get(target).at("policy");
  policy["thresholds"] = {{"challenge", challenge}, {"review", review}, {"reject", reject}};
  send("PUT", target, policy);
}

std::vector<json> AdminClient::all(const std::string& target) {
  std::vector<json> rows;
  const std::string with_limit = target + (target.contains('?') ? "&" : "?") + "limit=500";
  json cursor;
  do {
    const json page =
        get(cursor.is_null() ? with_limit : with_limit + "&cursor=" + cursor.get<std::string>());
    for (const auto& row : page.at("data"))
      rows.push_back(row);
    cursor = page.at("next_cursor");
  } while (!cursor.is_null());
  return rows;
}

}  // namespace sekisho::testing
