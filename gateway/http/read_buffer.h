#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sekisho::gateway {

/// Blocks of memory that a loop's connections borrow while they read. Keeps a few for re-use. Belongs to its
/// loop's thread.
class BlockPool {
 public:
  using Block = std::unique_ptr<char[]>;

  explicit BlockPool(std::size_t block_size) : block_size_(block_size) {}

  [[nodiscard]] Block take();
  void give_back(Block block);

  [[nodiscard]] std::size_t block_size() const { return block_size_; }

 private:
  const std::size_t block_size_;
  std::vector<Block> free_;
};

/// What a connection has received and not used yet. It holds a block of the pool while there is work, and no
/// more than the bytes themselves while it rests.
class ReadBuffer {
 public:
  explicit ReadBuffer(BlockPool& pool) : pool_(pool) {}

  ReadBuffer(const ReadBuffer&) = delete;
  ReadBuffer& operator=(const ReadBuffer&) = delete;

  ~ReadBuffer() { pool_.give_back(std::move(block_)); }

  [[nodiscard]] std::string_view bytes() const;

  [[nodiscard]] bool empty() const { return begin_ == end_; }

  /// Where the next bytes go; moves bytes() to the front of the block, or to where keep() ended. Empty: full.
  [[nodiscard]] std::span<char> room();

  void added(std::size_t count) { end_ += count; }

  /// Drops the first bytes.
  void consume(std::size_t count) { begin_ += count; }

  /// Takes the first bytes out of bytes(), but leaves them where they are until forget().
  void keep(std::size_t count);
  void forget();
  /// Gives the block back: what is left moves to memory of its own size.
  void rest();

 private:
  void borrow();

  BlockPool& pool_;
  BlockPool::Block block_;
  std::string resting_;
  std::size_t kept_ = 0;  ///< end of what keep() holds
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
};

}  // namespace sekisho::gateway
