#include "reference/disk_file.h"

#include <cerrno>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/stat.h>
#include <unistd.h>

namespace sekisho::storage {

Result<DiskFile> DiskFile::create(std::filesystem::path path) {
  ::unlink(path.c_str());
  DiskFile file{std::move(path), -1};
  file.descriptor_ =
      ::open(file.path_.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, S_IRUSR | S_IWUSR);
  if (file.descriptor_ < 0) return file.cannot("make");
  return file;
}

DiskFile::DiskFile(DiskFile&& other) noexcept
    : path_(std::exchange(other.path_, {})), descriptor_(std::exchange(other.descriptor_, -1)) {}

DiskFile& DiskFile::operator=(DiskFile&& other) noexcept {
  std::swap(path_, other.path_);
  std::swap(descriptor_, other.descriptor_);
  return *this;
}

DiskFile::~DiskFile() {
  if (descriptor_ < 0) return;
  ::close(descriptor_);
  if (!path_.empty()) ::unlink(path_.c_str());
}

std::unexpected<Error> DiskFile::cannot(std::string_view verb) const {
  return fail(ErrorKind::unavailable,
              fmt::format("cannot {} {}: {}", verb, path_.string(), std::generic_category().message(errno)));
}

Result<void> DiskFile::write(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor_, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return cannot("write");
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return {};
}

Result<void> DiskFile::rewind() {
  if (::lseek(descriptor_, 0, SEEK_SET) != 0) return cannot("read");
  return {};
}

Result<std::size_t> DiskFile::read(std::span<char> into) {
  while (true) {
    const ssize_t got = ::read(descriptor_, into.data(), into.size());
    if (got >= 0) return static_cast<std::size_t>(got);
    if (errno != EINTR) return cannot("read");
  }
}

Result<void> DiskFile::keep_as(const std::filesystem::path& name) {
  if (::fsync(descriptor_) != 0) return cannot("write");
  if (::rename(path_.c_str(), name.c_str()) != 0) return cannot("rename");
  path_.clear();
  return {};
}

}  // namespace sekisho::storage
