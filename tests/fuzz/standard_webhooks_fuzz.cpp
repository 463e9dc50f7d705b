// A delivery passes only with a signature of exactly its own bytes, and id and timestamp in their one
// spelling. The input is four lines: id, timestamp, signatures, and the body with all the rest. A signature
// list of `sign` stands for a good one.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include <adapters/standard_webhooks.h>

namespace {

std::string_view take_line(std::string_view& text) {
  const auto end = std::min(text.find('\n'), text.size());
  const auto line = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return line;
}

bool canonical(std::string_view id, std::string_view timestamp) {
  const bool id_fits = !id.empty() && id.size() <= 128 && !id.contains('.') && !id.contains(' ');
  return id_fits && !timestamp.empty() &&
         std::ranges::all_of(timestamp, [](char c) { return c >= '0' && c <= '9'; }) &&
         (timestamp.size() == 1 || timestamp.front() != '0');
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace sekisho;
  static std::vector<Hmac> keys = [] {
    std::vector<Hmac> made;
    made.emplace_back(Secret{"a key that only this test has...."});
    return made;
  }();
  std::string_view rest{reinterpret_cast<const char*>(data), size};
  const auto id = take_line(rest);
  const auto timestamp = take_line(rest);
  const auto list = take_line(rest);
  const std::string good = adapters::sign(id, timestamp, rest, keys);
  const std::string_view signatures = list == "sign" ? std::string_view{good} : list;
  const auto message = adapters::verify({{id}, {timestamp}, {signatures}}, rest, keys, std::nullopt);
  if (message && (!signatures.contains(good) || !canonical(id, timestamp))) std::abort();
  if (!message && message.error().detail.empty()) std::abort();
  if (adapters::signing_key(list) && !list.starts_with("whsec_")) std::abort();
  return 0;
}
