#include "app/command_link.h"

#include <cstddef>
#include <ostream>
#include <string>

#include <scoring/link.h>

#include "app/line_reader.h"
#include "app/shipped_data.h"

namespace sekisho::gateway {
namespace {

constexpr std::size_t longest_line = 128UZ * 1024;  // bytes that are kept: enough to see that it is too long
constexpr std::size_t output_buffer = 64UZ * 1024;

}  // namespace

Result<bool> run_link(std::istream& in, const std::filesystem::path& data, const CommandContext& context) {
  const auto reference = load_reference(data);
  if (!reference) return std::unexpected(reference.error());
  LineReader lines(in, longest_line);
  bool all_answered = true;
  std::string out;
  const auto write = [&] {
    context.out << out << std::flush;
    out.clear();
    return context.out.good();
  };
  for (std::string line; lines.next(line);) {
    const scoring::LinkLine answer = scoring::answer_link_line(line, *reference);
    all_answered = all_answered && !answer.faulty;
    out += answer.text + '\n';
    // Who types line after line waits for each answer; who pipes a file does not.
    if (out.size() < output_buffer && lines.has_more_at_hand()) continue;
    if (!write()) return fail(ErrorKind::unavailable, "cannot write the output");
  }
  if (!write()) return fail(ErrorKind::unavailable, "cannot write the output");
  return all_answered;
}

}  // namespace sekisho::gateway
