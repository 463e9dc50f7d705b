#include "app/command_normalize.h"

#include <istream>
#include <ostream>
#include <streambuf>
#include <string>
#include <string_view>

#include <domain/json_writer.h>
#include <scoring/normal_address.h>

#include "app/shipped_data.h"

namespace sekisho::gateway {
namespace {

constexpr std::size_t longest_line = 8 * 1024;  // bytes that are kept; more than any address has
constexpr std::size_t output_buffer = 64 * 1024;

/// Reads lines of any length and any bytes, and keeps no more of one than an address can have.
class Lines {
 public:
  explicit Lines(std::istream& in) : bytes_(*in.rdbuf()) {}

  /// False when nothing is left. A last line without a line feed counts.
  bool next(std::string& line) {
    using Traits = std::streambuf::traits_type;
    line.clear();
    auto byte = bytes_.sbumpc();
    if (Traits::eq_int_type(byte, Traits::eof())) return false;
    for (; !Traits::eq_int_type(byte, Traits::eof()); byte = bytes_.sbumpc()) {
      const char c = Traits::to_char_type(byte);
      if (c == '\n') break;
      if (line.size() < longest_line) line += c;
    }
    drop_marks(line);
    return true;
  }

 private:
  void drop_marks(std::string& line) {
    constexpr std::string_view byte_order = "\xEF\xBB\xBF";
    if (first_ && line.starts_with(byte_order)) line.erase(0, byte_order.size());
    first_ = false;
    if (line.ends_with('\r')) line.pop_back();
  }

  std::streambuf& bytes_;
  bool first_ = true;
};

void append(std::string& out, const scoring::NormalAddress& address) {
  JsonWriter json(out);
  json.begin_object()
      .member("prefecture", address.prefecture)
      .member("city", address.city)
      .member("town", address.town)
      .member("block", address.block)
      .member("building", address.building)
      .member("room", address.room)
      .member("key", address.key)
      .member("level", static_cast<int>(address.level))
      .key("notes")
      .begin_array();
  for (const scoring::AddressNote note : address.notes)
    json.value(scoring::to_string(note));
  json.end_array().end_object();
  out += '\n';
}

}  // namespace

Result<void> run_normalize_address(const std::filesystem::path& data, std::istream& in,
                                   const CommandContext& context) {
  const auto reference = load_reference(data);
  if (!reference) return std::unexpected(reference.error());
  Lines lines(in);
  std::string line;
  std::string out;
  while (lines.next(line)) {
    append(out, scoring::normalize_address(
                    *reference, {.postal_code = {}, .prefecture = {}, .address = line, .building = {}}));
    // Who types line after line waits for each answer; who pipes a file does not.
    if (out.size() < output_buffer && in.rdbuf()->in_avail() > 0) continue;
    context.out << out << std::flush;
    out.clear();
    if (!context.out) return fail(ErrorKind::unavailable, "cannot write the output");
  }
  context.out << out << std::flush;
  if (!context.out) return fail(ErrorKind::unavailable, "cannot write the output");
  return {};
}

}  // namespace sekisho::gateway
