#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <adapters/adapter.h>
#include <boost/asio/awaitable.hpp>
#include <domain/random.h>
#include <domain/time.h>
#include <nlohmann/json.hpp>
#include <storage/vault.h>

#include "admin/reader_pool.h"
#include "desk/inbox.h"
#include "http/message.h"
#include "observe/log.h"
#include "settings/settings.h"

namespace sekisho::gateway {

/// Who may make a call. Every route names its role; a caller without it is turned away.
enum class Role { operator_ };

/// One authorised call: its request, what the path's placeholders stand for, and its parsed body.
struct AdminCall {
  const Request& request;
  std::vector<std::string> arguments;
  std::string actor;
  nlohmann::json body;
};

struct AdminServices {
  const SettingsBoard& board;
  Inbox& inbox;
  ReaderPool& readers;
  const Clock& clock;
  Random& random;
  const Log& log;
  const storage::MasterKey& master;
  Secret operator_token;
  std::chrono::milliseconds first_attempt_after{0};  ///< of callbacks: the retry schedule's first entry
  bool allow_private_networks = false;
  std::string openapi;  ///< the OpenAPI file, as it is served
};

/// The admin API of contract §5, operator's part: routes, tokens, idempotency, and what handlers share.
/// Belongs to its loop's thread.
class AdminApi {
 public:
  explicit AdminApi(AdminServices services);

  boost::asio::awaitable<Response> handle(const Request& request);

  // --- for the handlers in admin/*.cpp ---

  [[nodiscard]] SettingsPtr settings() const { return services_.board.current(); }

  [[nodiscard]] Inbox& inbox() { return services_.inbox; }

  [[nodiscard]] ReaderPool& readers() { return services_.readers; }

  [[nodiscard]] Timestamp now() const { return services_.clock.now(); }

  [[nodiscard]] Random& random() { return services_.random; }

  [[nodiscard]] storage::LookupHasher& hasher() { return hasher_; }

  [[nodiscard]] bool allows_private_networks() const { return services_.allow_private_networks; }

  [[nodiscard]] std::chrono::milliseconds first_attempt_after() const {
    return services_.first_attempt_after;
  }

  [[nodiscard]] const std::string& openapi() const { return services_.openapi; }

  [[nodiscard]] adapters::Adapter* adapter(std::string_view name);

  /// Has the desk run a command. A POST's `Idempotency-Key` is honoured: the same key and body get the first
  /// answer, another body 422.
  boost::asio::awaitable<Response> change(const AdminCall& call, Command command);

  /// For a call of several commands, whose last is a change(): the answer that its `Idempotency-Key` got
  /// already, or a refusal of the key; nothing when the call is to be carried out.
  boost::asio::awaitable<std::optional<Response>> answered_before(const AdminCall& call);

  /// What names a call that is to happen once.
  struct OnceKey {
    storage::LookupKey key;
    storage::LookupKey body_hash;
  };

 private:
  Result<std::optional<OnceKey>> once_key_of(const AdminCall& call);
  [[nodiscard]] bool may(const Request& request, Role role);

  AdminServices services_;
  storage::LookupHasher hasher_;
  std::map<std::string, std::unique_ptr<adapters::Adapter>, std::less<>> adapters_;
};

/// The page that a list call asks for: `limit` (1–500, 50 by default) and `cursor`.
[[nodiscard]] Result<storage::PageRequest> page_of(const Request& request);

/// The call's `If-Match`: nothing when it does not say on which version it was decided.
[[nodiscard]] std::optional<std::string> if_match_of(const AdminCall& call);

/// Whether a call that was decided on another version than this one must be turned away (412).
[[nodiscard]] bool is_stale(const std::optional<std::string>& if_match, std::int64_t version);

[[nodiscard]] Response no_such(std::string_view what);
[[nodiscard]] Response stale();

/// `"3"`: a version as an entity tag.
[[nodiscard]] std::pair<std::string, std::string> etag(std::int64_t version);

}  // namespace sekisho::gateway
