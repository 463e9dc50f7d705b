#include <array>
#include <charconv>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>

#include <scoring/trace.h>

namespace sekisho::scoring {
namespace {

// Numbers in base 16 with a space behind each, lists with their length before them, and at last the link
// record as it is. A change of the members takes another number.
constexpr std::uint64_t version = 1;
constexpr int base = 16;
constexpr std::uint64_t longest_list = 64;

class Writer {
 public:
  void put(std::uint64_t number) {
    std::array<char, 16> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number, base).ptr;
    text_.append(digits.data(), end);
    text_ += ' ';
  }

  void put(const std::vector<TraceKey>& keys) {
    put(keys.size());
    for (const TraceKey key : keys)
      put(key);
  }

  /// One more than the number; 0 for none.
  void put(const std::optional<std::int64_t>& number) {
    put(number ? static_cast<std::uint64_t>(*number) + 1 : 0);
  }

  std::string take() { return std::move(text_); }

 private:
  std::string text_;
};

class Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {}

  std::uint64_t number() {
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), value, base);
    const auto used = static_cast<std::size_t>(end - rest_.data());
    if (error != std::errc{} || used == rest_.size() || rest_[used] != ' ') {
      broken_ = true;
      rest_ = {};
      return 0;
    }
    rest_.remove_prefix(used + 1);
    return value;
  }

  std::uint64_t length() {
    const auto size = number();
    if (size <= longest_list) return size;
    broken_ = true;
    return 0;
  }

  std::vector<TraceKey> keys() {
    std::vector<TraceKey> read(length());
    for (TraceKey& key : read)
      key = number();
    return read;
  }

  std::optional<std::int64_t> optional() {
    const auto value = number();
    if (value == 0) return std::nullopt;
    return static_cast<std::int64_t>(value - 1);
  }

  template <class Enum>
  Enum one_of(Enum last) {
    const auto value = number();
    if (value > static_cast<std::uint64_t>(last)) broken_ = true;
    return broken_ ? Enum{} : static_cast<Enum>(value);
  }

  [[nodiscard]] std::string_view rest() const { return rest_; }

  [[nodiscard]] bool broken() const { return broken_; }

 private:
  std::string_view rest_;
  bool broken_ = false;
};

constexpr auto single_keys =
    std::to_array<TraceKey Trace::*>({&Trace::person, &Trace::family, &Trace::phone_prefix, &Trace::lot,
                                      &Trace::room, &Trace::scenario, &Trace::rhythm});

}  // namespace

std::string encode_trace(const Trace& trace) {
  Writer out;
  out.put(version);
  out.put(trace.identifiers.size());
  for (const TracedIdentifier& identifier : trace.identifiers) {
    out.put(static_cast<std::uint64_t>(identifier.kind));
    out.put(static_cast<std::uint64_t>(identifier.party));
    out.put(identifier.key);
  }
  out.put(trace.blocks);
  for (const auto member : single_keys)
    out.put(trace.*member);
  out.put(trace.first_offers);
  out.put(trace.chat_ms);
  out.put(trace.us_per_character);
  return out.take() + trace.link;
}

Result<Trace> decode_trace(std::string_view text) {
  Reader in(text);
  Trace trace;
  if (in.number() != version) return fail(ErrorKind::malformed, "the trace is of another version");
  trace.identifiers.resize(in.length());
  for (TracedIdentifier& identifier : trace.identifiers) {
    identifier.kind = in.one_of(IdentifierKind::media);
    identifier.party = in.one_of(Party::recipient);
    identifier.key = in.number();
  }
  trace.blocks = in.keys();
  for (const auto member : single_keys)
    trace.*member = in.number();
  trace.first_offers = in.keys();
  trace.chat_ms = in.optional();
  trace.us_per_character = in.optional();
  if (in.broken()) return fail(ErrorKind::malformed, "the trace is damaged");
  trace.link = in.rest();
  return trace;
}

}  // namespace sekisho::scoring
