#include "identity/address_place.h"

#include <algorithm>
#include <compare>
#include <span>
#include <string_view>
#include <tuple>
#include <utility>

#include "identity/address_town.h"

namespace sekisho::scoring {
namespace {

using CityId = AddressBook::CityId;
using Form = AddressBook::Form;

/// Where the city may begin, and what stood before it.
struct Start {
  std::size_t at = 0;
  std::string_view prefecture;
  bool shortened = false;  ///< 千葉 for 千葉県
};

/// One way to divide what was typed.
struct Reading {
  Start start;
  CityId city = 0;
  Form form = Form::full;
  std::size_t city_end = 0;
  std::optional<FoundTown> town;
  bool by_postal_code = false;  ///< the postal code lies there

  [[nodiscard]] std::size_t end() const { return town ? town->end : city_end; }

  // More of the text explained is better; then what needed less benevolence.
  [[nodiscard]] auto rank() const {
    return std::tuple(town.has_value(), end(), by_postal_code, !(town && town->respelled), city_end,
                      form == Form::full || form == Form::no_ward, !start.shortened);
  }
};

std::string_view without_ward(std::string_view city) {
  constexpr std::string_view municipality = "市";
  const auto at = city.find(municipality, municipality.size());
  return at == std::string_view::npos ? city : city.substr(0, at + municipality.size());
}

class PlaceReader {
 public:
  PlaceReader(const AddressBook& book, const AddressText& text, const AddressHints& hints)
      : book_(book), text_(text), hints_(hints) {}

  AddressPlace read(std::size_t begin) {
    find_starts(begin);
    read_cities();
    if (readings_.empty() || !has_town()) read_without_city();
    if (readings_.empty()) return nothing();
    return settle();
  }

 private:
  void find_starts(std::size_t begin) {
    starts_.push_back({.at = begin, .prefecture = {}});
    for (const auto& prefecture : book_.prefectures_before(text_, begin)) {
      Start next{
          .at = begin + prefecture.length, .prefecture = prefecture.name, .shortened = prefecture.shortened};
      if (!next.shortened) next.at = after_repetition(next);
      starts_.push_back(next);
    }
  }

  // The prefecture from a list and typed once more.
  [[nodiscard]] std::size_t after_repetition(const Start& start) const {
    std::size_t at = start.at;
    for (bool again = true; again;) {
      again = false;
      for (const auto& prefecture : book_.prefectures_before(text_, at)) {
        if (prefecture.shortened || prefecture.name != start.prefecture) continue;
        at += prefecture.length;
        again = true;
      }
    }
    return at;
  }

  void read_cities() {
    for (const Start& start : starts_) {
      const auto rest = std::span(text_.symbols).subspan(std::min(start.at, text_.size()));
      const auto hits = book_.cities_before(rest);
      const bool ward = !hits.empty() && hits.back().form == Form::full;
      for (const AddressBook::CityHit& hit : hits) {
        if (ward && hit.form == Form::no_ward) continue;
        if (start.prefecture.empty() || book_.city(hit.city).prefecture == start.prefecture) {
          add(start, hit);
        } else if (!start.shortened && hit.form != Form::ward_alone) {
          elsewhere_.emplace_back(start, hit);
        }
      }
    }
    if (!readings_.empty()) return;
    for (const auto& [start, hit] : elsewhere_)
      add(start, hit);
  }

  void add(const Start& start, const AddressBook::CityHit& hit) {
    const std::size_t end = start.at + hit.length;
    add({.start = start,
         .city = hit.city,
         .form = hit.form,
         .city_end = end,
         .town = town_at(hit.city, end)});
    // The city typed twice: once from a list.
    for (const AddressBook::CityHit& again : book_.cities_before(std::span(text_.symbols).subspan(end))) {
      if (again.city != hit.city || again.form == Form::ward_alone) continue;
      const std::size_t after = end + again.length;
      add({.start = start,
           .city = hit.city,
           .form = hit.form,
           .city_end = after,
           .town = town_at(hit.city, after)});
    }
  }

  [[nodiscard]] std::optional<FoundTown> town_at(CityId city, std::size_t at) const {
    return find_town(book_, city, text_, at);
  }

  void add(Reading reading) {
    const AddressBook::City& city = book_.city(reading.city);
    reading.by_postal_code = std::ranges::any_of(hints_.postal, [&](const PostalCodes::Place& place) {
      return place.prefecture == city.prefecture && place.city == city.name;
    });
    readings_.push_back(reading);
  }

  [[nodiscard]] bool has_town() const {
    return std::ranges::any_of(readings_, [](const Reading& r) { return r.town.has_value(); });
  }

  // No city was typed. The postal code knows one, or the prefecture has one alone with such a town.
  void read_without_city() {
    const Start& start = starts_.size() > 1 && !starts_[1].shortened ? starts_[1] : starts_.front();
    if (!readings_.empty()) return;
    for (const PostalCodes::Place& place : hints_.postal) {
      const auto city = book_.city_named(place.prefecture, place.city);
      if (city) add_by_town(start, *city, AddressNote::city_from_postal_code);
    }
    if (!readings_.empty()) return;
    const std::string_view prefecture = start.prefecture.empty() ? hints_.prefecture : start.prefecture;
    for (const CityId city : book_.cities_of(prefecture)) {
      const auto town = find_town(book_, city, text_, start.at);
      const bool sure = town && !town->respelled && !town->after_streets && town->end >= start.at + 2;
      if (sure && may_end_before(text_, town->end)) add_by_town(start, city, AddressNote::city_from_town);
    }
  }

  void add_by_town(const Start& start, CityId city, AddressNote why) {
    without_city_ = why;
    add({.start = start, .city = city, .city_end = start.at, .town = town_at(city, start.at)});
  }

  [[nodiscard]] AddressPlace nothing() const {
    const Start& start = starts_.size() > 1 && !starts_[1].shortened ? starts_[1] : starts_.front();
    AddressPlace place;
    place.prefecture = start.prefecture.empty() ? hints_.prefecture : start.prefecture;
    place.end = start.at;
    place.notes.push_back(AddressNote::city_unknown);
    return place;
  }

  // The best reading, and what its rivals of the same rank leave open.
  AddressPlace settle() {
    prefer_hinted_prefecture();
    const auto best_rank = std::ranges::max(readings_, {}, &Reading::rank).rank();
    std::vector<Reading> best;
    for (const Reading& reading : readings_) {
      const bool known = std::ranges::find(best, reading.city, &Reading::city) != best.end();
      if (reading.rank() == best_rank && !known) best.push_back(reading);
    }
    AddressPlace place = best.size() == 1 ? sure(best.front()) : open(best);
    if (without_city_) place.notes.push_back(*without_city_);
    if (place.town && best.front().town->respelled) place.notes.push_back(AddressNote::town_respelled);
    if (place.town && best.front().town->after_streets) place.notes.push_back(AddressNote::street_dropped);
    if (!hints_.prefecture.empty() && hints_.prefecture != place.prefecture)
      place.notes.push_back(AddressNote::prefecture_mismatch);
    return place;
  }

  void prefer_hinted_prefecture() {
    if (hints_.prefecture.empty()) return;
    const auto inside = [&](const Reading& r) { return book_.city(r.city).prefecture == hints_.prefecture; };
    if (std::ranges::any_of(readings_, inside))
      std::erase_if(readings_, [&](const Reading& r) { return !inside(r); });
  }

  [[nodiscard]] AddressPlace sure(const Reading& reading) const {
    const AddressBook::City& city = book_.city(reading.city);
    AddressPlace place;
    place.prefecture = city.prefecture;
    place.city = reading.city;
    place.city_name = city.name;
    if (reading.town) place.town = reading.town->town;
    place.end = reading.end();
    if (reading.form == Form::no_ward && !reading.town && !reading.by_postal_code) {
      place.city.reset();
      place.city_name = without_ward(city.name);
    } else if (reading.form == Form::no_ward) {
      place.notes.push_back(AddressNote::ward_from_town);
    } else if (was_choice(reading)) {
      place.notes.push_back(AddressNote::city_from_town);
    }
    if (!reading.start.prefecture.empty() && reading.start.prefecture != city.prefecture)
      place.notes.push_back(AddressNote::prefecture_mismatch);
    return place;
  }

  // Another city has the same name, and neither prefecture nor postal code told which.
  [[nodiscard]] bool was_choice(const Reading& reading) const {
    if (!reading.start.prefecture.empty() || !hints_.prefecture.empty() || without_city_) return false;
    return std::ranges::any_of(readings_, [&](const Reading& other) {
      return other.city != reading.city && other.city_end == reading.city_end && other.form != Form::no_ward;
    });
  }

  // Several cities: what they have in common stays.
  [[nodiscard]] AddressPlace open(const std::vector<Reading>& best) const {
    const Reading& first = best.front();
    const AddressBook::City& city = book_.city(first.city);
    const auto all = [&](auto same) { return std::ranges::all_of(best, same); };
    AddressPlace place;
    place.end = first.end();
    if (all([&](const Reading& r) { return book_.city(r.city).prefecture == city.prefecture; }))
      place.prefecture = city.prefecture;
    const std::string_view common = without_ward(city.name);
    if (first.form == Form::no_ward &&
        all([&](const Reading& r) { return without_ward(book_.city(r.city).name) == common; })) {
      place.city_name = common;
      if (!first.town) return place;
    } else if (all([&](const Reading& r) { return book_.city(r.city).name == city.name; })) {
      place.city_name = city.name;
    }
    if (first.town && !place.city_name.empty()) place.town = first.town->town;
    if (!place.town) place.end = first.city_end;
    place.notes.push_back(AddressNote::city_ambiguous);
    return place;
  }

  const AddressBook& book_;
  const AddressText& text_;
  const AddressHints& hints_;
  std::vector<Start> starts_;
  std::vector<Reading> readings_;
  std::vector<std::pair<Start, AddressBook::CityHit>> elsewhere_;  // in another prefecture than was typed
  std::optional<AddressNote> without_city_;
};

}  // namespace

AddressPlace read_place(const AddressBook& book, const AddressText& text, std::size_t begin,
                        const AddressHints& hints) {
  return PlaceReader(book, text, hints).read(begin);
}

}  // namespace sekisho::scoring
