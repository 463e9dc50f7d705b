#include "sqlite/lock_file.h"

#include <cerrno>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace sekisho::storage {
namespace {

constexpr mode_t owner_only = S_IRUSR | S_IWUSR;

}  // namespace

Result<LockFile> LockFile::take(const std::string& path) {
  const auto name = path + ".lock";
  LockFile lock{::open(name.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, owner_only)};
  if (lock.descriptor_ < 0) {
    return fail(ErrorKind::unavailable, fmt::format("{}: {}", name, std::generic_category().message(errno)));
  }
  if (::flock(lock.descriptor_, LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK) {
      return fail(ErrorKind::unavailable,
                  fmt::format("{}: {}", name, std::generic_category().message(errno)));
    }
    return fail(ErrorKind::conflict,
                fmt::format("{}: another process has it open; stop that one first", path));
  }
  return lock;
}

LockFile::LockFile(LockFile&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

LockFile& LockFile::operator=(LockFile&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  return *this;
}

LockFile::~LockFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

}  // namespace sekisho::storage
