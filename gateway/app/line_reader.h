#pragma once

#include <cstddef>
#include <iosfwd>
#include <streambuf>
#include <string>

namespace sekisho::gateway {

/// Reads the lines of a stream, of any length and any bytes. Keeps the first `longest` bytes of a line. A
/// mark of byte order and carriage returns are left out.
class LineReader {
 public:
  LineReader(std::istream& in, std::size_t longest);

  /// False when nothing is left. A last line without a line feed counts.
  bool next(std::string& line);
  /// True while bytes have arrived that were not read yet: who pipes a file need not get each answer at once.
  [[nodiscard]] bool has_more_at_hand() const;

 private:
  void drop_marks(std::string& line);

  std::streambuf& bytes_;
  std::size_t longest_;
  bool first_ = true;
};

}  // namespace sekisho::gateway
