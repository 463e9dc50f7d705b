#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "drops.h"
#include "fraud.h"
#include "vocabulary.h"

namespace sekisho::simulation {
namespace {

/// `postal_code|prefecture|address`
WrittenAddress landmark(Dice& dice) {
  const std::string_view text = dice.pick(vocabulary::landmarks());
  const std::size_t first = text.find('|');
  const std::size_t second = text.find('|', first + 1);
  return {std::string{text.substr(0, first)}, std::string{text.substr(first + 1, second - first - 1)},
          std::string{text.substr(second + 1)}, ""};
}

std::string far_fetched_phone(Dice& dice) {
  constexpr std::array<std::string_view, 6> numbers{"09012345678", "08000000000", "09011111111",
                                                    "07077777777", "0312345678",  "09098765432"};
  return std::string{dice.pick(numbers)};
}

/// Somebody whose data is known to somebody who means ill.
Person draw_victim(Stage& stage, Dice& dice) {
  if (!stage.known_people().empty() && dice.chance(0.6)) return dice.pick(stage.known_people());
  Person victim = draw_person(stage.world, Generation::middle, dice);
  victim.id = stage.new_person_id();
  stage.note_phone(victim.phone, PhoneTruth::reachable);
  return victim;
}

/// What somebody knows of a victim, in somebody else's spelling.
void put_on(Visit& visit, const Person& victim, const Crew& crew) {
  visit.buyer.name = write_name(victim.name, crew.self().spelling.name_style);
  visit.buyer.name_kana = write_kana(victim.name, false, 0);
  visit.buyer.phone = write_phone(victim.phone, crew.self().spelling.phone_style);
  write_home(visit, write_address(victim.home, crew.self().spelling.address_style));
}

}  // namespace

/// For fun, by the bored: nothing fits, and nobody will pay.
void prank(Stage& stage, Dice& dice) {
  Crew crew{stage, dice};
  crew.lines = dice.chance(0.5) ? Crew::Lines::mobile : Crew::Lines::home;
  crew.devices = Crew::Devices::one;
  crew.hand = draw_hand(Generation::young, true, dice);
  crew.hand.input = Hand::Input::typed;
  crew.hand.edits_per_field = 0.1;
  const std::size_t shop = stage.draw_shop(dice);
  const auto orders = dice.between(std::int64_t{1}, 3);
  Timestamp at = begin_scheme(stage, 1, dice);
  for (std::int64_t i = 0; i < orders; ++i) {
    Person mask = crew.self();
    Visit visit =
        visit_as(stage, crew, mask, shop, dice.chance(0.5) ? Basket::first_offer : Basket::luxury, at, dice);
    if (dice.chance(0.75)) {
      visit.buyer.name = dice.pick(vocabulary::prank_names());
      visit.buyer.name_kana = dice.chance(0.5) ? std::string{"アアア"} : mask.name.kana();
    }
    if (dice.chance(0.6))
      visit.buyer.phone = write_phone(far_fetched_phone(dice), crew.self().spelling.phone_style);
    write_home(visit, dice.chance(0.5) ? landmark(dice) : write_address(draw_house(stage.world, dice), 1));
    if (dice.chance(0.5))
      visit.buyer.email =
          fmt::format("{}@{}", dice.letters(6), dice.chance(0.5) ? "gmail.com" : "example.com");
    if (dice.chance(0.3)) visit.cart = luxury_cart(stage.shops[shop], dice.between(std::int64_t{5}, 99));
    visit.payment = pay_by(dice.chance(0.6) ? PaymentMethod::cod : PaymentMethod::deferred);
    reveal(visit, "fraud.other", "prank", 1, 8, 0, dice);
    stage.add(std::move(visit));
    at += seconds_long(dice.between(120.0, 2000.0));
  }
}

/// Parcels to be paid at the door of somebody who ordered nothing.
void harassment(Stage& stage, Dice& dice) {
  Crew crew{stage, dice};
  crew.hand = practised_hand(dice.chance(0.6) ? Hand::Input::sheet : Hand::Input::typed, crew.care(), dice);
  const Person victim = draw_victim(stage, dice);
  const auto orders = scheme_size(stage, 3, 8, dice);
  Timestamp at = begin_scheme(stage, 4, dice);
  for (std::int64_t i = 0; i < orders; ++i) {
    Visit visit = visit_as(stage, crew, victim, stage.draw_shop(dice),
                           dice.chance(0.6) ? Basket::luxury : Basket::regular, at, dice);
    put_on(visit, victim, crew);
    visit.payment = pay_by(dice.chance(0.85) ? PaymentMethod::cod : PaymentMethod::deferred);
    reveal(visit, "fraud.other", "harassment", 2, 9, 0, dice);
    stage.add(std::move(visit));
    at += dice.chance(0.6) ? seconds_long(dice.between(150.0, 5000.0)) : days_long(dice.between(0.3, 1.5));
  }
}

/// A real person's name, address and number; the parcel goes elsewhere and the invoice to them.
void hijacked_identity(Stage& stage, Dice& dice) {
  Crew crew{stage, dice};
  const Place drop = draw_drop(stage, dice);
  const std::size_t shop = stage.draw_shop(dice);
  const auto orders = scheme_size(stage, 2, 8, dice);
  Timestamp at = begin_scheme(stage, 6, dice);
  for (std::int64_t i = 0; i < orders; ++i) {
    const Person victim = draw_victim(stage, dice);
    Visit visit =
        visit_as(stage, crew, victim, shop, dice.chance(0.75) ? Basket::luxury : Basket::regular, at, dice);
    const std::string own_phone = visit.buyer.phone;
    put_on(visit, victim, crew);
    if (dice.chance(0.3)) visit.buyer.phone = own_phone;  // so that a call or a code arrives
    deliver_to(visit, dice.chance(0.7) ? victim.name : crew.self().name, own_phone,
               dice.chance(0.5) ? disguise_address(drop, crew.care(), dice) : write_address(drop, 1));
    visit.payment = pay_by(dice.chance(0.85) ? PaymentMethod::deferred : PaymentMethod::carrier);
    reveal(visit, "fraud.other", "hijacked_identity", 12, 40, 0.02, dice);
    stage.add(std::move(visit));
    at += dice.chance(0.5) ? seconds_long(dice.between(200.0, 6000.0)) : days_long(dice.between(0.3, 2.0));
  }
}

}  // namespace sekisho::simulation
