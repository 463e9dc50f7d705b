#pragma once

#include <expected>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <adapters/adapter.h>
#include <boost/asio/awaitable.hpp>
#include <domain/crypto.h>
#include <domain/random.h>
#include <domain/time.h>
#include <scoring/engine.h>
#include <storage/vault.h>

#include "desk/inbox.h"
#include "http/message.h"
#include "http/rate_limiter.h"
#include "observe/log.h"
#include "observe/metrics.h"
#include "reference/reference_lookup.h"
#include "settings/settings.h"

namespace sekisho::gateway {

/// What every ingress loop shares. All of it is thread-safe and outlives the loops.
struct IngressServices {
  const SettingsBoard& board;
  Inbox& inbox;
  const Clock& clock;
  const scoring::Engine& engine;
  Metrics& metrics;
  const Log& log;
  RateLimiter& per_hook;
  RateLimiter& per_address;
  const storage::MasterKey& master;
  Random& random;
  bool event_clock =
      false;  ///< an event's own timestamp is its time of receipt; the signature's age is not checked
  const ReferenceBoard* reference = nullptr;  ///< the imported data; may be none
};

/// `POST /v1/hooks/{hook_id}` for one loop: what needs no memory of the past (limits, signature, JSON,
/// adapter, keyed identifiers), then the desk. Owns its prepared MAC contexts and parsers: belongs to its
/// loop's thread.
class Ingress {
 public:
  explicit Ingress(const IngressServices& services);

  boost::asio::awaitable<Response> handle(const Request& request);

 private:
  struct Refusal {
    Response response;
    std::string_view result;  ///< label of sekisho_events_total
  };
  template <class T>
  using Checked = std::expected<T, Refusal>;

  Checked<std::shared_ptr<const Hook>> find_hook(const Request& request);
  Checked<EventId> check_signature(const Request& request, std::span<Hmac> keys);
  Checked<Delivery> prepare(const Request& request);
  std::span<Hmac> keys_of(const std::shared_ptr<const Hook>& hook);
  void prepare_order(Delivery& delivery);
  Response refuse(const Request& request, std::string_view hook, Refusal refusal);

  const IngressServices services_;
  SettingsBoard::View settings_;
  storage::LookupHasher hasher_;
  std::optional<ReferenceLookup> reference_;
  std::map<std::string, std::unique_ptr<adapters::Adapter>, std::less<>> adapters_;

  struct HookKeys {
    std::shared_ptr<const Hook> hook;  ///< whose secrets these are, at that edition
    std::vector<Hmac> keys;
  };

  std::map<HookId, HookKeys> keys_;
  std::vector<Hmac> nobody_;  ///< a key that no vendor has: an unknown hook takes as long as a wrong secret
};

}  // namespace sekisho::gateway
