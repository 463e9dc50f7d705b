#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "drops.h"
#include "fraud.h"

namespace sekisho::simulation {
namespace {

constexpr std::int64_t deferred_limit = 55'000;  // what the invoice services grant a private person

/// Somebody who does not mean to pay: alone, at home or a place they left, with numbers that lead nowhere.
Crew draw_debtor(Stage& stage, Dice& dice) {
  Crew crew{stage, dice};
  constexpr std::array<double, 3> phones{30, 50, 20};
  constexpr std::array kinds{Crew::Phones::own, Crew::Phones::invented, Crew::Phones::ip_numbers};
  crew.phones = kinds[dice.weighted(phones)];
  if (crew.phones == Crew::Phones::own && dice.chance(0.6)) crew.phones = Crew::Phones::invented;
  if (dice.chance(0.7)) crew.lines = dice.chance(0.5) ? Crew::Lines::home : Crew::Lines::mobile;
  if (dice.chance(0.6)) crew.devices = dice.chance(0.6) ? Crew::Devices::one : Crew::Devices::fresh_cookie;
  constexpr std::array inputs{Hand::Input::typed, Hand::Input::autofill, Hand::Input::sheet};
  crew.hand = practised_hand(dice.pick(inputs), crew.care(), dice);
  return crew;
}

/// Where a debtor has things sent. An address that does not exist costs the parcel, so it is the careless
/// ones'.
Place draw_whereabouts(Stage& stage, const Crew& crew, Dice& dice) {
  if (dice.chance(0.4)) return crew.self().home;
  if (dice.chance(0.5)) return draw_drop(stage, dice);
  Place place = draw_apartment(stage.world, dice);
  place.ban += 60;
  return place;
}

Cart fill_up(const Shop& shop, std::int64_t limit, Dice& dice) {
  if (shop.luxury.price <= limit && dice.chance(0.6)) return luxury_cart(shop, 1);
  Cart cart = fill_cart(shop, Basket::regular, dice);
  for (Item& item : cart.items)
    item.quantity += dice.between(std::int64_t{0}, 3);
  cart.total.amount = 0;
  for (const Item& item : cart.items)
    cart.total.amount += item.quantity * item.unit_price->amount;
  return cart;
}

/// Order after order on credit until it is noticed; after the first, spelled so that it is not.
void order_on_credit(Stage& stage, Crew& crew, PaymentMethod method, std::string_view pattern, Dice& dice) {
  const Place place = draw_whereabouts(stage, crew, dice);
  const std::size_t shop = stage.draw_shop(dice);
  const auto orders = scheme_size(stage, 2, 5, dice);
  Timestamp at = begin_scheme(stage, 10, dice);
  for (std::int64_t i = 0; i < orders; ++i) {
    Person mask = crew.self();
    mask.home = place;
    if (i > 0 && dice.chance(0.6)) mask.name = draw_name(stage.world, mask.gender, Generation::middle, dice);
    if (i > 0 && dice.chance(0.4)) mask.name.surname = crew.self().name.surname;
    const bool offer = dice.chance(method == PaymentMethod::cod ? 0.5 : 0.35);
    Visit visit = visit_as(stage, crew, mask, dice.chance(0.8) ? shop : stage.draw_shop(dice),
                           offer ? Basket::first_offer : Basket::regular, at, dice);
    if (!offer) visit.cart = fill_up(stage.shops[visit.shop], deferred_limit, dice);
    if (i > 0) write_home(visit, disguise_address(place, crew.care(), dice));
    visit.payment = pay_by(method);
    // A parcel that was not taken in is back within a week; an unpaid invoice is known after two reminders.
    const bool cod = method == PaymentMethod::cod;
    reveal(visit, "fraud.nonpayment", pattern, cod ? 3 : 16, cod ? 9 : 40, 0.02, dice);
    stage.add(std::move(visit));
    at += dice.chance(0.4) ? seconds_long(dice.between(300.0, 20000.0)) : days_long(dice.between(0.7, 5.0));
  }
}

}  // namespace

void nonpayment_deferred(Stage& stage, Dice& dice) {
  Crew crew = draw_debtor(stage, dice);
  order_on_credit(stage, crew, PaymentMethod::deferred, "nonpayment_deferred", dice);
}

void nonpayment_cod(Stage& stage, Dice& dice) {
  Crew crew = draw_debtor(stage, dice);
  order_on_credit(stage, crew, PaymentMethod::cod, "nonpayment_cod", dice);
}

}  // namespace sekisho::simulation
