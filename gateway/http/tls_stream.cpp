#include <cerrno>
#include <cstring>
#include <stdexcept>
#include <utility>

#include <boost/asio/ip/address.hpp>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/sslerr.h>
#include <openssl/x509v3.h>

#include "http/stream.h"
#include "http/timed_socket.h"

namespace sekisho::gateway {

namespace asio = boost::asio;
using asio::ip::tcp;

namespace {

// --- OpenSSL's view of the socket. Its own socket BIO would do, but for write(2), which raises SIGPIPE. ---

TimedSocket& socket_of(BIO* bio) {
  return *static_cast<TimedSocket*>(BIO_get_data(bio));
}

bool would_block() {
  return errno == EAGAIN || errno == EWOULDBLOCK;
}

int bio_read(BIO* bio, char* into, std::size_t size, std::size_t* got) {
  BIO_clear_retry_flags(bio);
  const ssize_t received = socket_of(bio).receive(into, size);
  if (received > 0) {
    *got = static_cast<std::size_t>(received);
    return 1;
  }
  if (received < 0 && would_block()) BIO_set_retry_read(bio);
  return 0;
}

int bio_write(BIO* bio, const char* bytes, std::size_t size, std::size_t* written) {
  BIO_clear_retry_flags(bio);
  const ssize_t sent = socket_of(bio).send(bytes, size);
  if (sent >= 0) {
    *written = static_cast<std::size_t>(sent);
    return 1;
  }
  if (would_block()) BIO_set_retry_write(bio);
  return 0;
}

long bio_control(BIO* /*bio*/, int command, long /*number*/, void* /*pointer*/) {
  return command == BIO_CTRL_FLUSH ? 1 : 0;
}

struct FreeMethod {
  void operator()(BIO_METHOD* method) const { BIO_meth_free(method); }
};

const BIO_METHOD* bio_method() {
  static const std::unique_ptr<BIO_METHOD, FreeMethod> method = [] {
    std::unique_ptr<BIO_METHOD, FreeMethod> made(
        BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "timed socket"));
    if (!made) throw std::bad_alloc();
    BIO_meth_set_read_ex(made.get(), bio_read);
    BIO_meth_set_write_ex(made.get(), bio_write);
    BIO_meth_set_ctrl(made.get(), bio_control);
    return made;
  }();
  return method.get();
}

struct FreeSsl {
  void operator()(SSL* ssl) const { SSL_free(ssl); }
};

class TlsStream final : public Stream {
 public:
  TlsStream(tcp::socket socket, certs::SslContext context)
      : socket_(std::move(socket)), context_(std::move(context)), ssl_(SSL_new(context_.get())) {
    BIO* const bio = ssl_ ? BIO_new(bio_method()) : nullptr;
    if (bio == nullptr) throw std::bad_alloc();
    BIO_set_data(bio, &socket_);
    BIO_set_init(bio, 1);
    SSL_set_bio(ssl_.get(), bio, bio);
    SSL_set_mode(ssl_.get(), SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE |
                                 SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
    // One recv(2) per record instead of one for its header and one for the rest.
    SSL_set_read_ahead(ssl_.get(), 1);
  }

  void accept() { SSL_set_accept_state(ssl_.get()); }

  void connect(const std::string& host) {
    SSL_set_connect_state(ssl_.get());
    boost::system::error_code not_literal;
    asio::ip::make_address(host, not_literal);
    X509_VERIFY_PARAM* const checks = SSL_get0_param(ssl_.get());
    X509_VERIFY_PARAM_set_hostflags(checks, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
    const bool named = not_literal
                           ? SSL_set1_host(ssl_.get(), host.c_str()) == 1 && set_server_name(host) == 1
                           : X509_VERIFY_PARAM_set1_ip_asc(checks, host.c_str()) == 1;
    // Going on would accept any certificate.
    if (!named) broken_ = true;
  }

  asio::awaitable<Streamed<void>> handshake(SteadyTime deadline) override {
    if (broken_) co_return std::unexpected(StreamFault::tls);
    SSL* const ssl = ssl_.get();
    co_return co_await drive([ssl] { return SSL_do_handshake(ssl); }, deadline);
  }

  asio::awaitable<Streamed<void>> wait_readable(SteadyTime deadline) override {
    if (SSL_has_pending(ssl_.get()) == 1) return ready_at_once();
    return socket_.wait(tcp::socket::wait_read, deadline);
  }

  asio::awaitable<Streamed<std::size_t>> read_some(std::span<char> into, SteadyTime deadline) override {
    SSL* const ssl = ssl_.get();
    std::size_t got = 0;
    const auto read = co_await drive(
        [ssl, into, &got] { return SSL_read_ex(ssl, into.data(), into.size(), &got); }, deadline);
    if (!read) co_return std::unexpected(read.error());
    co_return got;
  }

  asio::awaitable<Streamed<void>> write(std::string_view bytes, SteadyTime deadline) override {
    SSL* const ssl = ssl_.get();
    while (!bytes.empty()) {
      std::size_t written = 0;
      const auto wrote = co_await drive(
          [ssl, bytes, &written] { return SSL_write_ex(ssl, bytes.data(), bytes.size(), &written); },
          deadline);
      if (!wrote) co_return wrote;
      bytes.remove_prefix(written);
    }
    co_return Streamed<void>{};
  }

  asio::awaitable<void> close(SteadyTime deadline) override {
    if (!broken_ && SSL_is_init_finished(ssl_.get()) == 1) {
      ERR_clear_error();
      SSL_shutdown(ssl_.get());
    }
    return socket_.linger(deadline);
  }

  void abort() override { socket_.abort(); }

  bool quiet() override {
    char next = 0;
    ERR_clear_error();
    // Takes in session tickets, which are no reason to give a connection up.
    const int result = SSL_peek(ssl_.get(), &next, 1);
    return result <= 0 && SSL_get_error(ssl_.get(), result) == SSL_ERROR_WANT_READ;
  }

  std::string peer() const override { return socket_.peer(); }

 private:
  static asio::awaitable<Streamed<void>> ready_at_once() { co_return Streamed<void>{}; }

  int set_server_name(const std::string& host) {
    // The macro casts constness away with a C cast.
    std::string name = host;
    return static_cast<int>(
        SSL_ctrl(ssl_.get(), SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name, name.data()));
  }

  /// Repeats an OpenSSL call until it succeeds, waiting in between for what it wants.
  template <class Call>
  asio::awaitable<Streamed<void>> drive(Call call, SteadyTime deadline) {
    for (;;) {
      ERR_clear_error();
      errno = 0;
      const int result = call();
      if (result == 1) co_return Streamed<void>{};
      const auto wanted = wanted_after(result);
      if (!wanted) co_return std::unexpected(wanted.error());
      const auto ready = co_await socket_.wait(*wanted, deadline);
      if (!ready) co_return ready;
    }
  }

  Streamed<TimedSocket::Wait> wanted_after(int result) {
    switch (SSL_get_error(ssl_.get(), result)) {
      case SSL_ERROR_WANT_READ:
        return tcp::socket::wait_read;
      case SSL_ERROR_WANT_WRITE:
        return tcp::socket::wait_write;
      case SSL_ERROR_ZERO_RETURN:
        return std::unexpected(StreamFault::closed);
      case SSL_ERROR_SYSCALL:
        broken_ = true;
        return std::unexpected(StreamFault::closed);
      default:
        broken_ = true;
        return std::unexpected(fault_of_queue());
    }
  }

  /// A peer that goes without close_notify has closed; whether that cut something short is for the layer
  /// above, whose messages say their own length.
  static StreamFault fault_of_queue() {
    const bool cut = ERR_GET_REASON(ERR_peek_error()) == SSL_R_UNEXPECTED_EOF_WHILE_READING;
    ERR_clear_error();
    return cut ? StreamFault::closed : StreamFault::tls;
  }

  TimedSocket socket_;
  certs::SslContext context_;
  std::unique_ptr<SSL, FreeSsl> ssl_;  ///< Refers to the socket, so it goes first.
  bool broken_ = false;                ///< After a fatal error OpenSSL must not be asked for a goodbye.
};

}  // namespace

std::unique_ptr<Stream> make_tls_server_stream(tcp::socket socket, certs::SslContext context) {
  auto stream = std::make_unique<TlsStream>(std::move(socket), std::move(context));
  stream->accept();
  return stream;
}

std::unique_ptr<Stream> make_tls_client_stream(tcp::socket socket, certs::SslContext context,
                                               const std::string& host) {
  auto stream = std::make_unique<TlsStream>(std::move(socket), std::move(context));
  stream->connect(host);
  return stream;
}

}  // namespace sekisho::gateway
