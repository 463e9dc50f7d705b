#include "identity/address_lot.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace sekisho::scoring {
namespace {

using Town = AddressBook::Town;

constexpr std::size_t longest_area = 12;
constexpr std::size_t most_numbers = 6;
constexpr std::uint32_t first_room = 100;    // lots of a block rarely go so far, rooms mostly begin there
constexpr std::uint32_t highest_guess = 15;  // chome where nothing is known of the town
constexpr std::uint32_t highest_chome = 60;
constexpr std::uint32_t unseen_chome = 4;  // offices do not stand in the last chome of every town

constexpr std::array<std::u32string_view, 5> unnumbered_words = {U"無番地", U"番外地", U"番地ナシ", U"無番",
                                                                 U"番地無シ"};

/// What stood behind a number.
enum class Unit : std::uint8_t { none, dash, ban, banchi, go };

struct Counted {
  std::uint32_t value = 0;
  Unit unit = Unit::none;
  std::size_t end = 0;  // the symbol after number and unit
};

bool is_joint(char32_t c) {
  return c == U'-' || c == U'ノ';
}

template <std::size_t N>
bool any_at(const AddressText& text, std::size_t at, const std::array<std::u32string_view, N>& names) {
  return std::ranges::any_of(names, [&](auto name) { return text.starts_with(at, name); });
}

bool is_room_word(const AddressText& text, std::size_t at) {
  constexpr std::array<std::u32string_view, 8> words = {U"号室", U"号棟", U"号館", U"室",
                                                        U"階",   U"棟",   U"f",    U"番館"};
  return any_at(text, at, words);
}

// 三番町 and 5番街 are names.
bool is_name_word(const AddressText& text, std::size_t at) {
  constexpr std::array<std::u32string_view, 9> words = {U"番町", U"番街", U"番通", U"条",  U"線",
                                                        U"区",   U"社",   U"号線", U"番館"};
  return any_at(text, at, words);
}

// True when the text between two symbols names a building: by a word anywhere, or by a kanji at its end.
bool is_building(const AddressText& text, std::size_t from, std::size_t to) {
  constexpr std::array<std::u32string_view, 17> words = {
      U"ビル",       U"マンシヨン", U"ハイツ", U"コ-ポ",  U"アパ-ト", U"ハウス",
      U"レジデンス", U"メゾン",     U"パレス", U"タワ-",  U"団地",    U"住宅",
      U"センタ-",    U"ホテル",     U"病院",   U"プラザ", U"ハイム"};
  constexpr std::u32string_view endings = U"荘寮館棟";
  for (std::size_t at = from; at < to; ++at) {
    if (any_at(text, at, words)) return true;
  }
  return to > from && endings.contains(text.at(to - 1));
}

class LotReader {
 public:
  LotReader(const AddressText& text, std::size_t at, const Town* town) : text_(text), at_(at), town_(town) {}

  AddressLot read() {
    take_typed_chome();
    if (take_unnumbered()) return finish();
    take_area();
    take_chiwari();
    if (take_unnumbered()) return finish();
    take_numbers();
    return finish();
  }

 private:
  AddressLot finish() {
    lot_.end = at_;
    return std::move(lot_);
  }

  // 2丁目; Sakai counts 丁; 2丁104 elsewhere is 2丁目 as well.
  void take_typed_chome() {
    const std::size_t at = text_.at(at_) == U'第' || is_joint(text_.at(at_)) ? at_ + 1 : at_;
    if (!text_.is_number(at) || text_.at(at + 1) != U'丁') return;
    const bool me = text_.at(at + 2) == U'目';
    const char32_t next = text_.at(at + 2);
    if (!me && next != 0 && !text_.is_number(at + 2) && !is_joint(next) && !text_.symbols[at + 2].after_space)
      return;
    lot_.how = AddressLot::Chome::typed;
    lot_.chome = text_.symbols[at].number();
    lot_.without_me = !me;
    at_ = at + (me ? 3 : 2);
    if (is_joint(text_.at(at_)) && text_.is_number(at_ + 1)) ++at_;
  }

  [[nodiscard]] bool begins_unnumbered(std::size_t at) const { return any_at(text_, at, unnumbered_words); }

  bool take_unnumbered() {
    for (const std::u32string_view word : unnumbered_words) {
      if (!text_.starts_with(at_, word)) continue;
      lot_.unnumbered = word == U"番外地" ? U"番外地" : U"無番地";
      at_ += word.size();
      return true;
    }
    return false;
  }

  // A number of the lot, and not one within a name (東三分一1926): kanji count only before what counts.
  [[nodiscard]] bool begins_lot(std::size_t at) const {
    if (!text_.is_number(at) || is_room_word(text_, at + 1)) return false;
    // 2字29番地: the number is of the part of the town.
    if (is_name_word(text_, at + 1) || text_.at(at + 1) == U'字') return false;
    if (!text_.symbols[at].kanji) return true;
    return counts(at + 1);
  }

  [[nodiscard]] bool counts(std::size_t after) const {
    constexpr std::array<std::u32string_view, 4> counters = {U"番", U"号", U"地割", U"丁目"};
    if (after >= text_.size() || text_.symbols[after].after_space || any_at(text_, after, counters))
      return true;
    return is_joint(text_.at(after)) && text_.is_number(after + 1);
  }

  // Where the lot begins; nothing when no number is near, or what stands before it is a building.
  [[nodiscard]] std::size_t end_of_area(std::size_t from) const {
    std::size_t to = from;
    while (to < text_.size() && to - from <= longest_area && !begins_lot(to) && !begins_unnumbered(to))
      ++to;
    return to;
  }

  // 字家六, 甲, イ: what stands between town and number.
  void take_area() {
    if (is_joint(text_.at(at_)) && text_.is_number(at_ + 1)) ++at_;
    std::size_t from = at_;
    std::size_t to = end_of_area(from);
    bool said = false;
    for (const std::u32string_view head :
         {std::u32string_view(U"大字"), std::u32string_view(U"小字"), std::u32string_view(U"字")}) {
      if (!text_.starts_with(from, head) || from + head.size() >= to) continue;
      from += head.size();
      said = true;
    }
    const bool numbered = to < text_.size() && to - from <= longest_area;
    if (to == from || (!said && (!numbered || is_building(text_, from, to)))) return;
    at_ = to;
    if (text_.at(to - 1) == U'第') --to;
    lot_.area = text_.source_between(from, to);
    if (lot_.how == AddressLot::Chome::none) take_chome_of_area();
  }

  // ひびきの町4丁目 where the town is not known: the chome stays with the name that it counts.
  void take_chome_of_area() {
    if (!text_.is_number(at_) || !text_.starts_with(at_ + 1, U"丁目")) return;
    lot_.area += text_.source_between(at_, at_ + 3);
    at_ += 3;
  }

  void take_chiwari() {
    if (!text_.is_number(at_) || !text_.starts_with(at_ + 1, U"地割")) return;
    lot_.chiwari = std::u32string(text_.source_between(at_, at_ + 1));
    chiwari_ = text_.symbols[at_].number();
    at_ += 3;
    lot_.chiwari.clear();
    for (const char digit : std::to_string(chiwari_))
      lot_.chiwari += static_cast<char32_t>(digit);
    lot_.chiwari += U"地割";
    if (text_.at(at_) == U'字') ++at_;
    if (is_joint(text_.at(at_)) && text_.is_number(at_ + 1)) ++at_;
  }

  void take_numbers() {
    const std::vector<Counted> chain = read_chain();
    std::size_t first = 0;
    if (!chain.empty() && lot_.how == AddressLot::Chome::none && lot_.area.empty() && chiwari_ == 0) {
      lot_.how = how_chome(chain);
      if (lot_.how != AddressLot::Chome::none) lot_.chome = chain[first++].value;
    }
    const std::size_t room = std::min(chain.size(), first + lot_size(chain, first));
    for (; first < room; ++first)
      lot_.lot.push_back(chain[first].value);
    for (; first < chain.size(); ++first)
      lot_.room.push_back(chain[first].value);
  }

  // How many numbers from `first` on are the lot; the rest is a room.
  [[nodiscard]] std::size_t lot_size(const std::vector<Counted>& chain, std::size_t first) const {
    const std::size_t count = chain.size() - first;
    if (count <= 1) return count;
    if (count == 2) {
      const bool room = chain[first].unit == Unit::banchi && chain[first + 1].unit == Unit::go &&
                        chain[first + 1].value > first_room;
      return room ? 1 : 2;
    }
    if (lot_.how != AddressLot::Chome::none) return 2;
    return chain[first + 2].value > first_room || count > 3
               ? (count > 3 && chain[first + 2].value <= first_room ? 3 : 2)
               : 3;
  }

  /// A number where chome could stand, without 丁目.
  [[nodiscard]] AddressLot::Chome how_chome(const std::vector<Counted>& chain) const {
    using How = AddressLot::Chome;
    const Counted& first = chain.front();
    const std::size_t count = chain.size();
    if (town_ == nullptr || first.value == 0 || first.unit == Unit::ban || first.unit == Unit::banchi ||
        first.unit == Unit::go)
      return How::none;
    const bool ban_next = count >= 2 && (chain[1].unit == Unit::ban || chain[1].unit == Unit::banchi);
    if (count == 2 && chain[1].unit == Unit::go) return How::none;
    if (town_->known == Town::Chome::none) return How::none;
    if (town_->known == Town::Chome::all) return first.value <= town_->chome ? How::inferred : How::none;
    if (town_->known == Town::Chome::some)
      return first.value <= std::max<std::uint32_t>(9, town_->chome + unseen_chome) ? How::inferred
                                                                                    : How::none;
    if (ban_next && first.value <= highest_chome) return How::guessed;
    if (count < 3 || first.value > highest_guess) return How::none;
    const bool third_is_room = chain[2].value > first_room && chain[2].unit != Unit::go;
    return count > 3 || !third_is_room ? How::guessed : How::none;
  }

  // 7番5号, 7-5, 123番地の4, 7-5-102: each number with what stands behind it.
  std::vector<Counted> read_chain() {
    std::vector<Counted> chain;
    std::size_t at = at_;
    while (chain.size() < most_numbers && text_.is_number(at)) {
      const bool more = !chain.empty();
      if (is_room_word(text_, at + 1)) break;
      if (is_name_word(text_, at + 1) || (more && text_.symbols[at].kanji && !counts(at + 1))) break;
      Counted number{.value = text_.symbols[at].number(), .unit = Unit::none, .end = at + 1};
      const bool goes_on = take_unit(number, at);
      chain.push_back(number);
      at_ = number.end;
      if (!goes_on) break;
    }
    return chain;
  }

  // Sets what stands behind the number, and moves `at` to where the next one may stand.
  bool take_unit(Counted& number, std::size_t& at) const {
    ++at;
    const auto skip = [&](Unit unit, std::size_t length) {
      number.unit = unit;
      at += length;
      number.end = at;
      const bool joined = is_joint(text_.at(at)) && text_.is_number(at + 1);
      if (joined) ++at;
      return joined || unit != Unit::go;
    };
    if (text_.starts_with(at, U"番地")) return skip(Unit::banchi, 2);
    if (text_.at(at) == U'番') return skip(Unit::ban, 1);
    if (text_.at(at) == U'号') return skip(Unit::go, 1);
    if (!is_joint(text_.at(at)) || !text_.is_number(at + 1)) return false;
    number.unit = Unit::dash;
    ++at;
    return true;
  }

  const AddressText& text_;
  std::size_t at_;
  const Town* town_;
  std::uint32_t chiwari_ = 0;
  AddressLot lot_;
};

}  // namespace

AddressLot read_lot(const AddressText& text, std::size_t at, const AddressBook::Town* town) {
  return LotReader(text, at, town).read();
}

}  // namespace sekisho::scoring
