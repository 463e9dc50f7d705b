#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "fraud.h"
#include "vocabulary.h"

namespace sekisho::simulation {
namespace {

/// One's own name so that the parcel still arrives, and the shop takes it for somebody else's.
FullName alter_name(const World& world, const Person& self, double effort, Dice& dice) {
  FullName name = self.name;
  const double kind = dice.unit();
  if (kind < 0.2 && !name.surname.variants.empty()) {
    name.surname.written = dice.pick(name.surname.variants);
  } else if (kind < 0.35) {
    name.given.written = name.given.kana;
  } else if (kind < 0.45) {
    name.surname.written = to_hiragana(name.surname.kana);
    name.given.written = to_hiragana(name.given.kana);
  } else if (kind < 0.45 + 0.45 * effort) {
    // A member of the family who does not exist.
    const Gender gender = dice.chance(0.5) ? Gender::male : Gender::female;
    name.given = draw_name(world, gender, Generation::middle, dice).given;
  }
  return name;
}

Payment draw_own_payment(const Person& self, Dice& dice) {
  constexpr std::array<double, 5> weights{30, 22, 22, 14, 12};
  switch (dice.weighted(weights)) {
    case 0:
      return pay_by(PaymentMethod::konbini);
    case 1:
      return pay_by(PaymentMethod::cod);
    case 2: {
      // Prepaid cards are opened in minutes, a new number each time.
      PaymentCard prepaid = draw_card(self.name.romaji(), dice);
      prepaid.bin = dice.chance(0.5) ? "428538" : "527203";
      return pay_with(prepaid, dice.chance(0.6) ? ThreeDs::authenticated : ThreeDs::attempted, 0);
    }
    case 3:
      return pay_by(PaymentMethod::deferred);
    default:
      break;
  }
  return pay_by(PaymentMethod::wallet);
}

/// A buyer for resale uses what they have: their home, their phone, and some more numbers.
Crew draw_reseller(Stage& stage, Dice& dice) {
  Crew crew{stage, dice};
  if (dice.chance(0.45)) crew.phones = dice.chance(0.5) ? Crew::Phones::own : Crew::Phones::sims;
  if (crew.lines == Crew::Lines::hosting || dice.chance(0.5))
    crew.lines = dice.chance(0.6) ? Crew::Lines::home : Crew::Lines::mobile;
  if (dice.chance(0.4)) crew.hand = practised_hand(Hand::Input::typed, crew.care(), dice);
  return crew;
}

/// Takes the offer of one shop once more, as somebody a little different.
void take_offer(Stage& stage, Crew& crew, std::size_t shop, std::string_view pattern, Timestamp at,
                Dice& dice) {
  Person mask = crew.self();
  const double effort = std::clamp(crew.care() + dice.between(-0.1, 0.3), 0.0, 1.0);
  mask.name = alter_name(stage.world, crew.self(), effort, dice);
  if (dice.chance(effort)) mask.birth_date = draw_person(stage.world, Generation::middle, dice).birth_date;
  const bool luxury = dice.chance(0.2);
  Visit visit = visit_as(stage, crew, mask, shop, luxury ? Basket::luxury : Basket::first_offer, at, dice);
  write_home(visit, dice.chance(0.15 * (1 - effort)) ? write_address(mask.home, mask.spelling.address_style)
                                                     : disguise_address(mask.home, effort, dice));
  visit.payment = draw_own_payment(mask, dice);
  reveal(visit, "fraud.resale", pattern, 5, 25, 0.15, dice);
  if (dice.chance(0.02)) visit.cancelled_at = visit.at + days_long(dice.between(0.1, 2.0));
  stage.add(std::move(visit));
}

/// A forwarder's or warehouse's address, known already or new.
Place draw_forwarding_address(Stage& stage, Dice& dice) {
  if (!stage.forwarders().empty() && dice.chance(0.5)) return dice.pick(stage.forwarders()).place;
  Place place = draw_house(stage.world, dice);
  const double kind = dice.unit();
  const auto words = kind < 0.7 ? vocabulary::warehouse_names() : vocabulary::weekly_mansion_names();
  place.building = replaced(std::string{dice.pick(words)}, "%", place.town.town);
  stage.note_forwarder(place, kind < 0.4 ? "forwarder" : kind < 0.7 ? "warehouse" : "weekly_apartment");
  return place;
}

}  // namespace

void resale_multi_account(Stage& stage, Dice& dice) {
  Crew crew = draw_reseller(stage, dice);
  const std::size_t shop = stage.draw_shop(dice);
  const auto orders = scheme_size(stage, 4, 12, dice);
  const double length = std::min(stage.span.days * 0.7, 20.0);
  Timestamp at = begin_scheme(stage, length, dice);
  for (std::int64_t i = 0; i < orders; ++i) {
    take_offer(stage, crew, shop, "resale_multi_account", at, dice);
    // Several in one evening, then nothing for days.
    at += dice.chance(0.5) ? seconds_long(dice.between(200.0, 4000.0))
                           : days_long(dice.between(0.4, 2.2) * length / static_cast<double>(orders));
  }
}

/// Goods that sell abroad, in numbers, to an address from which they go on.
void resale_forwarder(Stage& stage, Dice& dice) {
  Crew crew = draw_reseller(stage, dice);
  Person buyer = crew.self();
  if (dice.chance(0.55)) buyer.name = draw_foreign_name(stage.world, dice);
  const std::size_t shop = stage.draw_shop(dice);
  Place depot = draw_forwarding_address(stage, dice);
  const std::string customer = fmt::format("{}-{}", dice.chance(0.5) ? "A" : "JP", dice.digits(4));
  const auto orders = scheme_size(stage, 3, 9, dice);
  Timestamp at = begin_scheme(stage, 6, dice);
  for (std::int64_t i = 0; i < orders; ++i) {
    Person mask = buyer;
    if (i > 0 && dice.chance(0.5))
      mask.name = dice.chance(0.5) ? draw_foreign_name(stage.world, dice)
                                   : alter_name(stage.world, crew.self(), 0.6, dice);
    if (dice.chance(0.6)) mask.home = depot;
    Visit visit = visit_as(stage, crew, mask, shop, Basket::luxury, at, dice);
    visit.cart = luxury_cart(stage.shops[shop], dice.between(std::int64_t{1}, 6));
    WrittenAddress address = write_address(depot, mask.spelling.address_style);
    address.building = fmt::format("{} {}", depot.building, customer);
    deliver_to(visit, mask.name,
               dice.chance(0.5) ? visit.buyer.phone : draw_fixed_number(depot.town.prefecture, dice),
               address);
    PaymentCard card = draw_card(mask.name.romaji(), dice);
    if (mask.name.foreign && dice.chance(0.5)) card.bin = dice.chance(0.5) ? "622588" : "414720";
    visit.payment = dice.chance(0.75)
                        ? pay_with(card, dice.chance(0.7) ? ThreeDs::authenticated : ThreeDs::attempted, 0)
                        : pay_by(PaymentMethod::konbini);
    reveal(visit, "fraud.resale", "resale_forwarder", 5, 25, 0.15, dice);
    stage.add(std::move(visit));
    at += dice.chance(0.6) ? seconds_long(dice.between(120.0, 3000.0)) : days_long(dice.between(0.3, 2.0));
  }
}

/// One household, every shop's first-time offer, within days.
void resale_round(Stage& stage, Dice& dice) {
  Crew crew = draw_reseller(stage, dice);
  Timestamp at = begin_scheme(stage, 7, dice);
  const auto rounds = dice.between(std::int64_t{1}, 2);
  for (std::int64_t round = 0; round < rounds; ++round) {
    for (std::size_t shop = 0; shop < stage.shops.size(); ++shop) {
      take_offer(stage, crew, shop, "resale_round", at, dice);
      at += seconds_long(dice.between(150.0, 20000.0));
    }
    at += days_long(dice.between(1.0, 4.0));
  }
}

}  // namespace sekisho::simulation
