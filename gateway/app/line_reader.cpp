#include "app/line_reader.h"

#include <istream>
#include <string_view>

namespace sekisho::gateway {

LineReader::LineReader(std::istream& in, std::size_t longest) : bytes_(*in.rdbuf()), longest_(longest) {}

bool LineReader::next(std::string& line) {
  using Traits = std::streambuf::traits_type;
  line.clear();
  auto byte = bytes_.sbumpc();
  if (Traits::eq_int_type(byte, Traits::eof())) return false;
  for (; !Traits::eq_int_type(byte, Traits::eof()); byte = bytes_.sbumpc()) {
    const char c = Traits::to_char_type(byte);
    if (c == '\n') break;
    if (line.size() < longest_) line += c;
  }
  drop_marks(line);
  return true;
}

bool LineReader::has_more_at_hand() const {
  return bytes_.in_avail() > 0;
}

void LineReader::drop_marks(std::string& line) {
  constexpr std::string_view byte_order = "\xEF\xBB\xBF";
  if (first_ && line.starts_with(byte_order)) line.erase(0, byte_order.size());
  first_ = false;
  if (line.ends_with('\r')) line.pop_back();
}

}  // namespace sekisho::gateway
