#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "drops.h"
#include "fraud.h"

namespace sekisho::simulation {
namespace {

/// What a list of stolen cards holds: bought abroad, or phished here.
struct CardList {
  bool foreign;
  double dead;        ///< share that issuers have blocked already
  double with_codes;  ///< share whose one-time codes were phished too
};

CardList buy_cards(double care, Dice& dice) {
  return {dice.chance(0.55), dice.between(0.35, 0.75) - 0.25 * care, 0.05 + 0.3 * care};
}

PaymentCard next_card(const World& world, const CardList& list, Dice& dice) {
  constexpr std::array<std::string_view, 6> abroad{"414720", "440066", "542418",
                                                   "521853", "462239", "379741"};
  if (!list.foreign)
    return draw_card(
        draw_name(world, dice.chance(0.5) ? Gender::male : Gender::female, Generation::middle, dice).romaji(),
        dice);
  PaymentCard card = draw_card(draw_foreign_name(world, dice).romaji(), dice);
  card.bin = dice.pick(abroad);
  return card;
}

std::int64_t failures_before_success(const CardList& list, Dice& dice) {
  std::int64_t failures = 0;
  while (failures < 9 && dice.chance(list.dead))
    ++failures;
  return failures;
}

ThreeDs draw_authentication(const CardList& list, Dice& dice) {
  if (dice.chance(list.with_codes)) return ThreeDs::authenticated;
  constexpr std::array<double, 3> weights{60, 22, 18};
  constexpr std::array answers{ThreeDs::not_attempted, ThreeDs::attempted, ThreeDs::failed};
  return answers[dice.weighted(weights)];
}

/// Somebody who sits behind foreign cards does not sit at home.
void hide(Crew& crew, Dice& dice) {
  if (crew.lines == Crew::Lines::home) crew.lines = dice.chance(0.7) ? Crew::Lines::vpn : Crew::Lines::mobile;
}

}  // namespace

/// An evening's work: what sells well, as long as the list lasts.
void stolen_card(Stage& stage, Dice& dice) {
  Crew crew{stage, dice};
  hide(crew, dice);
  const CardList list = buy_cards(crew.care(), dice);
  const Place drop = draw_drop(stage, dice);
  const std::size_t shop = stage.draw_shop(dice);
  Person mask = crew.self();
  mask.home = drop;
  const auto orders = scheme_size(stage, 3, 10, dice);
  Timestamp at = begin_scheme(stage, 2, dice);
  for (std::int64_t i = 0; i < orders; ++i) {
    const bool luxury = dice.chance(0.8);
    if (dice.chance(0.5)) mask.name = draw_name(stage.world, mask.gender, Generation::middle, dice);
    Visit visit = visit_as(stage, crew, mask, shop, luxury ? Basket::luxury : Basket::regular, at, dice);
    if (luxury) visit.cart = luxury_cart(stage.shops[shop], dice.between(std::int64_t{1}, 3));
    PaymentCard card = next_card(stage.world, list, dice);
    if (dice.chance(0.1 + 0.3 * crew.care())) card.holder = mask.name.romaji();  // shops compare the two
    visit.payment = pay_with(card, draw_authentication(list, dice), failures_before_success(list, dice));
    if (dice.chance(0.3)) {
      const Person home = draw_person(stage.world, dice);
      write_home(visit, write_address(home.home, 1));
      deliver_to(visit, mask.name, visit.buyer.phone, write_address(drop, mask.spelling.address_style));
    }
    reveal(visit, "fraud.stolen_card", "stolen_card", 12, 60, 0.05, dice);
    stage.add(std::move(visit));
    at += dice.chance(0.8) ? seconds_long(dice.between(90.0, 2400.0)) : days_long(dice.between(0.5, 2.0));
  }
}

/// Which cards of the list still work: the smallest orders, one after the other, going nowhere.
void card_testing(Stage& stage, Dice& dice) {
  Crew crew{stage, dice};
  hide(crew, dice);
  crew.hand = practised_hand(dice.chance(0.8) ? Hand::Input::script : Hand::Input::sheet, crew.care(), dice);
  const CardList list = buy_cards(crew.care() * 0.5, dice);
  const std::size_t shop = stage.draw_shop(dice);
  Person mask = crew.self();
  mask.home = draw_house(stage.world, dice);
  const auto orders = scheme_size(stage, 5, 20, dice);
  Timestamp at = begin_scheme(stage, 1, dice);
  for (std::int64_t i = 0; i < orders; ++i) {
    if (dice.chance(0.3 + 0.6 * crew.care())) {
      const Person other = draw_person(stage.world, dice);
      mask.name = other.name;
      mask.home = other.home;
    }
    const Basket basket = dice.chance(0.5) ? Basket::first_offer : Basket::regular;
    Visit visit = visit_as(stage, crew, mask, shop, basket, at, dice);
    visit.payment = pay_with(next_card(stage.world, list, dice), draw_authentication(list, dice),
                             failures_before_success(list, dice));
    reveal(visit, "fraud.stolen_card", "card_testing", 4, 40, 0.05, dice);
    stage.add(std::move(visit));
    at += seconds_long(dice.between(20.0, 60.0) + dice.exponential(90.0 + 500.0 * crew.care()));
  }
}

}  // namespace sekisho::simulation
