#pragma once

#include <array>
#include <chrono>
#include <expected>
#include <memory>
#include <string_view>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <domain/crypto.h>
#include <domain/result.h>

#include "app/command_context.h"
#include "app/control_requests.h"
#include "http/client.h"

namespace sekisho::gateway {

/// Posts bodies to one hook as its vendor would, each under an id of its own and signed with the hook's
/// secret. Belongs to its loop's thread.
class VendorClient {
 public:
  static constexpr std::chrono::seconds answer_deadline{30};

  /// `info` is the hook's, as the running gateway told it. Fails when that cannot be used.
  [[nodiscard]] static Result<VendorClient> create(boost::asio::io_context& loop, const SendInfo& info,
                                                   const CommandContext& context);

  /// One delivery, answered or not. `body` outlives the call. Several may be under way at once.
  boost::asio::awaitable<std::expected<ClientResponse, ClientFault>> post(std::string_view body);

  /// Closes pooled connections; while there are any, the loop does not run out of work.
  void close_idle() { client_->close_idle(); }

 private:
  VendorClient(Url url, Hmac key, std::unique_ptr<HttpClient> client, const CommandContext& context);
  [[nodiscard]] ClientRequest request_of(std::string_view body);

  Url url_;
  std::array<Hmac, 1> keys_;
  std::unique_ptr<HttpClient> client_;
  const CommandContext* context_;
};

}  // namespace sekisho::gateway
