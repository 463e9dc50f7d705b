#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include <domain/crypto.h>
#include <domain/random.h>
#include <domain/result.h>
#include <storage/vault.h>

namespace sekisho::storage {

/// An immutable file of records that are found by a keyed hash: what stands for a phone or an address in it
/// is HMAC-SHA-256, and its texts are sealed (AES-256-GCM). So the file tells nothing without the
/// installation's master key. Records with one key stand together, ascending by payload.
///
/// The file: a header of 128 bytes (format, kind, numbers of rows and records, the source's SHA-256, the
/// master key's id, where the texts begin), the records in order of bytes, the sealed texts. What vouches for
/// its bytes is the SHA-256 that finish() returns, which its owner keeps elsewhere.
struct KeyedRecord {
  static constexpr std::size_t payload_size = 16;

  LookupKey key{};
  std::array<std::byte, payload_size> payload{};
  auto operator<=>(const KeyedRecord&) const = default;
};

static_assert(sizeof(KeyedRecord) == 32);

/// Where a text stands in the file.
using TextId = std::uint64_t;

/// Writes a keyed file in one pass over its source, within bounded memory: records are sorted in runs, which
/// lie in temporary files beside the target until they are merged. Whatever is not finished is removed with
/// the writer; a killed process leaves files that end in `.part`. Belongs to one thread.
class KeyedFileWriter {
 public:
  struct Options {
    std::size_t records_in_memory = std::size_t{1} << 20U;  ///< 32 MiB; as much again while merging
  };

  /// `target` must not exist; its directory must.
  [[nodiscard]] static Result<KeyedFileWriter> create(std::filesystem::path target, std::string_view kind,
                                                      const MasterKey& master, Random& random,
                                                      Options options);
  KeyedFileWriter(KeyedFileWriter&&) noexcept;
  KeyedFileWriter& operator=(KeyedFileWriter&&) noexcept;
  ~KeyedFileWriter();

  /// Errors are the disk's.
  [[nodiscard]] Result<void> add(const KeyedRecord& record);
  /// Keeps a text (64 KiB at most) sealed. Equal texts get one id as long as there are not too many different
  /// ones.
  [[nodiscard]] Result<TextId> add_text(std::string_view text);

  /// Merges, writes and fsyncs the file, mode 0600, and returns its SHA-256. The directory's entry is the
  /// caller's to sync. `rows` and `source` are what was read.
  [[nodiscard]] Result<Sha256> finish(std::uint64_t rows, const Sha256& source);

 private:
  class Impl;
  explicit KeyedFileWriter(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

/// A keyed file, mapped. Immutable: safe to share between threads. The file may be removed while it is
/// mapped.
class KeyedFile {
 public:
  /// Maps the file and checks all of it against `expected`. Fails with a sentence that names the file: it
  /// cannot be read, was damaged, is of another kind or version, or was made under another master key.
  [[nodiscard]] static Result<KeyedFile> open(const std::filesystem::path& file, std::string_view kind,
                                              const MasterKey& master, const Sha256& expected);
  KeyedFile(KeyedFile&& other) noexcept;
  KeyedFile& operator=(KeyedFile&& other) noexcept;
  ~KeyedFile();

  /// All records of the key. The view lives as long as the file is mapped. A look-up touches a handful of
  /// cache lines, whatever the file's size: keys are evenly spread, so their place can be computed.
  [[nodiscard]] std::span<const KeyedRecord> find(const LookupKey& key) const;

  /// The text; throws when there is none of that id: the file was checked when it was opened.
  [[nodiscard]] std::string text(TextId id) const;

  [[nodiscard]] std::size_t records() const { return records_.size(); }

 private:
  KeyedFile(std::span<const std::byte> mapped, Secret text_key);

  std::span<const std::byte> mapped_;
  std::span<const KeyedRecord> records_;
  std::size_t texts_at_ = 0;
  Secret text_key_;
};

/// SHA-256 of a file's content. Fails when it cannot be read.
[[nodiscard]] Result<Sha256> sha256_of(const std::filesystem::path& file);

}  // namespace sekisho::storage
