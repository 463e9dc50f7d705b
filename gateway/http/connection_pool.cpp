#include "http/connection_pool.h"

#include <algorithm>
#include <utility>

namespace sekisho::gateway {

void ConnectionPool::drop_expired(SteadyTime now) {
  while (!idle_.empty() && now - idle_.back().since > idle_for_)
    idle_.pop_back();
}

std::unique_ptr<Stream> ConnectionPool::take(const PoolKey& key, SteadyTime now) {
  drop_expired(now);
  for (auto entry = idle_.begin(); entry != idle_.end();) {
    if (entry->key != key) {
      ++entry;
      continue;
    }
    std::unique_ptr<Stream> stream = std::move(entry->stream);
    entry = idle_.erase(entry);
    if (stream->quiet()) return stream;
  }
  return nullptr;
}

void ConnectionPool::keep(PoolKey key, std::unique_ptr<Stream> stream, SteadyTime now) {
  drop_expired(now);
  const auto same = [&](const Idle& idle) { return idle.key == key; };
  const bool enough = std::ranges::count_if(idle_, same) >= static_cast<std::ptrdiff_t>(per_key_);
  if (enough) return;
  idle_.push_front({std::move(key), std::move(stream), now});
  if (idle_.size() > in_all_) idle_.pop_back();
}

}  // namespace sekisho::gateway
