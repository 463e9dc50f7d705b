#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>

#include <domain/result.h>

namespace sekisho::storage {

/// A file that this process writes and reads back. Owns its descriptor, and the file too until it is kept:
/// otherwise it is removed at the end. Errors name the file and the system's reason.
class DiskFile {
 public:
  /// A new file, mode 0600; what is in its place is replaced.
  [[nodiscard]] static Result<DiskFile> create(std::filesystem::path path);

  DiskFile(DiskFile&& other) noexcept;
  DiskFile& operator=(DiskFile&& other) noexcept;
  ~DiskFile();

  [[nodiscard]] Result<void> write(std::string_view bytes);
  [[nodiscard]] Result<void> rewind();
  /// Up to `into.size()` bytes from where reading stands; 0 at the end.
  [[nodiscard]] Result<std::size_t> read(std::span<char> into);
  /// Durable, and under another name from now on; not removed any more.
  [[nodiscard]] Result<void> keep_as(const std::filesystem::path& name);

 private:
  DiskFile(std::filesystem::path path, int descriptor) : path_(std::move(path)), descriptor_(descriptor) {}

  [[nodiscard]] std::unexpected<Error> cannot(std::string_view verb) const;

  std::filesystem::path path_;
  int descriptor_ = -1;
};

/// The content of a file in chunks, `visit(std::string_view)` for each.
template <class Visit>
Result<void> for_each_chunk(DiskFile& file, std::span<char> buffer, Visit visit) {
  while (true) {
    const auto got = file.read(buffer);
    if (!got) return std::unexpected(got.error());
    if (*got == 0) return {};
    if (auto visited = visit(std::string_view{buffer.data(), *got}); !visited) return visited;
  }
}

}  // namespace sekisho::storage
