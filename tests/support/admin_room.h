#pragma once

#include <chrono>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "admin/admin_api.h"
#include "desk/desk_thread.h"
#include "support/desk_room.h"
#include "support/posted_request.h"
#include "support/run_on_loop.h"

namespace sekisho::testing {

/// An admin API over a desk on its thread, called as its listener would call it.
class AdminRoom {
 public:
  static constexpr const char* token = "skt_operator_token";

  explicit AdminRoom(std::chrono::milliseconds first_attempt_after = {})
      : first_attempt_after_(first_attempt_after) {}

  struct Answer {
    gateway::Response response;

    [[nodiscard]] int status() const { return response.status; }

    [[nodiscard]] nlohmann::json json() const { return nlohmann::json::parse(response.body); }

    /// The pointers of a problem's faults.
    [[nodiscard]] std::vector<std::string> pointers() const {
      std::vector<std::string> found;
      for (const auto& fault : json().value("errors", nlohmann::json::array()))
        found.push_back(fault.at("pointer"));
      return found;
    }

    [[nodiscard]] std::string header(std::string_view name) const {
      for (const auto& [known, value] : response.headers) {
        if (known == name) return value;
      }
      return {};
    }
  };

  using Headers = std::vector<std::pair<std::string, std::string>>;

  Answer send(const PostedRequest& posted) {
    const auto request = posted.view();
    return {run_on_loop(api_.handle(request))};
  }

  Answer get(const std::string& target) { return call(gateway::Method::get, target, ""); }

  Answer post(const std::string& target, const nlohmann::json& body, const Headers& headers = {}) {
    return call(gateway::Method::post, target, body.dump(), headers);
  }

  Answer put(const std::string& target, const nlohmann::json& body, const Headers& headers = {}) {
    return call(gateway::Method::put, target, body.dump(), headers);
  }

  Answer patch(const std::string& target, const nlohmann::json& body, const Headers& headers = {}) {
    return call(gateway::Method::patch, target, body.dump(), headers);
  }

  Answer del(const std::string& target, const Headers& headers = {}) {
    return call(gateway::Method::del, target, "", headers);
  }

  Answer call(gateway::Method method, const std::string& target, const std::string& body,
              const Headers& headers = {}) {
    PostedRequest posted{.method = method, .target = target, .headers = headers, .body = body};
    posted.headers.emplace_back("authorization", std::string{"Bearer "} + token);
    return send(posted);
  }

  /// A vendor's event, through the same desk.
  gateway::Response deliver(std::string_view event_id, const nlohmann::json& body) {
    std::variant<gateway::Delivery, gateway::Write, gateway::Command> work = room.delivery(event_id, body);
    return run_on_loop(inbox_.submit(std::move(work)));
  }

  /// Records of work done elsewhere, such as an attempt, through the same desk.
  void write(storage::Unit unit) {
    std::variant<gateway::Delivery, gateway::Write, gateway::Command> work = gateway::Write{std::move(unit)};
    if (run_on_loop(inbox_.submit(std::move(work))).status != 200) throw std::runtime_error("not written");
  }

  /// A completed conversation, and the id of the order that it made.
  std::string place(std::string_view conversation = "c-1") {
    const auto answer = deliver("evt-" + std::string{conversation}, completed(conversation));
    return nlohmann::json::parse(answer.body).at("order").at("id").get<std::string>();
  }

  /// Thresholds by the API, so that every order gets this verdict.
  void judge_all(Verdict verdict) {
    const auto from = [&](Verdict band) { return verdict >= band ? 0 : 101; };
    put("/v1/merchants/" + std::string{merchant_name} + "/policy", {{"thresholds",
                                                                     {{"challenge", from(Verdict::challenge)},
                                                                      {"review", from(Verdict::review)},
                                                                      {"reject", from(Verdict::reject)}}}});
  }

  DeskRoom room;

 private:
  std::chrono::milliseconds first_attempt_after_;
  gateway::Inbox inbox_{100};
  gateway::ReaderPool readers_{room.make_reader()};
  gateway::AdminApi api_{gateway::AdminServices{.board = room.board(),
                                                .inbox = inbox_,
                                                .readers = readers_,
                                                .clock = room.process_clock(),
                                                .random = room.random,
                                                .log = room.log,
                                                .master = room.master,
                                                .operator_token = Secret{token},
                                                .first_attempt_after = first_attempt_after_,
                                                .allow_private_networks = false,
                                                .openapi = R"({"openapi":"3.1.0"})"}};
  gateway::DeskThread desk_{room.desk(), inbox_, 16, [] {}};
};

}  // namespace sekisho::testing
