#include <utility>

#include <certs/tls_context.h>
#include <openssl/ssl.h>

#include "certificate_dates.h"

namespace sekisho::certs {

namespace {

struct Loaded {
  SslContext context;
  CertificateDates dates;
};

/// The dates come from the context, not from the file again: a file replaced in between would belong to
/// neither.
Result<Loaded> load_files(const ServerTlsFiles& files) {
  auto context = make_server_context(files);
  if (!context) return std::unexpected(context.error());
  const auto dates = dates_of(SSL_CTX_get0_certificate(context->get()), files.certificate);
  if (!dates) return std::unexpected(dates.error());
  return Loaded{.context = std::move(*context), .dates = *dates};
}

}  // namespace

ReloadableContext::ReloadableContext(ServerTlsFiles files, SslContext context, CertificateDates dates)
    : files_(std::move(files)), context_(std::move(context)), dates_(dates) {}

Result<std::unique_ptr<ReloadableContext>> ReloadableContext::load(ServerTlsFiles files) {
  auto loaded = load_files(files);
  if (!loaded) return std::unexpected(loaded.error());
  return std::unique_ptr<ReloadableContext>(
      new ReloadableContext(std::move(files), std::move(loaded->context), loaded->dates));
}

SslContext ReloadableContext::current() const {
  const std::scoped_lock lock(mutex_);
  return context_;
}

CertificateDates ReloadableContext::dates() const {
  const std::scoped_lock lock(mutex_);
  return dates_;
}

Result<void> ReloadableContext::reload() {
  auto loaded = load_files(files_);
  if (!loaded) return std::unexpected(loaded.error());
  const std::scoped_lock lock(mutex_);
  context_.swap(loaded->context);
  dates_ = loaded->dates;
  return {};
}

}  // namespace sekisho::certs
