#include "app/outcome_reporter.h"

#include <chrono>
#include <utility>

#include <certs/tls_context.h>
#include <domain/json_writer.h>
#include <fmt/format.h>

#include "app/key_files.h"
#include "app/listen_address.h"

namespace sekisho::gateway {
namespace {

constexpr std::chrono::seconds answer_deadline{30};

}  // namespace

Result<OutcomeReporter> OutcomeReporter::create(boost::asio::io_context& loop, const Config& config) {
  const auto endpoint = parse_listen(config.admin.listen);
  if (!endpoint || endpoint->port() == 0)
    return fail(ErrorKind::invalid, "admin.listen must name a port for outcomes to be reported");
  auto token = read_operator_token(config.admin.operator_token);
  if (!token) return std::unexpected(token.error());
  const bool tls = config.admin.tls.enabled;
  auto context = tls ? certs::make_pinned_client_context(config.admin.tls.files.certificate)
                     : certs::make_client_context();
  if (!context) return std::unexpected(context.error());
  constexpr bool allow_private_networks = true;
  return OutcomeReporter{
      Url{tls, endpoint->address().to_string(), true, endpoint->port(), ""}, std::move(*token),
      std::make_unique<HttpClient>(loop, std::move(*context), allow_private_networks, ClientLimits{})};
}

OutcomeReporter::OutcomeReporter(Url url, Secret token, std::unique_ptr<HttpClient> client)
    : url_(std::move(url)), token_(std::move(token)), client_(std::move(client)) {}

boost::asio::awaitable<int> OutcomeReporter::report(std::string order_id, std::string_view outcome) {
  std::string body;
  JsonWriter{body}.begin_object().member("outcome", outcome).end_object();
  ClientRequest request;
  request.url = url_;
  request.url.target = fmt::format("/v1/orders/{}/outcome", order_id);
  request.headers.emplace_back("authorization", fmt::format("Bearer {}", token_.reveal()));
  request.body = body;
  const auto answer = co_await client_->exchange(std::move(request), answer_deadline);
  co_return answer ? answer->status : 0;
}

}  // namespace sekisho::gateway
