#include "admin/admin_api.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include <domain/crypto.h>

#include "admin/json_body.h"
#include "admin/routes.h"

namespace sekisho::gateway {

namespace asio = boost::asio;

namespace {

constexpr std::size_t default_page = 50;
constexpr std::size_t largest_page = 500;
constexpr std::size_t longest_idempotency_key = 255;

Response unauthorised() {
  auto response = problem(401, "This call needs Authorization: Bearer and a live token.");
  response.headers.emplace_back("WWW-Authenticate", "Bearer");
  return response;
}

/// The route that a request means, with its arguments; a known path under another method is told from none.
struct Found {
  const Route* route = nullptr;
  std::vector<std::string> arguments;
  std::string allowed;
};

Found find_route(const Request& request) {
  Found found;
  for (const auto& route : admin_routes()) {
    auto arguments = match(route.pattern, request.path);
    if (!arguments) continue;
    if (route.method == request.method) {
      // The first row wins: literal segments stand before placeholders.
      if (found.route == nullptr) found = {&route, *std::move(arguments), {}};
    } else if (found.route == nullptr) {
      found.allowed += (found.allowed.empty() ? "" : ", ") + std::string{to_string(route.method)};
    }
  }
  return found;
}

std::string etag_of(const Response& response) {
  const auto header =
      std::ranges::find(response.headers, "ETag", &std::pair<std::string, std::string>::first);
  return header == response.headers.end() ? std::string{} : header->second;
}

/// The answer that a call under this key has already: its first one, or a refusal when that had another body.
std::optional<Response> answered(storage::Store& store, const AdminApi::OnceKey& key) {
  const auto known = store.find_idempotency(key.key);
  if (!known) return storage_unavailable();
  if (!*known) return std::nullopt;
  const auto& record = **known;
  if (record.body_hash != key.body_hash)
    return problem(422, "This Idempotency-Key was used before with another body.");
  auto response = json_response(record.status, record.answer);
  if (!record.etag.empty()) response.headers.emplace_back("ETag", record.etag);
  return response;
}

/// Answers as the first call was answered, or runs the command and remembers its answer.
Command once(Command command, const AdminApi::OnceKey& key) {
  return [command = std::move(command), key](const DeskView& context) -> CommandOutcome {
    if (auto known = answered(context.store, key)) return {*std::move(known), {}};
    auto outcome = command(context);
    if (outcome.response.status < 300) {
      outcome.unit.idempotency = storage::IdempotencyRecord{.key = key.key,
                                                            .body_hash = key.body_hash,
                                                            .status = outcome.response.status,
                                                            .answer = outcome.response.body,
                                                            .etag = etag_of(outcome.response),
                                                            .created_at = context.now};
    }
    return outcome;
  };
}

}  // namespace

AdminApi::AdminApi(AdminServices services) : services_(std::move(services)), hasher_(services_.master) {}

bool AdminApi::may(const Request& request, Role role) {
  constexpr std::string_view scheme = "Bearer ";
  const auto header = request.only("authorization");
  if (!header || !header->starts_with(scheme)) return false;
  // Both sides through the same MAC: the comparison tells nothing of the token, its length included.
  const auto given = hasher_.key({}, "token", header->substr(scheme.size()));
  const auto expected = hasher_.key({}, "token", services_.operator_token.reveal());
  return role == Role::operator_ && CRYPTO_memcmp(given.data(), expected.data(), given.size()) == 0;
}

asio::awaitable<Response> AdminApi::handle(const Request& request) {
  auto found = find_route(request);
  if (!may(request, found.route == nullptr ? Role::operator_ : found.route->role)) co_return unauthorised();
  if (found.route == nullptr && found.allowed.empty()) co_return problem(404, "There is no such call.");
  if (found.route == nullptr) {
    auto response = problem(405, "That path does not take this method.");
    response.headers.emplace_back("Allow", found.allowed);
    co_return response;
  }
  auto body = parse_json_body(request.body);
  if (!body) co_return problem(body.error());
  const AdminCall call{request, std::move(found.arguments), "operator", *std::move(body)};
  auto response = co_await found.route->handler(*this, call);
  services_.log.info("admin call", {{"request_id", request.request_id},
                                    {"method", to_string(request.method)},
                                    {"route", found.route->pattern},
                                    {"status", std::int64_t{response.status}}});
  co_return response;
}

adapters::Adapter* AdminApi::adapter(std::string_view name) {
  auto& adapter = adapters_[std::string{name}];
  if (adapter == nullptr) adapter = adapters::make_adapter(name);
  return adapter.get();
}

Result<std::optional<AdminApi::OnceKey>> AdminApi::once_key_of(const AdminCall& call) {
  const auto given = call.request.only("idempotency-key");
  if (!given || call.request.method != Method::post) return std::nullopt;
  if (given->empty() || given->size() > longest_idempotency_key)
    return fail(ErrorKind::invalid, "An Idempotency-Key has 1 to 255 bytes.");
  const auto caller = call.actor + "\n" + std::string{call.request.path} + "\n" + std::string{*given};
  return OnceKey{hasher_.key({}, "idempotency", caller), hasher_.key({}, "body", call.request.body)};
}

asio::awaitable<Response> AdminApi::change(const AdminCall& call, Command command) {
  const auto key = once_key_of(call);
  if (!key) co_return problem(key.error());
  if (*key) command = once(std::move(command), **key);
  Work work = std::move(command);
  co_return co_await services_.inbox.submit(std::move(work));
}

asio::awaitable<std::optional<Response>> AdminApi::answered_before(const AdminCall& call) {
  const auto key = once_key_of(call);
  if (!key) co_return problem(key.error());
  if (!*key) co_return std::nullopt;
  auto known = std::make_shared<std::optional<Response>>();
  Work work = Command{[known, key = **key](const DeskView& context) -> CommandOutcome {
    *known = answered(context.store, key);
    return {json_response(200, "{}"), {}};
  }};
  auto response = co_await services_.inbox.submit(std::move(work));
  // The inbox itself may have refused the look-up.
  if (response.status != 200) co_return response;
  co_return std::move(*known);
}

Result<storage::PageRequest> page_of(const Request& request) {
  storage::PageRequest page{.limit = default_page, .cursor = request.parameter("cursor").value_or("")};
  if (const auto limit = request.parameter("limit")) {
    const auto [end, error] = std::from_chars(limit->data(), limit->data() + limit->size(), page.limit);
    if (error != std::errc{} || end != limit->data() + limit->size() || page.limit < 1 ||
        page.limit > largest_page) {
      return fail(ErrorKind::invalid, "limit is an integer from 1 to 500.");
    }
  }
  return page;
}

std::optional<std::string> if_match_of(const AdminCall& call) {
  const auto value = call.request.only("if-match");
  return value ? std::optional<std::string>{*value} : std::nullopt;
}

bool is_stale(const std::optional<std::string>& if_match, std::int64_t version) {
  return if_match && *if_match != "*" && *if_match != etag(version).second;
}

Response no_such(std::string_view what) {
  return problem(404, "There is no such " + std::string{what} + ".");
}

Response stale() {
  return problem(412, "It has changed since you read it: read it again and repeat your change.");
}

std::pair<std::string, std::string> etag(std::int64_t version) {
  return {"ETag", '"' + std::to_string(version) + '"'};
}

}  // namespace sekisho::gateway
