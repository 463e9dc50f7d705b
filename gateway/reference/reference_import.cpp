#include "reference/reference_import.h"

#include <optional>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/created_paths.h"
#include "app/files.h"
#include "reference/csv_import.h"
#include "reference/network_database.h"
#include "reference/reference_sets.h"

namespace sekisho::gateway {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t hash_digits = 8;
constexpr std::size_t max_mmdb_bytes = std::size_t{1} << 30U;

/// The next version as far as it is known before the source was read.
ReferenceManifest next_after(const std::optional<ReferenceManifest>& before, const ReferenceImport& import) {
  ReferenceManifest next;
  next.kind = import.kind;
  next.number = before ? before->number + 1 : 1;
  if (before) next.previous = before->file;
  const bool networks = import.kind == ReferenceKind::ip_asn;
  // A number alone could come twice, after a manifest was lost.
  next.file = fmt::format("{}-{}-{}.{}", to_string(import.kind), next.number,
                          hex_encode(random_bytes(import.random, 4)), networks ? "mmdb" : "ref");
  next.imported_at = import.clock.now();
  return next;
}

void name_version(ReferenceManifest& manifest, const Sha256& file, const Sha256& source) {
  manifest.sha256 = hex_encode(view_of(file));
  manifest.source_sha256 = hex_encode(view_of(source));
  manifest.version = fmt::format("{}-{}", manifest.number, manifest.source_sha256.substr(0, hash_digits));
}

Result<void> write_records(const ReferenceImport& import, const fs::path& target,
                           ReferenceManifest& manifest) {
  auto writer =
      storage::KeyedFileWriter::create(target, to_string(import.kind), import.master, import.random, {});
  if (!writer) return std::unexpected(writer.error());
  const auto imported = import_csv(import, *writer);
  if (!imported) return std::unexpected(imported.error());
  const auto written = writer->finish(imported->rows, imported->source);
  if (!written) return std::unexpected(written.error());
  manifest.rows = imported->rows;
  name_version(manifest, *written, imported->source);
  return {};
}

/// An MMDB file is taken as it is: networks are nobody's person.
Result<void> copy_networks(const ReferenceImport& import, const fs::path& target,
                           ReferenceManifest& manifest) {
  const auto networks = NetworkDatabase::open(import.source);
  if (!networks) return std::unexpected(networks.error());
  const auto content = read_file(import.source, max_mmdb_bytes);
  if (!content) return std::unexpected(content.error());
  if (auto written = write_new_file(target, *content, S_IRUSR | S_IWUSR); !written) return written;
  const auto hash = storage::sha256_of(target);
  if (!hash) return std::unexpected(hash.error());
  manifest.rows = networks->size();
  name_version(manifest, *hash, *hash);
  return {};
}

}  // namespace

Result<ReferenceManifest> import_reference(const ReferenceImport& import) {
  const ReferenceDirectory& directory = import.directory;
  if (auto made = directory.make(); !made) return std::unexpected(made.error());
  const auto lock = directory.lock();
  if (!lock) return std::unexpected(lock.error());
  directory.remove_leftovers(import.kind);
  // A manifest that cannot be read must not stand in the way of the import that mends it.
  const auto before = directory.read(import.kind).value_or(std::nullopt);

  ReferenceManifest next = next_after(before, import);
  const fs::path target = directory.file(next.file);
  CreatedPaths created;
  created.add(target);
  const auto written = import.kind == ReferenceKind::ip_asn ? copy_networks(import, target, next)
                                                            : write_records(import, target, next);
  if (!written) return std::unexpected(written.error());
  if (const auto loaded = load_set(directory, next, import.master); !loaded)
    return std::unexpected(loaded.error());
  if (auto synced = sync_directory(directory.path()); !synced) return std::unexpected(synced.error());
  if (auto switched = directory.switch_to(next); !switched) return std::unexpected(switched.error());
  if (import.tell) {
    if (const auto told = import.tell(next); !told) {
      if (auto undone = directory.switch_back(import.kind, before); !undone)
        return std::unexpected(undone.error());
      return std::unexpected(told.error());
    }
  }
  created.keep();
  return next;
}

}  // namespace sekisho::gateway
