#pragma once

#include <string>

#include <domain/result.h>

namespace sekisho::storage {

/// Held, it says that this process alone may open the database at `path`; the kernel lets go of it when the
/// process ends, however it ends. The file `<path>.lock` stays.
class LockFile {
 public:
  /// `conflict` when someone holds it, `unavailable` when the file cannot be made.
  [[nodiscard]] static Result<LockFile> take(const std::string& path);

  LockFile(LockFile&& other) noexcept;
  LockFile& operator=(LockFile&& other) noexcept;
  ~LockFile();

 private:
  explicit LockFile(int descriptor) : descriptor_(descriptor) {}

  int descriptor_;
};

}  // namespace sekisho::storage
