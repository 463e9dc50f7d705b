#include <algorithm>
#include <cstring>
#include <queue>
#include <unordered_map>
#include <utility>
#include <vector>

#include <domain/sha256.h>
#include <fmt/core.h>
#include <storage/keyed_file.h>

#include "reference/disk_file.h"
#include "reference/keyed_format.h"
#include "sealing.h"

namespace sekisho::storage {
namespace {

constexpr std::size_t most_known_texts = 100'000;
constexpr std::size_t out_buffer = std::size_t{1} << 20U;

template <class T>
std::string_view bytes_of(const T& value) {
  return {reinterpret_cast<const char*>(&value), sizeof value};
}

std::string_view bytes_of_all(std::span<const KeyedRecord> records) {
  return {reinterpret_cast<const char*>(records.data()), records.size_bytes()};
}

/// Reads a sorted run back, a buffer at a time.
class RunReader {
 public:
  RunReader(DiskFile& run, std::size_t records) : run_(run), buffer_(std::max<std::size_t>(records, 64)) {}

  /// Whether there is another record; it is then at front().
  Result<bool> next() {
    if (++at_ < filled_) return true;
    std::size_t bytes = 0;
    const std::span space{reinterpret_cast<char*>(buffer_.data()), buffer_.size() * sizeof(KeyedRecord)};
    while (bytes < space.size()) {
      const auto got = run_.read(space.subspan(bytes));
      if (!got) return std::unexpected(got.error());
      if (*got == 0) break;
      bytes += *got;
    }
    filled_ = bytes / sizeof(KeyedRecord);
    at_ = 0;
    return filled_ > 0;
  }

  [[nodiscard]] const KeyedRecord& front() const { return buffer_[at_]; }

 private:
  DiskFile& run_;
  std::vector<KeyedRecord> buffer_;
  std::size_t filled_ = 0;
  std::size_t at_ = 0;
};

/// Writes the final file and hashes what it writes.
class Output {
 public:
  explicit Output(DiskFile file) : file_(std::move(file)) { buffer_.reserve(out_buffer); }

  Result<void> put(std::string_view bytes) {
    if (buffer_.size() + bytes.size() > out_buffer) {
      if (auto flushed = flush(); !flushed) return flushed;
    }
    buffer_ += bytes;
    return {};
  }

  Result<Sha256> keep_as(const std::filesystem::path& name) {
    if (auto flushed = flush(); !flushed) return std::unexpected(flushed.error());
    if (auto kept = file_.keep_as(name); !kept) return std::unexpected(kept.error());
    return hash_.finish();
  }

 private:
  Result<void> flush() {
    hash_.add(buffer_);
    auto written = file_.write(buffer_);
    buffer_.clear();
    return written;
  }

  DiskFile file_;
  Sha256Stream hash_;
  std::string buffer_;
};

}  // namespace

class KeyedFileWriter::Impl {
 public:
  Impl(std::filesystem::path target, std::string_view kind, const MasterKey& master, Random& random,
       Options options, DiskFile texts)
      : target_(std::move(target)), options_(options), texts_(std::move(texts)) {
    header_.magic = keyed_magic;
    header_.format = keyed_format;
    header_.record_size = sizeof(KeyedRecord);
    header_.kind = padded<24>(kind);
    header_.key_id = padded<16>(master.id());
    random.fill(header_.file_id);
    sealer_.emplace(text_key(master, header_.file_id));
    records_.reserve(std::min<std::size_t>(options_.records_in_memory, 4096));
  }

  Result<void> add(const KeyedRecord& record) {
    ++header_.records;
    records_.push_back(record);
    return records_.size() < options_.records_in_memory ? Result<void>{} : spill();
  }

  Result<TextId> add_text(std::string_view text) {
    if (const auto known = known_texts_.find(std::string(text)); known != known_texts_.end())
      return known->second;
    if (text.size() > longest_text) return fail(ErrorKind::invalid, "a text is too long");
    const TextId id = header_.texts_size;
    std::string sealed;
    sealer_->seal(text_nonce(id), bytes_of(header_.kind), text, sealed);
    const auto size = static_cast<std::uint32_t>(sealed.size());
    std::string entry{bytes_of(size)};
    entry += sealed;
    if (auto written = texts_.write(entry); !written) return std::unexpected(written.error());
    header_.texts_size += entry.size();
    if (known_texts_.size() < most_known_texts) known_texts_.emplace(text, id);
    return id;
  }

  Result<Sha256> finish(std::uint64_t rows, const Sha256& source) {
    header_.rows = rows;
    header_.source = source;
    auto file = DiskFile::create(target_.string() + ".part");
    if (!file) return std::unexpected(file.error());
    Output out{*std::move(file)};
    if (auto put = out.put(bytes_of(header_)); !put) return std::unexpected(put.error());
    if (auto put = runs_.empty() ? put_memory(out) : merge(out); !put) return std::unexpected(put.error());
    if (auto put = put_texts(out); !put) return std::unexpected(put.error());
    return out.keep_as(target_);
  }

 private:
  Result<void> spill() {
    std::ranges::sort(records_);
    auto run = DiskFile::create(fmt::format("{}.run{}.part", target_.string(), runs_.size()));
    if (!run) return std::unexpected(run.error());
    if (auto written = run->write(bytes_of_all(records_)); !written) return written;
    runs_.push_back(*std::move(run));
    records_.clear();
    return {};
  }

  Result<void> put_memory(Output& out) {
    std::ranges::sort(records_);
    for (const KeyedRecord& record : records_) {
      if (auto put = out.put(bytes_of(record)); !put) return put;
    }
    return {};
  }

  Result<void> merge(Output& out) {
    if (!records_.empty()) {
      if (auto spilled = spill(); !spilled) return spilled;
    }
    std::vector<KeyedRecord>{}.swap(records_);
    std::vector<RunReader> readers;
    const auto later = [&](std::size_t a, std::size_t b) { return readers[a].front() > readers[b].front(); };
    std::priority_queue<std::size_t, std::vector<std::size_t>, decltype(later)> next{later};
    for (DiskFile& run : runs_) {
      if (auto rewound = run.rewind(); !rewound) return rewound;
      readers.emplace_back(run, options_.records_in_memory / runs_.size());
    }
    for (std::size_t i = 0; i < readers.size(); ++i) {
      const auto more = readers[i].next();
      if (!more) return std::unexpected(more.error());
      if (*more) next.push(i);
    }
    while (!next.empty()) {
      const std::size_t first = next.top();
      next.pop();
      if (auto put = out.put(bytes_of(readers[first].front())); !put) return put;
      const auto more = readers[first].next();
      if (!more) return std::unexpected(more.error());
      if (*more) next.push(first);
    }
    return {};
  }

  Result<void> put_texts(Output& out) {
    if (auto rewound = texts_.rewind(); !rewound) return rewound;
    std::vector<char> buffer(out_buffer);
    return for_each_chunk(texts_, buffer, [&](std::string_view chunk) { return out.put(chunk); });
  }

  std::filesystem::path target_;
  Options options_;
  KeyedHeader header_;
  std::optional<AesGcm> sealer_;
  DiskFile texts_;
  std::unordered_map<std::string, TextId> known_texts_;
  std::vector<KeyedRecord> records_;
  std::vector<DiskFile> runs_;
};

Result<KeyedFileWriter> KeyedFileWriter::create(std::filesystem::path target, std::string_view kind,
                                                const MasterKey& master, Random& random, Options options) {
  auto texts = DiskFile::create(target.string() + ".texts.part");
  if (!texts) return std::unexpected(texts.error());
  return KeyedFileWriter{
      std::make_unique<Impl>(std::move(target), kind, master, random, options, *std::move(texts))};
}

KeyedFileWriter::KeyedFileWriter(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

KeyedFileWriter::KeyedFileWriter(KeyedFileWriter&&) noexcept = default;
KeyedFileWriter& KeyedFileWriter::operator=(KeyedFileWriter&&) noexcept = default;
KeyedFileWriter::~KeyedFileWriter() = default;

Result<void> KeyedFileWriter::add(const KeyedRecord& record) {
  return impl_->add(record);
}

Result<TextId> KeyedFileWriter::add_text(std::string_view text) {
  return impl_->add_text(text);
}

Result<Sha256> KeyedFileWriter::finish(std::uint64_t rows, const Sha256& source) {
  return impl_->finish(rows, source);
}

}  // namespace sekisho::storage
