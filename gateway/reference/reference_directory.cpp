#include "reference/reference_directory.h"

#include <algorithm>
#include <cerrno>
#include <system_error>
#include <utility>

#include <domain/json_writer.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/files.h"

namespace sekisho::gateway {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t max_manifest_bytes = 16 * 1024;
constexpr std::int64_t manifest_format = 1;
constexpr mode_t owner_only_file = S_IRUSR | S_IWUSR;

std::string reason() {
  return std::generic_category().message(errno);
}

std::string name_of_manifest(ReferenceKind kind) {
  return fmt::format("{}.json", to_string(kind));
}

std::string text_of(const ReferenceManifest& manifest) {
  std::string text;
  JsonWriter out{text};
  out.begin_object();
  out.member("format", manifest_format);
  out.member("kind", to_string(manifest.kind));
  out.member("number", static_cast<std::int64_t>(manifest.number));
  out.member("version", std::string_view{manifest.version});
  out.member("file", std::string_view{manifest.file});
  out.member("previous", std::string_view{manifest.previous});
  out.member("sha256", std::string_view{manifest.sha256});
  out.member("source_sha256", std::string_view{manifest.source_sha256});
  out.member("rows", static_cast<std::int64_t>(manifest.rows));
  out.member("imported_at", std::string_view{format_rfc3339(manifest.imported_at)});
  out.end_object();
  return text + '\n';
}

/// A name without a way out of the directory.
bool is_plain(std::string_view name) {
  return !name.empty() && !name.contains('/') && !name.starts_with('.');
}

std::optional<ReferenceManifest> manifest_in(const std::string& text, ReferenceKind kind) {
  const auto json = nlohmann::json::parse(text, nullptr, false);
  if (!json.is_object()) return std::nullopt;
  try {
    const auto imported_at = parse_rfc3339(json.at("imported_at").get<std::string>());
    ReferenceManifest manifest{.kind = kind,
                               .number = json.at("number").get<std::uint64_t>(),
                               .version = json.at("version"),
                               .file = json.at("file"),
                               .previous = json.at("previous"),
                               .sha256 = json.at("sha256"),
                               .source_sha256 = json.at("source_sha256"),
                               .rows = json.at("rows").get<std::uint64_t>(),
                               .imported_at = imported_at.value_or(Timestamp{})};
    const bool ours = json.at("format") == manifest_format && json.at("kind") == to_string(kind);
    if (!ours || !imported_at || !is_plain(manifest.file)) return std::nullopt;
    return manifest;
  } catch (const nlohmann::json::exception&) {
    return std::nullopt;
  }
}

/// Whether a file holds data of the kind: `vacancies-7-….ref`, and what stands there half written.
bool holds(std::string_view name, ReferenceKind kind) {
  const std::string_view prefix = to_string(kind);
  if (!name.starts_with(prefix)) return false;
  name.remove_prefix(prefix.size());
  return name.size() > 1 && name[0] == '-' && name[1] >= '0' && name[1] <= '9';
}

template <class Unwanted>
void remove_files(const fs::path& directory, Unwanted unwanted) {
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator{directory, ignored}) {
    if (unwanted(entry.path().filename().string())) fs::remove(entry.path(), ignored);
  }
}

}  // namespace

ReferenceDirectory ReferenceDirectory::of(const fs::path& database) {
  return ReferenceDirectory{database.string() + ".reference"};
}

Result<void> ReferenceDirectory::make() const {
  if (::mkdir(path_.c_str(), S_IRWXU) == 0) return sync_directory(path_.parent_path());
  if (errno == EEXIST) return {};
  return fail(ErrorKind::unavailable, fmt::format("cannot make {}: {}", path_.string(), reason()));
}

Result<FileDescriptor> ReferenceDirectory::lock() const {
  const auto name = file("lock");
  FileDescriptor lock{::open(name.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, owner_only_file)};
  if (lock && ::flock(lock.get(), LOCK_EX | LOCK_NB) == 0) return lock;
  if (lock && errno == EWOULDBLOCK)
    return fail(ErrorKind::conflict, "another import is under way: wait for its end");
  return fail(ErrorKind::unavailable, fmt::format("{}: {}", name.string(), reason()));
}

Result<std::optional<ReferenceManifest>> ReferenceDirectory::read(ReferenceKind kind) const {
  const auto name = file(name_of_manifest(kind));
  std::error_code ignored;
  if (!fs::exists(fs::symlink_status(name, ignored))) return std::optional<ReferenceManifest>{};
  const auto text = read_file(name, max_manifest_bytes);
  if (!text) return std::unexpected(text.error());
  auto manifest = manifest_in(*text, kind);
  if (!manifest)
    return fail(ErrorKind::invalid,
                fmt::format("{} is damaged; import {} again", name.string(), to_string(kind)));
  return manifest;
}

Result<void> ReferenceDirectory::switch_to(const ReferenceManifest& manifest) const {
  if (auto replaced = replace(manifest); !replaced) return replaced;
  remove_others(manifest);
  return {};
}

Result<void> ReferenceDirectory::switch_back(ReferenceKind kind,
                                             const std::optional<ReferenceManifest>& before) const {
  if (before) return replace(*before);
  std::error_code fault;
  fs::remove(file(name_of_manifest(kind)), fault);
  if (fault)
    return fail(ErrorKind::unavailable, fmt::format("cannot remove a manifest: {}", fault.message()));
  return sync_directory(path_);
}

Result<void> ReferenceDirectory::replace(const ReferenceManifest& manifest) const {
  const auto name = file(name_of_manifest(manifest.kind));
  const fs::path part = name.string() + ".part";
  ::unlink(part.c_str());
  if (auto written = write_new_file(part, text_of(manifest), owner_only_file); !written) return written;
  if (::rename(part.c_str(), name.c_str()) != 0)
    return fail(ErrorKind::unavailable, fmt::format("cannot rename {}: {}", part.string(), reason()));
  return sync_directory(path_);
}

void ReferenceDirectory::remove_others(const ReferenceManifest& manifest) const {
  remove_files(path_, [&](const std::string& name) {
    return holds(name, manifest.kind) && name != manifest.file && name != manifest.previous;
  });
}

void ReferenceDirectory::remove_leftovers(ReferenceKind kind) const {
  remove_files(path_, [&](const std::string& name) { return holds(name, kind) && name.ends_with(".part"); });
}

}  // namespace sekisho::gateway
