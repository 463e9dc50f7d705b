#include <algorithm>
#include <array>
#include <utility>

#include <scoring/normal_address.h>

#include "identity/address_building.h"
#include "identity/address_lot.h"
#include "identity/address_place.h"
#include "identity/address_text.h"
#include "identity/text.h"
#include "reference/tables.h"

namespace sekisho::scoring {
namespace {

constexpr std::size_t postal_digits = 7;

struct NoteRow {
  AddressNote note;
  std::string_view code;
  double certainty;  // what the place is still worth
};

constexpr std::array<NoteRow, 16> note_rows{{
    {AddressNote::not_utf8, "not_utf8", 0.7},
    {AddressNote::too_long, "too_long", 0.9},
    {AddressNote::postal_code_unknown, "postal_code_unknown", 0.9},
    {AddressNote::postal_code_mismatch, "postal_code_mismatch", 0.6},
    {AddressNote::prefecture_mismatch, "prefecture_mismatch", 0.6},
    {AddressNote::city_from_postal_code, "city_from_postal_code", 0.95},
    {AddressNote::city_from_town, "city_from_town", 0.9},
    {AddressNote::ward_from_town, "ward_from_town", 0.95},
    {AddressNote::city_ambiguous, "city_ambiguous", 0.3},
    {AddressNote::city_unknown, "city_unknown", 0.2},
    {AddressNote::town_from_postal_code, "town_from_postal_code", 0.8},
    {AddressNote::town_respelled, "town_respelled", 0.9},
    {AddressNote::town_unknown, "town_unknown", 0.5},
    {AddressNote::street_dropped, "street_dropped", 0.95},
    {AddressNote::chome_inferred, "chome_inferred", 0.97},
    {AddressNote::chome_guessed, "chome_guessed", 0.8},
}};

const NoteRow& row_of(AddressNote note) {
  return note_rows[static_cast<std::size_t>(note)];
}

std::string with_kanji_numbers(std::u32string_view name) {
  // 象潟町５丁目塩越 is 象潟町五丁目塩越.
  std::string out;
  for (std::size_t at = 0; at < name.size();) {
    std::size_t end = at;
    std::uint32_t value = 0;
    while (end < name.size() && is_digit(name[end]) && end - at < 4)
      value = value * 10 + (name[end++] - U'0');
    if (end > at) {
      out += kanji_number(value);
      at = end;
    } else {
      out += to_utf8(name.substr(at++, 1));
    }
  }
  return out;
}

std::string official_town(std::string_view name) {
  std::u32string_view text;
  const std::u32string whole = nfkc(name);
  text = whole;
  for (const std::u32string_view head : {std::u32string_view(U"大字"), std::u32string_view(U"字")}) {
    if (text.starts_with(head) && text.size() > head.size()) text.remove_prefix(head.size());
  }
  return with_kanji_numbers(text);
}

std::string joined(const std::vector<std::uint32_t>& numbers) {
  std::string out;
  for (const std::uint32_t number : numbers) {
    if (!out.empty()) out += '-';
    out += std::to_string(number);
  }
  return out;
}

// A postal code behind the address is read in front of it.
void bring_postal_code_forward(std::u32string& text) {
  const std::size_t mark = text.find(U'〒', 1);
  if (mark == std::u32string::npos) return;
  std::size_t end = mark + 1;
  std::size_t digits = 0;
  for (; end < text.size() && digits < postal_digits; ++end) {
    const char32_t c = text[end];
    if (is_digit(c)) {
      ++digits;
    } else if (!is_space(c) && !is_dash(c)) {
      break;
    }
  }
  if (digits != postal_digits) return;
  const std::u32string code = text.substr(mark, end - mark);
  text.erase(mark, end - mark);
  text.insert(0, code + U' ');
}

/// Reads one address.
class Normaliser {
 public:
  Normaliser(const ReferenceTables& tables, const TypedAddress& typed)
      : tables_(tables),
        book_(tables.address_book),
        typed_(typed),
        text_(clipped(typed.address), book_.letters()) {}

  NormalAddress read() {
    if (text_.source.contains(U'\uFFFD')) note(AddressNote::not_utf8);
    const std::size_t begin = read_postal_code();
    read_hints();
    place_ = read_place(book_, text_, begin, hints_);
    for (const AddressNote each : place_.notes)
      note(each);
    complete_town();
    check_postal_code();
    lot_ = read_lot(text_, place_.end, town());
    write_place();
    write_block();
    write_building();
    write_level();
    std::ranges::sort(out_.notes);
    return std::move(out_);
  }

 private:
  std::u32string clipped(std::string_view address) {
    std::u32string text = nfkc(address.substr(0, longest_address * 4));
    if (text.size() > longest_address || address.size() > longest_address * 4) {
      text.resize(std::min(text.size(), longest_address));
      note(AddressNote::too_long);
    }
    bring_postal_code_forward(text);
    return text;
  }

  void note(AddressNote note) {
    if (!out_.has(note)) out_.notes.push_back(note);
  }

  [[nodiscard]] const AddressBook::Town* town() const {
    return place_.town ? &book_.town(*place_.town) : nullptr;
  }

  // 〒169-0072 or 1690072 before the address. Returns the first symbol after it.
  std::size_t read_postal_code() {
    code_ = digits_of(typed_.postal_code);
    std::size_t at = text_.at(0) == U'〒' ? 1 : 0;
    if (!text_.is_number(at)) return at;
    const bool parted = text_.at(at + 1) == U'-' && text_.is_number(at + 2);
    const std::size_t end = at + (parted ? 3 : 1);
    const std::string digits = digits_of(to_utf8(text_.source_between(at, end)));
    const bool goes_on = text_.at(end) == U'-' || text_.at(end) == U'番' ||
                         (text_.is_number(end) && !text_.symbols[end].kanji);
    const bool ends = at == 1 || end >= text_.size() || !goes_on || text_.symbols[end].after_space;
    if (digits.size() != postal_digits || !ends || text_.symbols[at].kanji) return at;
    code_ = digits;
    return end;
  }

  static std::string digits_of(std::string_view typed) {
    std::string digits;
    for (const char32_t c : nfkc(typed)) {
      if (is_digit(c)) digits += static_cast<char>(c);
    }
    return digits;
  }

  void read_hints() {
    if (!code_.empty()) {
      hints_.postal = tables_.postal_codes.find(code_);
      if (hints_.postal.empty()) note(AddressNote::postal_code_unknown);
    }
    const AddressText field(nfkc(typed_.prefecture.substr(0, longest_address)), book_.letters());
    for (const auto& hit : book_.prefectures_before(field, 0)) {
      if (hit.length == field.size()) hints_.prefecture = hit.name;
    }
  }

  // A postal code of one town, and nothing but a number typed where the town would be.
  void complete_town() {
    if (place_.town || !place_.city || hints_.postal.size() != 1) return;
    const PostalCodes::Place& only = hints_.postal.front();
    const bool nothing_typed = place_.end >= text_.size() || text_.is_number(place_.end);
    if (!nothing_typed || only.town.empty() || only.city != book_.city(*place_.city).name) return;
    const AddressText name(nfkc(only.town), book_.letters());
    const auto hit = book_.town_before(*place_.city, name.symbols, false);
    if (!hit || hit->length != name.size()) return;
    place_.town = hit->town;
    note(AddressNote::town_from_postal_code);
  }

  // The code may be of one building within the town, or of the whole city.
  void check_postal_code() {
    if (hints_.postal.empty() || place_.city_name.empty()) return;
    const auto agrees = [&](const PostalCodes::Place& place) {
      if (place.prefecture != place_.prefecture || !place.city.starts_with(place_.city_name)) return false;
      if (!place_.town || place.town.empty()) return true;
      const AddressBook::Town& town = book_.town(*place_.town);
      const AddressText name(nfkc(place.town), book_.letters());
      const bool oaza = name.starts_with(0, U"大字");
      const auto rest = std::span(name.symbols).subspan(oaza ? 2 : (name.starts_with(0, U"字") ? 1 : 0));
      const auto hit = book_.town_before(town.city, rest, false);
      return !hit || hit->town == *place_.town || place.town.starts_with(town.name) ||
             town.name.starts_with(place.town);
    };
    if (!std::ranges::any_of(hints_.postal, agrees)) note(AddressNote::postal_code_mismatch);
  }

  void write_place() {
    out_.prefecture = place_.prefecture;
    out_.city = place_.city_name;
    if (!town()) return;
    out_.town = official_town(town()->name);
    key_ = out_.prefecture + out_.city + out_.town;
    if (lot_.how == AddressLot::Chome::none) return;
    // Sakai counts 丁, but for its ward Mihara.
    const bool sakai = out_.city.starts_with("堺市") && !out_.city.ends_with("美原区");
    out_.town += kanji_number(lot_.chome) + (sakai ? "丁" : "丁目");
    if (lot_.how == AddressLot::Chome::inferred) note(AddressNote::chome_inferred);
    if (lot_.how == AddressLot::Chome::guessed) note(AddressNote::chome_guessed);
  }

  void write_block() {
    if (lot_.has_block() || !lot_.area.empty()) {
      out_.block = to_utf8(lot_.area) + to_utf8(lot_.chiwari) + joined(lot_.lot) + to_utf8(lot_.unnumbered);
    }
    if (!town() && lot_.how != AddressLot::Chome::none)
      out_.block = std::to_string(lot_.chome) + (lot_.lot.empty() ? "" : "-") + out_.block;
    write_key();
  }

  // The chome as a number like those of the lot: so it makes no difference whether it was taken for one.
  void write_key() {
    if (out_.city.empty()) return;
    if (key_.empty()) key_ = out_.prefecture + out_.city;
    const AddressText area(lot_.area, book_.letters());
    std::vector<std::uint32_t> numbers;
    if (lot_.how != AddressLot::Chome::none) numbers.push_back(lot_.chome);
    std::string folded;
    for (const AddressSymbol& symbol : area.symbols)
      folded +=
          symbol.is_number() ? std::to_string(symbol.number()) : to_utf8(std::u32string(1, symbol.value));
    if (!area.symbols.empty() && area.symbols.back().is_number() && !lot_.lot.empty()) folded += '-';
    const bool split = !folded.empty() || !lot_.chiwari.empty();
    if (split && !numbers.empty()) key_ += joined(std::exchange(numbers, {}));
    key_ += folded + to_utf8(lot_.chiwari);
    numbers.insert(numbers.end(), lot_.lot.begin(), lot_.lot.end());
    out_.key = key_ + joined(numbers) + to_utf8(lot_.unnumbered);
  }

  void write_building() {
    std::u32string room;
    const std::string chain = joined(lot_.room);
    room.assign(chain.begin(), chain.end());
    std::u32string rest(std::u32string_view(text_.source).substr(text_.source_begin(lot_.end)));
    if (!typed_.building.empty())
      rest += U' ' + nfkc(typed_.building.substr(0, longest_address * 4)).substr(0, longest_address);
    const AddressBuilding building = read_building(rest, std::move(room), book_.letters());
    out_.building = to_utf8(building.name);
    out_.room = to_utf8(building.room);
    out_.building_key = to_utf8(building.name_key);
    out_.room_key = to_utf8(building.room_key);
  }

  void write_level() {
    if (!out_.town.empty()) {
      out_.level = lot_.has_block() ? AddressLevel::block : AddressLevel::town;
    } else if (!out_.city.empty()) {
      out_.level = AddressLevel::city;
      if (!out_.block.empty() || !out_.building.empty()) note(AddressNote::town_unknown);
    } else if (!out_.prefecture.empty()) {
      out_.level = AddressLevel::prefecture;
    }
  }

  const ReferenceTables& tables_;
  const AddressBook& book_;
  const TypedAddress& typed_;
  NormalAddress out_;  // before text_, which notes what it clips
  AddressText text_;
  std::string code_;
  AddressHints hints_;
  AddressPlace place_;
  AddressLot lot_;
  std::string key_;
};

}  // namespace

std::string_view to_string(AddressNote note) {
  return row_of(note).code;
}

double NormalAddress::certainty() const {
  if (level == AddressLevel::nothing) return 0;
  double sure = 1;
  for (const AddressNote note : notes)
    sure *= row_of(note).certainty;
  return sure;
}

std::string NormalAddress::full_key() const {
  if (key.empty() || (building_key.empty() && room_key.empty())) return key;
  return key + '/' + building_key + '/' + room_key;
}

bool NormalAddress::has(AddressNote note) const {
  return std::ranges::find(notes, note) != notes.end();
}

NormalAddress normalize_address(const ReferenceData& data, const TypedAddress& typed) {
  return Normaliser(data.tables(), typed).read();
}

}  // namespace sekisho::scoring
