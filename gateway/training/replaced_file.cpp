#include "training/replaced_file.h"

#include <cerrno>
#include <cstdlib>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/files.h"

namespace sekisho::gateway {
namespace {

constexpr std::size_t buffered = std::size_t{1} << 20U;
constexpr mode_t readable = 0644;

std::unexpected<Error> cannot_write(const std::filesystem::path& file, int code) {
  return fail(ErrorKind::invalid,
              fmt::format("cannot write {}: {}", file.string(), std::generic_category().message(code)));
}

std::filesystem::path folder_of(const std::filesystem::path& file) {
  return file.has_parent_path() ? file.parent_path() : std::filesystem::path{"."};
}

}  // namespace

Result<ReplacedFile> ReplacedFile::open(const std::filesystem::path& target) {
  std::error_code ignored;
  if (std::filesystem::is_directory(target, ignored)) return cannot_write(target, EISDIR);
  std::string path = target.string() + ".XXXXXX";
  FileDescriptor file{::mkostemp(path.data(), O_CLOEXEC)};
  if (!file || ::fchmod(file.get(), readable) != 0) return cannot_write(target, errno);
  return ReplacedFile(target, std::move(path), std::move(file));
}

ReplacedFile::ReplacedFile(std::filesystem::path target, std::filesystem::path path, FileDescriptor file)
    : target_(std::move(target)), path_(std::move(path)), file_(std::move(file)) {}

ReplacedFile::ReplacedFile(ReplacedFile&& other) noexcept
    : target_(std::move(other.target_)),
      path_(std::exchange(other.path_, {})),
      file_(std::move(other.file_)),
      buffer_(std::move(other.buffer_)),
      fault_(other.fault_) {}

ReplacedFile::~ReplacedFile() {
  if (!path_.empty()) ::unlink(path_.c_str());
}

void ReplacedFile::write(std::string_view text) {
  buffer_ += text;
  if (buffer_.size() >= buffered) flush();
}

void ReplacedFile::flush() {
  std::string_view rest = buffer_;
  while (!rest.empty() && fault_ == 0) {
    const ssize_t written = ::write(file_.get(), rest.data(), rest.size());
    if (written >= 0) {
      rest.remove_prefix(static_cast<std::size_t>(written));
    } else if (errno != EINTR) {
      fault_ = errno;
    }
  }
  buffer_.clear();
}

Result<void> ReplacedFile::commit() {
  flush();
  if (fault_ == 0 && ::fsync(file_.get()) != 0) fault_ = errno;
  if (fault_ == 0 && ::rename(path_.c_str(), target_.c_str()) != 0) fault_ = errno;
  if (fault_ != 0) return cannot_write(target_, fault_);
  path_.clear();
  return sync_directory(folder_of(target_));
}

}  // namespace sekisho::gateway
