#include "reference/reference_sets.h"

#include <utility>

#include <fmt/format.h>

namespace sekisho::gateway {
namespace {

std::optional<Sha256> hash_from(std::string_view hex) {
  Sha256 hash{};
  if (hex.size() != 2 * hash.size()) return std::nullopt;
  for (std::size_t i = 0; i < hash.size(); ++i) {
    unsigned byte = 0;
    for (const char c : hex.substr(2 * i, 2)) {
      const bool digit = c >= '0' && c <= '9';
      if (!digit && (c < 'a' || c > 'f')) return std::nullopt;
      byte = byte << 4U | static_cast<unsigned>(digit ? c - '0' : c - 'a' + 10);
    }
    hash.at(i) = static_cast<std::byte>(byte);
  }
  return hash;
}

}  // namespace

Result<ReferenceSet> load_set(const ReferenceDirectory& directory, const ReferenceManifest& manifest,
                              const storage::MasterKey& master) {
  const auto file = directory.file(manifest.file);
  const auto expected = hash_from(manifest.sha256);
  if (!expected) return fail(ErrorKind::invalid, fmt::format("{}: its manifest is damaged", file.string()));
  ReferenceSet set{manifest, {}, {}};
  if (manifest.kind != ReferenceKind::ip_asn) {
    auto records = storage::KeyedFile::open(file, to_string(manifest.kind), master, *expected);
    if (!records) return std::unexpected(records.error());
    set.records.emplace(*std::move(records));
    return set;
  }
  const auto hash = storage::sha256_of(file);
  if (!hash) return std::unexpected(hash.error());
  if (*hash != *expected)
    return fail(ErrorKind::invalid, fmt::format("{} is damaged; import it again", file.string()));
  auto networks = NetworkDatabase::open(file);
  if (!networks) return std::unexpected(networks.error());
  set.networks.emplace(*std::move(networks));
  return set;
}

ReferenceBoard::ReferenceBoard(ReferenceDirectory directory, const storage::MasterKey& master,
                               scoring::ReferenceData data)
    : directory_(std::move(directory)), master_(master), data_(std::move(data)) {}

std::shared_ptr<const ReferenceSets> ReferenceBoard::current() const {
  const std::scoped_lock lock(mutex_);
  return sets_;
}

Result<std::string> ReferenceBoard::refresh(ReferenceKind kind) {
  const std::scoped_lock loading(loading_);
  const auto manifest = directory_.read(kind);
  if (!manifest) return std::unexpected(manifest.error());
  if (!*manifest) return std::string{};
  const auto before = current();
  if (const auto* set = before->of(kind); set != nullptr && set->manifest.file == (*manifest)->file)
    return set->manifest.version;
  auto loaded = load_set(directory_, **manifest, master_);
  if (!loaded) return std::unexpected(loaded.error());
  auto after = std::make_shared<ReferenceSets>(*before);
  after->by_kind[static_cast<std::size_t>(kind)] = std::make_shared<const ReferenceSet>(*std::move(loaded));
  const std::scoped_lock lock(mutex_);
  sets_ = std::move(after);
  return (*manifest)->version;
}

void ReferenceBoard::refresh_all(const OnFault& on_fault) {
  for (const ReferenceKind kind : reference_kinds) {
    if (const auto refreshed = refresh(kind); !refreshed) on_fault(kind, refreshed.error().detail);
  }
}

}  // namespace sekisho::gateway
