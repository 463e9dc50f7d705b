#include "app/files.h"

#include <array>
#include <cerrno>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/file_descriptor.h"

namespace sekisho::gateway {
namespace {

std::string reason(int code) {
  return std::generic_category().message(code);
}

std::unexpected<Error> cannot(std::string_view verb, const std::filesystem::path& file, int code) {
  const ErrorKind kind = code == EEXIST ? ErrorKind::conflict : ErrorKind::invalid;
  return fail(kind, fmt::format("cannot {} {}: {}", verb, file.string(), reason(code)));
}

/// Returns 0 or the error's number.
int write_all(int descriptor, std::string_view content) {
  while (!content.empty()) {
    const ssize_t written = ::write(descriptor, content.data(), content.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return errno;
    content.remove_prefix(static_cast<std::size_t>(written));
  }
  return 0;
}

/// Returns 0 or the error's number.
int fill_new_file(const FileDescriptor& file, std::string_view content, mode_t mode) {
  if (::fchmod(file.get(), mode) != 0) return errno;
  if (const int failed = write_all(file.get(), content)) return failed;
  return ::fsync(file.get()) == 0 ? 0 : errno;
}

}  // namespace

Result<std::string> read_file(const std::filesystem::path& file, std::size_t max_bytes) {
  const FileDescriptor opened{::open(file.c_str(), O_RDONLY | O_CLOEXEC)};
  if (!opened) return cannot("read", file, errno);
  std::string content;
  std::array<char, 16 * 1024> chunk{};
  while (true) {
    const ssize_t got = ::read(opened.get(), chunk.data(), chunk.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return cannot("read", file, errno);
    if (got == 0) return content;
    content.append(chunk.data(), static_cast<std::size_t>(got));
    if (content.size() > max_bytes)
      return fail(ErrorKind::invalid, fmt::format("{} is longer than {} bytes", file.string(), max_bytes));
  }
}

Result<void> write_new_file(const std::filesystem::path& file, std::string_view content, mode_t mode) {
  const FileDescriptor opened{
      ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode)};
  if (!opened) return cannot("make", file, errno);
  const int failed = fill_new_file(opened, content, mode);
  if (failed == 0) return {};
  ::unlink(file.c_str());
  return cannot("write", file, failed);
}

Result<void> sync_directory(const std::filesystem::path& directory) {
  const FileDescriptor opened{::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
  if (!opened || ::fsync(opened.get()) != 0) return cannot("write", directory, errno);
  return {};
}

Result<void> check_private(const std::filesystem::path& file) {
  struct stat status{};
  if (::stat(file.c_str(), &status) != 0) return cannot("read", file, errno);
  constexpr mode_t others = S_IRWXG | S_IRWXO;
  if ((status.st_mode & others) == 0) return {};
  return fail(ErrorKind::invalid, fmt::format("{} is open to others (mode {:04o}); run: chmod 600 {}",
                                              file.string(), status.st_mode & 07777U, file.string()));
}

std::filesystem::path shipped_data_directory() {
  std::error_code ignored;
  const auto program = std::filesystem::read_symlink("/proc/self/exe", ignored);
  return (program.parent_path() / "../share/sekisho/data").lexically_normal();
}

}  // namespace sekisho::gateway
