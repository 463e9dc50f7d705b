#pragma once

#include <map>
#include <string>

#include <boost/asio/awaitable.hpp>
#include <certs/tls_context.h>
#include <domain/time.h>

#include "desk/inbox.h"
#include "http/message.h"
#include "observe/metrics.h"

namespace sekisho::gateway {

/// The ops listener: `/healthz`, `/readyz`, `/metrics`. Belongs to its loop's thread.
class OpsApi {
 public:
  /// `certificates` are those in force, by listener.
  OpsApi(Inbox& inbox, Metrics& metrics, const Clock& clock,
         std::map<std::string, const certs::ReloadableContext*> certificates);

  boost::asio::awaitable<Response> handle(const Request& request);

 private:
  boost::asio::awaitable<Response> readiness();
  void measure_certificates();

  Inbox& inbox_;
  Metrics& metrics_;
  const Clock& clock_;
  const std::map<std::string, const certs::ReloadableContext*> certificates_;
};

}  // namespace sekisho::gateway
