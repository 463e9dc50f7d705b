#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "honest.h"

namespace sekisho::simulation {
namespace {

/// `after` a first moment by up to `days`, at an hour when people shop.
Timestamp within_days(const Stage& stage, Timestamp first, double days, Rhythm rhythm, Dice& dice) {
  const auto offset = static_cast<double>((first - stage.span.from).count()) / 86'400'000.0;
  const int day = static_cast<int>(offset + dice.between(0.0, days));
  const Span one_day{stage.span.from + std::chrono::hours{24} * std::min(day, stage.span.days - 1), 1};
  return shopping_time(one_day, rhythm, dice);
}

Timestamp early_enough(const Stage& stage, Dice& dice) {
  Timestamp at = shopping_time(stage.span, Rhythm::day, dice);
  // Groups need some days to be groups: start in the first three quarters.
  const auto last = stage.span.from + days_long(stage.span.days * 0.75);
  if (at > last && stage.span.days > 1) at -= days_long(stage.span.days * 0.25);
  return std::max(at, stage.span.from);
}

}  // namespace

/// Strangers whom a small operator lets out through one address.
void carrier_nat(Stage& stage, Dice& dice) {
  const Line exit = draw_line(stage.world, NetworkRole::mvno, dice);
  const std::size_t shop = stage.draw_shop(dice);
  const Timestamp first = shopping_time(stage.span, Rhythm::day, dice);
  const auto people = dice.between(std::int64_t{2}, 5);
  for (std::int64_t i = 0; i < people; ++i) {
    Person person = new_customer(stage, dice);
    person.device = draw_device(true, dice);
    Visit visit = visit_of(stage, person, shop, draw_basket(dice),
                           first + seconds_long(dice.between(0.0, 40000.0)), dice);
    visit.visitor.ip = address_of(exit, 0);
    order_honestly(stage, person, std::move(visit), "carrier_nat", dice);
  }
}

/// One roof, one connection, one surname; each takes the offer that every new customer gets.
void family(Stage& stage, Dice& dice) {
  const Person head = new_customer(stage, Generation::middle, dice);
  const std::size_t shop = stage.draw_shop(dice);
  const Timestamp first = early_enough(stage, dice);
  const bool shared_device = dice.chance(0.4);
  const auto members = dice.between(std::int64_t{2}, 4);
  for (std::int64_t i = 0; i < members; ++i) {
    Person member =
        i == 0 ? head : new_customer(stage, i == 1 ? Generation::middle : Generation::young, dice);
    member.name.surname = head.name.surname;
    member.home = head.home;
    member.home_line = head.home_line;
    member.spelling.address_style =
        dice.chance(0.5) ? head.spelling.address_style : member.spelling.address_style;
    if (shared_device) member.device = head.device;
    if (member.card) member.card->holder = member.name.romaji();
    if (i > 0) member.email = draw_mailbox(member.name, member.birth_year, Generation::young, dice);
    const Timestamp at = within_days(stage, first, 12, Rhythm::day, dice);
    const Basket basket = dice.chance(0.6) ? Basket::first_offer : Basket::regular;
    Visit visit = visit_of(stage, member, shop, basket, at, dice);
    if (head.card && dice.chance(0.3)) visit.payment = pay_with(*head.card, ThreeDs::authenticated, 0);
    order_honestly(stage, member, std::move(visit), "family", dice);
  }
}

void apartment(Stage& stage, Dice& dice) {
  const Place building = draw_apartment(stage.world, dice);
  const std::size_t shop = stage.draw_shop(dice);
  const Timestamp first = early_enough(stage, dice);
  const auto households = dice.between(std::int64_t{3}, 6);
  for (std::int64_t i = 0; i < households; ++i) {
    Person person = new_customer(stage, dice);
    person.home = building;
    person.home.room = draw_room(dice);
    const Timestamp at = within_days(stage, first, 8, Rhythm::day, dice);
    order_honestly(stage, person, visit_of(stage, person, shop, draw_basket(dice), at, dice), "apartment",
                   dice);
  }
  // A house of that size has an empty room or two, and lists know them.
  Place empty = building;
  empty.room = draw_room(dice);
  stage.note_vacant(empty, false);
}

/// Students under one roof and behind one address, who tell each other what is cheap.
void dormitory(Stage& stage, Dice& dice) {
  Place hall = draw_apartment(stage.world, dice);
  constexpr std::array<std::string_view, 4> names{"%学生寮", "%国際交流会館", "シェアハウス%", "%女子会館"};
  hall.building = replaced(std::string{dice.pick(names)}, "%", hall.town.town);
  const Line line =
      draw_line(stage.world, dice.chance(0.6) ? NetworkRole::campus : NetworkRole::office, dice);
  const std::size_t shop = stage.draw_shop(dice);
  const Timestamp first = early_enough(stage, dice);
  const auto students = dice.between(std::int64_t{3}, 8);
  for (std::int64_t i = 0; i < students; ++i) {
    Person person = new_customer(stage, Generation::young, dice);
    person.home = hall;
    person.home.room = draw_room(dice);
    person.home_line = line;
    person.on_mobile = 0.15;
    const Timestamp at = within_days(stage, first, dice.chance(0.6) ? 1 : 9, Rhythm::day, dice);
    const Basket basket = dice.chance(0.75) ? Basket::first_offer : draw_basket(dice);
    order_honestly(stage, person, visit_of(stage, person, shop, basket, at, dice), "dormitory", dice);
  }
}

/// Colleagues in the lunch break. Some have things sent to the office, where somebody opens the door.
void office(Stage& stage, Dice& dice) {
  Place desk = draw_house(stage.world, dice);
  desk.building = fmt::format("{}ビル {}F", desk.town.town, dice.between(std::int64_t{2}, 9));
  const Line line = draw_line(stage.world, NetworkRole::office, dice);
  const std::size_t shop = stage.draw_shop(dice);
  const auto first_day = static_cast<int>(dice.index(static_cast<std::size_t>(stage.span.days)));
  const bool to_the_office = dice.chance(0.35);
  const auto colleagues = dice.between(std::int64_t{3}, 6);
  for (std::int64_t i = 0; i < colleagues; ++i) {
    Person person = new_customer(stage, Generation::middle, dice);
    if (to_the_office) person.home = desk;
    person.home_line = line;
    person.on_mobile = 0.1;
    const int day = first_day + (dice.chance(0.5) ? 0 : static_cast<int>(dice.between(std::int64_t{1}, 5)));
    if (day >= stage.span.days) continue;
    const Timestamp at = time_on(stage.span, day, 12, 13.2, dice);
    order_honestly(stage, person, visit_of(stage, person, shop, draw_basket(dice), at, dice), "office", dice);
  }
}

/// Somebody with many followers, or a television programme, names the product: an hour that no baseline
/// knows.
void campaign(Stage& stage, Dice& dice) {
  const std::size_t shop = stage.draw_shop(dice);
  const Shop& at_shop = stage.shops[shop];
  const Medium medium = at_shop.media[dice.index(at_shop.media.size())];
  const auto day = static_cast<int>(dice.index(static_cast<std::size_t>(stage.span.days)));
  const Timestamp start = time_on(stage.span, day, 19, 22, dice);
  const double length = dice.between(3000.0, 9000.0);
  const auto most = static_cast<std::int64_t>(stage.honest_missing());
  const auto people = std::min(dice.between(std::int64_t{8}, 26), most);
  for (std::int64_t i = 0; i < people; ++i) {
    const Person person = new_customer(stage, dice);
    const Timestamp at = start + seconds_long(std::min(dice.exponential(length / 2), length));
    Visit visit = visit_of(stage, person, shop, Basket::first_offer, at, dice);
    come_through(visit, at_shop, medium, dice.lognormal(110, 0.7));
    order_honestly(stage, person, std::move(visit), "campaign", dice);
  }
}

}  // namespace sekisho::simulation
