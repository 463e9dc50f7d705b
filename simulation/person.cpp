#include "person.h"

#include <algorithm>
#include <array>
#include <cctype>

#include <fmt/format.h>

#include "vocabulary.h"

namespace sekisho::simulation {
namespace {

std::string capitals(std::string text) {
  std::ranges::transform(text, text.begin(),
                         [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return text;
}

const NamePart& draw_part(const NameList& list, Dice& dice) {
  return list.names[dice.weighted(list.weights)];
}

int draw_birth_year(Generation generation, Dice& dice) {
  switch (generation) {
    case Generation::old:
      return static_cast<int>(dice.between(std::int64_t{1940}, 1966));
    case Generation::middle:
      return static_cast<int>(dice.between(std::int64_t{1967}, 1994));
    case Generation::young:
      break;
  }
  return static_cast<int>(dice.between(std::int64_t{1995}, 2007));
}

/// Short names for a mailbox: what people really put before the @.
std::string local_part(const FullName& name, int birth_year, Dice& dice) {
  const std::string& surname = name.surname.romaji;
  const std::string& given = name.given.romaji;
  const std::string year = fmt::format("{:02}", birth_year % 100);
  const auto month_day =
      fmt::format("{:02}{:02}", dice.between(std::int64_t{1}, 12), dice.between(std::int64_t{1}, 28));
  switch (dice.between(std::int64_t{0}, 9)) {
    case 0:
      return given + "." + surname;
    case 1:
      return surname + "." + given + year;
    case 2:
      return given + month_day;
    case 3:
      return fmt::format("{}{}{}", surname.substr(0, 1), given, dice.digits(2));
    case 4:
      return fmt::format("{}-{}{}", dice.pick(vocabulary::mail_words()), dice.pick(vocabulary::mail_words()),
                         year);
    case 5:
      return fmt::format("{}.{}.{}", dice.pick(vocabulary::mail_words()), dice.pick(vocabulary::mail_words()),
                         month_day);
    case 6:
      return fmt::format("{}{}{}", given.substr(0, 1), surname.substr(0, 2), dice.digits(4));
    case 7:
      return surname + given.substr(0, 1) + year;
    case 8:
      // Old carrier mailboxes were made hard to guess, against spam.
      return fmt::format("{}{}{}", dice.letters(2), dice.digits(3), dice.letters(3));
    default:
      return given + "_" + dice.pick(vocabulary::mail_words()).data();
  }
}

std::string mailable(const std::string& romaji) {
  std::string text;
  for (const char c : romaji) {
    if (c != ' ') text += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }
  return text;
}

std::string ascii_local(const FullName& name, int birth_year, Dice& dice) {
  if (!name.foreign) return local_part(name, birth_year, dice);
  return name.mail_surname() + (dice.chance(0.6) ? dice.digits(2) : "");
}

}  // namespace

std::string FullName::written() const {
  return given.written.empty() ? surname.written : surname.written + " " + given.written;
}

std::string FullName::kana() const {
  return given.kana.empty() ? surname.kana : surname.kana + " " + given.kana;
}

std::string FullName::romaji() const {
  return given.romaji.empty() ? capitals(surname.romaji) : capitals(given.romaji + " " + surname.romaji);
}

std::string FullName::mail_given() const {
  return mailable(given.romaji);
}

std::string FullName::mail_surname() const {
  return mailable(surname.romaji);
}

std::string address_now(const Person& person, Dice& dice) {
  const std::uint64_t device = seed_for(0, person.id, person.device.phone ? 1 : 2);
  const bool mobile = person.device.phone && dice.chance(person.on_mobile);
  return address_of(mobile ? another_line(person.mobile_line, dice) : person.home_line, device);
}

FullName draw_name(const World& world, Gender gender, Generation generation, Dice& dice) {
  const auto& lists = gender == Gender::male ? world.male : world.female;
  return {draw_part(world.surnames, dice), draw_part(lists[static_cast<std::size_t>(generation)], dice),
          false};
}

FullName draw_foreign_name(const World& world, Dice& dice) {
  return {draw_part(world.foreign, dice), {}, true};
}

Place draw_house(const World& world, Dice& dice) {
  Place place;
  place.town = dice.pick(world.towns);
  if (!place.town.chome.empty()) place.chome = dice.pick(place.town.chome);
  const bool divided = place.chome != 0;
  place.ban = static_cast<int>(dice.between(std::int64_t{1}, divided ? 28 : 2400));
  if (divided || dice.chance(0.6)) place.go = static_cast<int>(dice.between(std::int64_t{1}, 24));
  return place;
}

std::string draw_room(Dice& dice) {
  const auto floor = dice.between(std::int64_t{1}, dice.chance(0.2) ? 14 : 4);
  return fmt::format("{}{:02}", floor, dice.between(std::int64_t{1}, 8));
}

Place draw_apartment(const World& world, Dice& dice) {
  Place place = draw_house(world, dice);
  const std::string_view pattern = dice.pick(vocabulary::apartment_names());
  const std::string& named = dice.chance(0.6) ? place.town.town : dice.pick(world.surnames.names).written;
  const std::size_t gap = std::min(pattern.find('%'), pattern.size());
  place.building = fmt::format("{}{}{}", pattern.substr(0, gap), gap < pattern.size() ? named : "",
                               pattern.substr(std::min(gap + 1, pattern.size())));
  place.room = draw_room(dice);
  return place;
}

std::string draw_mobile_number(Dice& dice) {
  // 060 is being given out since July 2026, so few have one yet.
  constexpr std::array<double, 4> weights{40, 34, 24, 2};
  constexpr std::array<std::string_view, 4> prefixes{"090", "080", "070", "060"};
  return fmt::format("{}{}{}", prefixes[dice.weighted(weights)], dice.between(std::int64_t{1}, 9),
                     dice.digits(7));
}

std::string draw_fixed_number(std::string_view prefecture, Dice& dice) {
  const std::string_view prefix = vocabulary::fixed_line_prefix(prefecture);
  return fmt::format("0{}{}", prefix, dice.digits(9 - prefix.size()));
}

std::string draw_mailbox(const FullName& name, int birth_year, Generation generation, Dice& dice) {
  const double carrier = generation == Generation::old      ? 0.35
                         : generation == Generation::middle ? 0.16
                                                            : 0.05;
  const double provider = generation == Generation::old ? 0.15 : 0.03;
  const double kind = dice.unit();
  auto domains = vocabulary::free_mail();
  if (kind < carrier) domains = vocabulary::carrier_mail();
  if (kind >= 1.0 - provider) domains = vocabulary::provider_mail();
  std::string local = ascii_local(name, birth_year, dice);
  return fmt::format("{}@{}", local, dice.pick(domains));
}

Device draw_device(bool phone, Dice& dice) {
  Device device;
  device.phone = phone;
  device.user_agent = dice.pick(phone ? vocabulary::phone_browsers() : vocabulary::desktop_browsers());
  // Some browsers keep nothing between visits.
  if (dice.chance(0.94)) device.id = "d-" + dice.hex(12);
  return device;
}

Hand draw_hand(Generation generation, bool phone, Dice& dice) {
  Hand hand;
  const double age = generation == Generation::old ? 2.2 : generation == Generation::middle ? 1.2 : 0.8;
  hand.key_ms = dice.lognormal((phone ? 270.0 : 210.0) * age, 0.28);
  hand.think_ms = dice.lognormal(2300.0 * age, 0.3);
  hand.edits_per_field = dice.lognormal(0.22, 0.5);
  hand.step_back = dice.between(0.0, 0.06);
  hand.distraction = dice.between(0.01, 0.1);
  const double fills = generation == Generation::old ? 0.08 : generation == Generation::middle ? 0.24 : 0.32;
  if (dice.chance(fills)) hand.input = Hand::Input::autofill;
  return hand;
}

PaymentCard draw_card(std::string holder, Dice& dice) {
  constexpr std::array<std::string_view, 14> bins{"498007", "429769", "454150", "492212", "540541",
                                                  "525030", "535842", "518510", "354056", "356912",
                                                  "357040", "358001", "376140", "422031"};
  return {std::string{dice.pick(bins)}, dice.digits(4), std::move(holder), "tok_" + dice.hex(10)};
}

Generation generation_of(int birth_year) {
  if (birth_year <= 1966) return Generation::old;
  return birth_year <= 1994 ? Generation::middle : Generation::young;
}

Person draw_person(const World& world, Dice& dice) {
  constexpr std::array<double, 3> generations{14, 56, 30};
  return draw_person(world, static_cast<Generation>(dice.weighted(generations)), dice);
}

Person draw_person(const World& world, Generation generation, Dice& dice) {
  Person person;
  person.gender = dice.chance(0.68) ? Gender::female : Gender::male;
  person.name = draw_name(world, person.gender, generation, dice);
  person.birth_year = draw_birth_year(generation, dice);
  person.birth_date = fmt::format("{:04}-{:02}-{:02}", person.birth_year, dice.between(std::int64_t{1}, 12),
                                  dice.between(std::int64_t{1}, 28));
  person.home = dice.chance(generation == Generation::young ? 0.7 : 0.42) ? draw_apartment(world, dice)
                                                                          : draw_house(world, dice);
  const bool fixed_only = generation == Generation::old && dice.chance(0.3);
  person.phone = fixed_only ? draw_fixed_number(person.home.town.prefecture, dice) : draw_mobile_number(dice);
  person.email = draw_mailbox(person.name, person.birth_year, generation, dice);
  person.device = draw_device(dice.chance(generation == Generation::old ? 0.6 : 0.85), dice);
  person.home_line = draw_line(world, NetworkRole::home, dice);
  person.mobile_line = draw_line(world, NetworkRole::mobile, dice);
  person.on_mobile = dice.between(0.15, 0.85);
  person.hand = draw_hand(generation, person.device.phone, dice);
  person.spelling = {static_cast<int>(dice.between(std::int64_t{0}, 7)),
                     static_cast<int>(dice.between(std::int64_t{0}, 5)), dice.chance(0.15) ? 1 : 0,
                     dice.chance(0.08)};
  if (dice.chance(generation == Generation::young ? 0.6 : 0.72))
    person.card = draw_card(person.name.romaji(), dice);
  return person;
}

}  // namespace sekisho::simulation
