#pragma once

#include <filesystem>
#include <utility>
#include <vector>

namespace sekisho::gateway {

/// What a command has made so far: removed again, the latest first, unless the command ends well.
class CreatedPaths {
 public:
  CreatedPaths() = default;
  CreatedPaths(const CreatedPaths&) = delete;
  CreatedPaths& operator=(const CreatedPaths&) = delete;

  ~CreatedPaths() {
    std::error_code ignored;
    for (auto path = paths_.rbegin(); path != paths_.rend(); ++path)
      std::filesystem::remove(*path, ignored);
  }

  void add(std::filesystem::path path) { paths_.push_back(std::move(path)); }

  void keep() { paths_.clear(); }

 private:
  std::vector<std::filesystem::path> paths_;
};

}  // namespace sekisho::gateway
