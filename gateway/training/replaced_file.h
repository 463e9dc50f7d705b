#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include <domain/result.h>

#include "app/file_descriptor.h"

namespace sekisho::gateway {

/// A file that takes its name's place only when it is whole: it is written beside it under another name,
/// which goes away unless commit() is called.
class ReplacedFile {
 public:
  /// Fails with a sentence that names the file and the system's reason.
  [[nodiscard]] static Result<ReplacedFile> open(const std::filesystem::path& target);

  ReplacedFile(ReplacedFile&& other) noexcept;
  ReplacedFile& operator=(ReplacedFile&&) = delete;
  ~ReplacedFile();

  /// Adds text. What the disk refuses is told by commit().
  void write(std::string_view text);

  /// Writes through to the disk and takes the name. Nothing has changed when it fails.
  [[nodiscard]] Result<void> commit();

 private:
  ReplacedFile(std::filesystem::path target, std::filesystem::path path, FileDescriptor file);

  void flush();

  std::filesystem::path target_;
  std::filesystem::path path_;  ///< empty: nothing is left to remove
  FileDescriptor file_;
  std::string buffer_;
  int fault_ = 0;  ///< the first error's number
};

}  // namespace sekisho::gateway
