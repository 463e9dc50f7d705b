#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstring>
#include <stdexcept>
#include <system_error>
#include <utility>

#include <domain/sha256.h>
#include <fcntl.h>
#include <fmt/core.h>
#include <storage/keyed_file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "reference/keyed_format.h"
#include "sealing.h"

namespace sekisho::storage {
namespace {

constexpr std::size_t few_records = 16;  // two cache lines each way: here stepping beats guessing

/// A file's bytes as they lie in memory; unmapped at the end unless they are taken.
class Mapping {
 public:
  static Result<Mapping> of(const std::filesystem::path& file) {
    const auto cannot = [&] {
      return fail(ErrorKind::unavailable,
                  fmt::format("cannot read {}: {}", file.string(), std::generic_category().message(errno)));
    };
    const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) return cannot();
    struct stat status{};
    void* start = MAP_FAILED;
    if (::fstat(descriptor, &status) == 0 && status.st_size > 0)
      start = ::mmap(nullptr, static_cast<std::size_t>(status.st_size), PROT_READ, MAP_SHARED, descriptor, 0);
    const int failed = errno;
    ::close(descriptor);
    if (start != MAP_FAILED)
      return Mapping{{static_cast<const std::byte*>(start), static_cast<std::size_t>(status.st_size)}};
    if (status.st_size == 0) return fail(ErrorKind::invalid, fmt::format("{} is empty", file.string()));
    errno = failed;
    return cannot();
  }

  Mapping(Mapping&& other) noexcept : bytes_(std::exchange(other.bytes_, {})) {}

  Mapping& operator=(Mapping&& other) noexcept {
    std::swap(bytes_, other.bytes_);
    return *this;
  }

  ~Mapping() { unmap(bytes_); }

  [[nodiscard]] std::span<const std::byte> bytes() const { return bytes_; }

  [[nodiscard]] std::span<const std::byte> take() { return std::exchange(bytes_, {}); }

  static void unmap(std::span<const std::byte> bytes) {
    if (!bytes.empty()) ::munmap(const_cast<std::byte*>(bytes.data()), bytes.size());
  }

 private:
  explicit Mapping(std::span<const std::byte> bytes) : bytes_(bytes) {}

  std::span<const std::byte> bytes_;
};

Sha256 hash_of(std::span<const std::byte> bytes) {
  Sha256Stream hash;
  hash.add({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
  return hash.finish();
}

KeyedHeader header_in(std::span<const std::byte> bytes) {
  KeyedHeader header;
  std::memcpy(&header, bytes.data(), sizeof header);
  return header;
}

/// What is wrong with a file, or nothing.
std::string_view fault_of(std::span<const std::byte> bytes, std::string_view kind, const MasterKey& master) {
  if (bytes.size() < sizeof(KeyedHeader)) return "is cut off";
  const KeyedHeader header = header_in(bytes);
  if (header.magic != keyed_magic) return "is no reference data";
  if (header.format != keyed_format || header.record_size != sizeof(KeyedRecord))
    return "was written by another version";
  if (header.kind != padded<24>(kind)) return "holds another kind of data";
  if (header.key_id != padded<16>(master.id())) return "was made under another master key";
  const std::size_t body = bytes.size() - sizeof header;
  if (header.records > body / sizeof(KeyedRecord) ||
      header.texts_size != body - header.records * sizeof(KeyedRecord)) {
    return "is cut off";
  }
  return {};
}

/// Where a key would stand among `count` keys that are evenly spread between `low` and `high`.
std::size_t guess(std::uint64_t key, std::uint64_t low, std::uint64_t high, std::size_t count) {
  if (key <= low || high <= low) return 0;
  const double share = static_cast<double>(key - low) / static_cast<double>(high - low);
  return std::min(static_cast<std::size_t>(share * static_cast<double>(count)), count - 1);
}

/// The first record that is not before the key. Keyed hashes are evenly spread, so a guess is off by about
/// the root of the number of records: each round encloses the place in a span of that length.
std::size_t lower_bound(std::span<const KeyedRecord> records, const LookupKey& key) {
  constexpr int rounds = 3;
  const auto is_before = [&](std::size_t at) { return records[at].key < key; };
  std::size_t begin = 0;  // all before it come before the key
  std::size_t end = records.size();
  for (int round = 0; round < rounds && end - begin > few_records; ++round) {
    const std::size_t at = begin + guess(short_key(key), short_key(records[begin].key),
                                         short_key(records[end - 1].key), end - begin);
    const auto step = static_cast<std::size_t>(std::sqrt(static_cast<double>(end - begin)));
    if (is_before(at)) {
      begin = at + 1;
      if (begin + step < end && !is_before(begin + step)) end = begin + step;
    } else {
      end = at;
      if (begin + step < end && is_before(end - step)) begin = end - step + 1;
    }
  }
  while (begin < end) {
    const std::size_t middle = begin + (end - begin) / 2;
    if (is_before(middle)) {
      begin = middle + 1;
    } else {
      end = middle;
    }
  }
  return begin;
}

}  // namespace

Result<KeyedFile> KeyedFile::open(const std::filesystem::path& file, std::string_view kind,
                                  const MasterKey& master, const Sha256& expected) {
  auto mapping = Mapping::of(file);
  if (!mapping) return std::unexpected(mapping.error());
  const auto refused = [&](std::string_view why) {
    return fail(ErrorKind::invalid, fmt::format("{} {}; import it again", file.string(), why));
  };
  if (const auto fault = fault_of(mapping->bytes(), kind, master); !fault.empty()) return refused(fault);
  if (hash_of(mapping->bytes()) != expected) return refused("is damaged");
  Secret key = text_key(master, header_in(mapping->bytes()).file_id);
  return KeyedFile{mapping->take(), std::move(key)};
}

KeyedFile::KeyedFile(std::span<const std::byte> mapped, Secret text_key)
    : mapped_(mapped), text_key_(std::move(text_key)) {
  const KeyedHeader header = header_in(mapped_);
  const auto* first = reinterpret_cast<const KeyedRecord*>(mapped_.data() + sizeof header);
  records_ = {first, header.records};
  texts_at_ = sizeof header + records_.size_bytes();
}

KeyedFile::KeyedFile(KeyedFile&& other) noexcept
    : mapped_(std::exchange(other.mapped_, {})),
      records_(std::exchange(other.records_, {})),
      texts_at_(other.texts_at_),
      text_key_(std::move(other.text_key_)) {}

KeyedFile& KeyedFile::operator=(KeyedFile&& other) noexcept {
  std::swap(mapped_, other.mapped_);
  std::swap(records_, other.records_);
  std::swap(texts_at_, other.texts_at_);
  std::swap(text_key_, other.text_key_);
  return *this;
}

KeyedFile::~KeyedFile() {
  Mapping::unmap(mapped_);
}

std::span<const KeyedRecord> KeyedFile::find(const LookupKey& key) const {
  const std::size_t begin = lower_bound(records_, key);
  std::size_t end = begin;
  while (end < records_.size() && records_[end].key == key)
    ++end;
  return records_.subspan(begin, end - begin);
}

std::string KeyedFile::text(TextId id) const {
  const auto texts = mapped_.subspan(texts_at_);
  std::uint32_t size = 0;
  if (id > texts.size() || texts.size() - id < sizeof size) throw std::runtime_error("no text of that id");
  std::memcpy(&size, texts.data() + id, sizeof size);
  const auto sealed = texts.subspan(id + sizeof size);
  if (sealed.size() < size) throw std::runtime_error("no text of that id");
  const auto kind = header_in(mapped_).kind;
  auto text = AesGcm{text_key_}.open(text_nonce(id), {kind.data(), kind.size()},
                                     {reinterpret_cast<const char*>(sealed.data()), size});
  if (!text) throw std::runtime_error("a text of the reference data does not open");
  return *std::move(text);
}

Result<Sha256> sha256_of(const std::filesystem::path& file) {
  const auto mapping = Mapping::of(file);
  if (!mapping) return std::unexpected(mapping.error());
  return hash_of(mapping->bytes());
}

}  // namespace sekisho::storage
