#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace sekisho::adapters::json {

/// Where a value stands in a document: a chain on the stack, from the value up to the root. It costs nothing
/// until a fault needs its pointer. Holds views: parents and names must outlive it.
class Path {
 public:
  /// The whole document.
  Path() = default;

  /// The member `name` of the object at `parent`.
  Path(const Path& parent, std::string_view name) : parent_(&parent), name_(name), kind_(Kind::member) {}

  /// The element `index` of the array at `parent`.
  Path(const Path& parent, std::size_t index) : parent_(&parent), index_(index), kind_(Kind::element) {}

  /// A member whose name must not be repeated: pointers to it, and to all below it, end at `parent`.
  [[nodiscard]] static Path unnamed(const Path& parent);

  /// The RFC 6901 JSON pointer. One that would be longer than 512 bytes ends at an ancestor: names are the
  /// sender's, and an answer must not grow with them.
  [[nodiscard]] std::string pointer() const;

  /// True when this place is `pattern`: a pointer of plain names, in which `*` stands for any array index.
  [[nodiscard]] bool matches(std::string_view pattern) const;

 private:
  enum class Kind { root, member, element, unnamed };

  [[nodiscard]] std::string segment() const;

  const Path* parent_ = nullptr;
  std::string_view name_;
  std::size_t index_ = 0;
  Kind kind_ = Kind::root;
};

}  // namespace sekisho::adapters::json
