#include <array>
#include <charconv>
#include <cstddef>
#include <optional>
#include <system_error>
#include <utility>

#include <scoring/linkage.h>

namespace sekisho::scoring {
namespace {

// `LinkRecord 1`, then every text as its length, a colon and its bytes; flags as the letters that are set. A
// change of the members takes another number.
constexpr std::string_view version = "1;";

constexpr std::array party_texts = std::to_array<std::string LinkParty::*>(
    {&LinkParty::family, &LinkParty::given, &LinkParty::name, &LinkParty::family_kana, &LinkParty::given_kana,
     &LinkParty::kana, &LinkParty::phone, &LinkParty::mailbox, &LinkParty::mail_stem, &LinkParty::postal_code,
     &LinkParty::lot, &LinkParty::building, &LinkParty::wing, &LinkParty::room});

constexpr std::array party_flags = std::to_array<std::pair<bool LinkParty::*, char>>(
    {{&LinkParty::family_known, 'f'}, {&LinkParty::given_known, 'g'}, {&LinkParty::mobile, 'm'}});

constexpr std::array record_texts =
    std::to_array<std::string LinkRecord::*>({&LinkRecord::device, &LinkRecord::ip, &LinkRecord::card});

void put(std::string& out, std::string_view text) {
  out += std::to_string(text.size());
  out += ':';
  out += text;
}

void put(std::string& out, const LinkParty& party) {
  for (const auto text : party_texts)
    put(out, party.*text);
  std::string flags;
  for (const auto& [flag, letter] : party_flags) {
    if (party.*flag) flags += letter;
  }
  put(out, flags);
}

std::optional<std::string> take(std::string_view& in) {
  std::size_t size = 0;
  const auto [end, error] = std::from_chars(in.data(), in.data() + in.size(), size);
  if (error != std::errc{}) return std::nullopt;
  in.remove_prefix(static_cast<std::size_t>(end - in.data()));
  if (!in.starts_with(':') || in.size() - 1 < size) return std::nullopt;
  std::string text(in.substr(1, size));
  in.remove_prefix(1 + size);
  return text;
}

bool take(std::string_view& in, LinkParty& party) {
  for (const auto member : party_texts) {
    auto text = take(in);
    if (!text) return false;
    party.*member = std::move(*text);
  }
  const auto flags = take(in);
  if (!flags) return false;
  for (const auto& [flag, letter] : party_flags)
    party.*flag = flags->contains(letter);
  return true;
}

bool take(std::string_view& in, LinkRecord& record) {
  if (!take(in, record.buyer)) return false;
  for (const auto member : record_texts) {
    auto text = take(in);
    if (!text) return false;
    record.*member = std::move(*text);
  }
  if (in.empty()) return true;
  return take(in, record.recipient.emplace()) && in.empty();
}

}  // namespace

std::string encode_link_record(const LinkRecord& record) {
  std::string out(version);
  put(out, record.buyer);
  for (const auto text : record_texts)
    put(out, record.*text);
  if (record.recipient) put(out, *record.recipient);
  return out;
}

Result<LinkRecord> decode_link_record(std::string_view text) {
  LinkRecord record;
  const bool known = text.starts_with(version);
  if (known) text.remove_prefix(version.size());
  if (!known || !take(text, record)) return fail(ErrorKind::malformed, "not an encoded link record");
  return record;
}

}  // namespace sekisho::scoring
