#include "json/path.h"

#include <ranges>
#include <vector>

namespace sekisho::adapters::json {
namespace {

constexpr std::size_t max_pointer_bytes = 512;

}  // namespace

Path Path::unnamed(const Path& parent) {
  Path path;
  path.parent_ = &parent;
  path.kind_ = Kind::unnamed;
  return path;
}

std::string Path::pointer() const {
  std::vector<const Path*> chain;
  for (const Path* path = this; path->kind_ != Kind::root; path = path->parent_)
    chain.push_back(path);

  std::string pointer;
  for (const Path* path : chain | std::views::reverse) {
    if (path->kind_ == Kind::unnamed) break;
    const std::string segment = path->segment();
    if (pointer.size() + segment.size() > max_pointer_bytes) break;
    pointer += segment;
  }
  return pointer;
}

std::string Path::segment() const {
  if (kind_ == Kind::element) return '/' + std::to_string(index_);
  std::string segment = "/";
  for (const char c : name_) {
    if (c == '~') {
      segment += "~0";
    } else if (c == '/') {
      segment += "~1";
    } else {
      segment += c;
    }
  }
  return segment;
}

bool Path::matches(std::string_view pattern) const {
  if (kind_ == Kind::root) return pattern.empty();
  const auto slash = pattern.rfind('/');
  if (slash == std::string_view::npos) return false;
  const auto last = pattern.substr(slash + 1);
  const bool any_element = last == "*";
  const bool same = any_element ? kind_ == Kind::element : kind_ == Kind::member && last == name_;
  return same && parent_->matches(pattern.substr(0, slash));
}

}  // namespace sekisho::adapters::json
