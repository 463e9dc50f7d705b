#include "app/command_normalize.h"

#include <ostream>
#include <string>
#include <string_view>

#include <domain/json_writer.h>
#include <scoring/normal_address.h>

#include "app/line_reader.h"
#include "app/shipped_data.h"

namespace sekisho::gateway {
namespace {

constexpr std::size_t longest_line = 8 * 1024;  // bytes that are kept; more than any address has
constexpr std::size_t output_buffer = 64 * 1024;

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
  LineReader lines(in, longest_line);
  std::string line;
  std::string out;
  while (lines.next(line)) {
    append(out, scoring::normalize_address(
                    *reference, {.postal_code = {}, .prefecture = {}, .address = line, .building = {}}));
    // Who types line after line waits for each answer; who pipes a file does not.
    if (out.size() < output_buffer && lines.has_more_at_hand()) continue;
    context.out << out << std::flush;
    out.clear();
    if (!context.out) return fail(ErrorKind::unavailable, "cannot write the output");
  }
  context.out << out << std::flush;
  if (!context.out) return fail(ErrorKind::unavailable, "cannot write the output");
  return {};
}

}  // namespace sekisho::gateway
