#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include <domain/crypto.h>
#include <domain/result.h>
#include <domain/time.h>

#include "app/file_descriptor.h"
#include "reference/reference_kind.h"

namespace sekisho::gateway {

/// Which file of a kind is in force. Kept as `<kind>.json` in the reference directory; whoever renames it
/// switches the set.
struct ReferenceManifest {
  ReferenceKind kind = ReferenceKind::phone_reachability;
  std::uint64_t number = 0;  ///< counts a kind's imports from 1
  std::string version;       ///< number and the source's first eight hex digits: `7-1a2b3c4d`
  std::string file;          ///< name in the directory
  std::string previous;      ///< the file before it; empty for the first
  std::string sha256;        ///< of the file, hex
  std::string source_sha256;
  std::uint64_t rows = 0;
  Timestamp imported_at;
};

/// The imported sets on disk: `<database>.reference` beside the store, mode 0700. Files in it never change;
/// a new version is a new file, and the manifest is replaced by rename.
class ReferenceDirectory {
 public:
  explicit ReferenceDirectory(std::filesystem::path path) : path_(std::move(path)) {}

  /// The directory that belongs to a database.
  [[nodiscard]] static ReferenceDirectory of(const std::filesystem::path& database);

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

  [[nodiscard]] std::filesystem::path file(std::string_view name) const { return path_ / name; }

  /// Makes the directory when it is not there.
  [[nodiscard]] Result<void> make() const;

  /// Held, it says that this process alone imports. `conflict` when another one does.
  [[nodiscard]] Result<FileDescriptor> lock() const;

  /// What is in force; nothing when the kind was never imported. Fails when the manifest cannot be read.
  [[nodiscard]] Result<std::optional<ReferenceManifest>> read(ReferenceKind kind) const;

  /// Makes the manifest's file the one in force, durably: written, fsynced, renamed. The file itself must be
  /// durable before. Then removes what is superseded: all files of the kind but this and the one before.
  [[nodiscard]] Result<void> switch_to(const ReferenceManifest& manifest) const;

  /// Puts the manifest before back in force, or none, right after switch_to(). The file that is dropped is
  /// the caller's to remove.
  [[nodiscard]] Result<void> switch_back(ReferenceKind kind,
                                         const std::optional<ReferenceManifest>& before) const;

  /// Removes what a process left that was killed while it imported. Only under lock().
  void remove_leftovers(ReferenceKind kind) const;

 private:
  [[nodiscard]] Result<void> replace(const ReferenceManifest& manifest) const;
  void remove_others(const ReferenceManifest& manifest) const;

  std::filesystem::path path_;
};

}  // namespace sekisho::gateway
