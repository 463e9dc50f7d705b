#include "pem_file.h"

#include <cerrno>
#include <cstddef>
#include <string_view>
#include <system_error>
#include <utility>

#include <domain/secret.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <openssl/pem.h>
#include <sys/stat.h>
#include <unistd.h>

namespace sekisho::certs {

namespace {

/// Far above any real chain or CA bundle; keeps a wrong path from filling the memory.
constexpr off_t kMaxFileSize = 4 * 1024 * 1024;

class Descriptor {
 public:
  /// Does not block on a FIFO, which would hang a start or a reload.
  explicit Descriptor(const std::string& file)
      : fd_(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)) {}

  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }

  [[nodiscard]] int get() const { return fd_; }

 private:
  const int fd_;
};

std::unexpected<Error> unreadable(const std::string& file) {
  const int code = errno;
  return fail(code == ENOENT ? ErrorKind::not_found : ErrorKind::invalid,
              fmt::format("{}: cannot be read ({}); correct the path or its permissions", file,
                          std::generic_category().message(code)));
}

/// `is_private`: checks the mode, on the open descriptor: what is judged is then what is read.
Result<Secret> read_file(const std::string& file, bool is_private) {
  const Descriptor descriptor(file);
  struct stat status{};
  if (descriptor.get() < 0 || ::fstat(descriptor.get(), &status) != 0) return unreadable(file);
  if (!S_ISREG(status.st_mode)) {
    return fail(ErrorKind::invalid, fmt::format("{}: is not a regular file; name a PEM file", file));
  }
  if (is_private && (status.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
    return fail(ErrorKind::invalid,
                fmt::format("{0}: its mode {1:04o} opens the key to other users; run: chmod 600 {0}", file,
                            status.st_mode & 07777));
  }
  if (status.st_size > kMaxFileSize) {
    return fail(ErrorKind::invalid, fmt::format("{}: is too large for a PEM file; name another one", file));
  }
  std::string bytes(static_cast<std::size_t>(status.st_size), '\0');
  std::size_t filled = 0;
  while (filled < bytes.size()) {
    const ssize_t got = ::read(descriptor.get(), bytes.data() + filled, bytes.size() - filled);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return unreadable(file);
    if (got == 0) break;
    filled += static_cast<std::size_t>(got);
  }
  bytes.resize(filled);
  return Secret(std::move(bytes));
}

/// Reads from `pem`, which must outlive the result.
Bio reader_of(const Secret& pem) {
  const std::string_view bytes = pem.reveal();
  return Bio(must(BIO_new_mem_buf(bytes.data(), static_cast<int>(bytes.size())), "BIO_new_mem_buf"));
}

/// OpenSSL's way of saying that no further block of the wanted kind follows.
bool at_end_of_pem() {
  return ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE;
}

/// In place of OpenSSL's default, which would ask for the passphrase on the terminal.
int refuse_passphrase(char* /*buffer*/, int /*size*/, int /*writing*/, void* asked) {
  *static_cast<bool*>(asked) = true;
  return -1;
}

}  // namespace

Result<std::vector<Certificate>> read_certificates(const std::string& file) {
  const auto pem = read_file(file, false);
  if (!pem) return std::unexpected(pem.error());
  const Bio bio = reader_of(*pem);
  ERR_clear_error();
  std::vector<Certificate> certificates;
  while (Certificate next{PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr)}) {
    certificates.push_back(std::move(next));
  }
  const bool ended = at_end_of_pem();
  const std::string reason = openssl_reason();
  if (!ended) {
    return fail(ErrorKind::malformed,
                fmt::format("{}: certificate {} in it is damaged ({}); copy the file again", file,
                            certificates.size() + 1, reason));
  }
  if (certificates.empty()) {
    return fail(
        ErrorKind::malformed,
        fmt::format("{}: holds no PEM certificate; one begins with -----BEGIN CERTIFICATE-----", file));
  }
  return certificates;
}

Result<PrivateKey> read_private_key(const std::string& file) {
  const auto pem = read_file(file, true);
  if (!pem) return std::unexpected(pem.error());
  const Bio bio = reader_of(*pem);
  ERR_clear_error();
  bool encrypted = false;
  PrivateKey key(PEM_read_bio_PrivateKey(bio.get(), nullptr, refuse_passphrase, &encrypted));
  if (key) return key;
  ERR_clear_error();
  if (encrypted) {
    return fail(
        ErrorKind::invalid,
        fmt::format("{0}: the key is behind a passphrase; store it without: openssl pkey -in {0} -out NEW",
                    file));
  }
  // OpenSSL says "unsupported" of both, whatever is amiss.
  if (pem->reveal().find("PRIVATE KEY-----") == std::string_view::npos) {
    return fail(
        ErrorKind::malformed,
        fmt::format("{}: holds no PEM private key; one begins with -----BEGIN PRIVATE KEY-----", file));
  }
  return fail(ErrorKind::malformed,
              fmt::format("{}: the key in it is damaged or of an unknown kind; copy the file again", file));
}

}  // namespace sekisho::certs
