#include "observe/ops_api.h"

#include <utility>
#include <vector>

#include <domain/json_writer.h>

namespace sekisho::gateway {

namespace asio = boost::asio;

namespace {

struct Check {
  std::string name;
  std::string fault;  ///< empty: it is well
};

std::string report(const std::vector<Check>& checks, bool ready) {
  std::string body;
  JsonWriter out(body);
  out.begin_object().member("status", ready ? "ready" : "not_ready").key("checks").begin_object();
  for (const auto& check : checks)
    out.member(check.name, check.fault.empty() ? std::string{"ok"} : check.fault);
  out.end_object().end_object();
  return body;
}

}  // namespace

OpsApi::OpsApi(Inbox& inbox, Metrics& metrics, const Clock& clock,
               std::map<std::string, const certs::ReloadableContext*> certificates)
    : inbox_(inbox), metrics_(metrics), clock_(clock), certificates_(std::move(certificates)) {}

asio::awaitable<Response> OpsApi::handle(const Request& request) {
  const bool reads = request.method == Method::get || request.method == Method::head;
  if (request.path == "/healthz" && reads) co_return json_response(200, R"({"status":"alive"})");
  if (request.path == "/readyz" && reads) co_return co_await readiness();
  if (request.path == "/metrics" && reads) {
    measure_certificates();
    auto response = json_response(200, metrics_.render());
    response.content_type = "text/plain; version=0.0.4; charset=utf-8";
    co_return response;
  }
  co_return problem(404, "There is /healthz, /readyz and /metrics.");
}

asio::awaitable<Response> OpsApi::readiness() {
  // An answer from the desk means that it works and that migrations are done; what it says, that a commit
  // lasts.
  Command check = [](const DeskView& view) -> CommandOutcome {
    const auto writable = view.store.check_writable();
    return {writable ? json_response(200, "{}") : json_response(503, writable.error().detail), {}};
  };
  Work work = std::move(check);
  const auto answer = co_await inbox_.submit(std::move(work));
  std::vector<Check> checks{{"storage", answer.status == 200 ? "" : answer.body}};
  bool ready = answer.status == 200;
  const auto now = clock_.now();
  for (const auto& [listener, context] : certificates_) {
    const auto dates = context->dates();
    const bool valid = dates.not_before <= now && now < dates.not_after;
    checks.push_back({listener + "_certificate", valid ? "" : "not valid now; renew it and send SIGHUP"});
    ready = ready && valid;
  }
  co_return json_response(ready ? 200 : 503, report(checks, ready));
}

void OpsApi::measure_certificates() {
  for (const auto& [listener, context] : certificates_) {
    const auto left = std::chrono::floor<std::chrono::seconds>(context->dates().not_after - clock_.now());
    metrics_.certificate_expiry(listener, left);
  }
}

}  // namespace sekisho::gateway
