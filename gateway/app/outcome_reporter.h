#pragma once

#include <memory>
#include <string>
#include <string_view>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <domain/result.h>
#include <domain/secret.h>

#include "app/config.h"
#include "http/client.h"

namespace sekisho::gateway {

/// Tells a running gateway's admin API what orders turned out to be, with the operator's token of the same
/// configuration. Belongs to its loop's thread.
class OutcomeReporter {
 public:
  /// Fails when the configuration does not say where the admin API listens, or its token cannot be read.
  [[nodiscard]] static Result<OutcomeReporter> create(boost::asio::io_context& loop, const Config& config);

  /// The status of the answer; 0 when there was none.
  boost::asio::awaitable<int> report(std::string order_id, std::string_view outcome);

  void close_idle() { client_->close_idle(); }

 private:
  OutcomeReporter(Url url, Secret token, std::unique_ptr<HttpClient> client);

  Url url_;
  Secret token_;
  std::unique_ptr<HttpClient> client_;
};

}  // namespace sekisho::gateway
