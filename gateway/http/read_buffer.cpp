#include "http/read_buffer.h"

#include <cstring>
#include <utility>

namespace sekisho::gateway {

BlockPool::Block BlockPool::take() {
  if (free_.empty()) return std::make_unique_for_overwrite<char[]>(block_size_);
  Block block = std::move(free_.back());
  free_.pop_back();
  return block;
}

void BlockPool::give_back(Block block) {
  constexpr std::size_t spare = 64;
  if (block && free_.size() < spare) free_.push_back(std::move(block));
}

std::string_view ReadBuffer::bytes() const {
  const char* const base = block_ ? block_.get() : resting_.data();
  return {base + begin_, end_ - begin_};
}

void ReadBuffer::borrow() {
  if (block_) return;
  block_ = pool_.take();
  const std::size_t size = end_ - begin_;
  if (size != 0) std::memcpy(block_.get(), resting_.data() + begin_, size);
  begin_ = 0;
  end_ = size;
  resting_ = {};
}

std::span<char> ReadBuffer::room() {
  borrow();
  if (begin_ > kept_) {
    std::memmove(block_.get() + kept_, block_.get() + begin_, end_ - begin_);
    end_ -= begin_ - kept_;
    begin_ = kept_;
  }
  return {block_.get() + end_, pool_.block_size() - end_};
}

void ReadBuffer::keep(std::size_t count) {
  begin_ += count;
  kept_ = begin_;
}

void ReadBuffer::forget() {
  kept_ = 0;
}

void ReadBuffer::rest() {
  if (!block_) return;
  resting_.assign(bytes());
  resting_.shrink_to_fit();
  end_ -= begin_;
  begin_ = 0;
  kept_ = 0;
  pool_.give_back(std::move(block_));
}

}  // namespace sekisho::gateway
