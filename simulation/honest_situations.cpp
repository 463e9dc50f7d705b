#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "honest.h"
#include "vocabulary.h"

namespace sekisho::simulation {
namespace {

/// Days that an event of life can lie apart within the span.
double apart(const Stage& stage, double low, double high, Dice& dice) {
  return dice.between(std::min(low, stage.span.days * 0.3), std::min(high, stage.span.days * 0.6));
}

Timestamp in_the_first_part(const Stage& stage, double share, Dice& dice) {
  const Span part{stage.span.from, std::max(1, static_cast<int>(stage.span.days * share))};
  return shopping_time(part, Rhythm::day, dice);
}

std::string with_a_typo(const std::string& postal_code, Dice& dice) {
  std::string text = postal_code;
  const std::size_t last = text.size() - 1;
  if (dice.chance(0.35)) {
    std::swap(text[last], text[last - 1]);
    if (text != postal_code) return text;
  }
  char& digit = text[last - dice.index(3)];
  digit = digit == '9' ? '0' : static_cast<char>(digit + 1);
  return text;
}

}  // namespace

/// Another name at another place: parents, friends, a mother's birthday.
void gift(Stage& stage, Dice& dice) {
  const Person person = new_customer(stage, dice);
  Person recipient = draw_person(stage.world, dice.chance(0.5) ? Generation::old : Generation::middle, dice);
  if (dice.chance(0.5)) recipient.name.surname = person.name.surname;
  const Basket basket = dice.chance(0.75)  ? Basket::gift
                        : dice.chance(0.6) ? Basket::regular
                                           : Basket::luxury;
  Visit visit = visit_of(stage, person, stage.draw_shop(dice), basket,
                         shopping_time(stage.span, Rhythm::day, dice), dice);
  deliver_to(visit, recipient.name, write_phone(recipient.phone, person.spelling.phone_style),
             write_address(recipient.home, person.spelling.address_style));
  visit.delivery->desired_at = day_of(visit.at + days_long(dice.between(4.0, 25.0)));
  if (visit.payment.method == PaymentMethod::cod) visit.payment = pay_by(PaymentMethod::konbini);
  stage.note_phone(recipient.phone, PhoneTruth::reachable);
  order_honestly(stage, person, std::move(visit), "gift", dice);
}

/// A new address, everything else as before. Where a room was let last week, lists may still call it vacant.
void mover(Stage& stage, Dice& dice) {
  Person person = new_customer(stage, dice);
  const std::size_t shop = stage.draw_shop(dice);
  const Timestamp before = in_the_first_part(stage, 0.6, dice);
  if (dice.chance(0.7)) {
    order_honestly(stage, person, visit_of(stage, person, shop, Basket::first_offer, before, dice), "", dice);
  }
  person.home = draw_apartment(stage.world, dice);
  person.home_line = draw_line(stage.world, NetworkRole::home, dice);
  // The new flat has no connection of its own yet.
  person.on_mobile = 0.9;
  stage.note_vacant(person.home, true);
  const Timestamp after = before + days_long(apart(stage, 6, 35, dice));
  order_honestly(stage, person, visit_of(stage, person, shop, Basket::regular, after, dice), "mover", dice);
}

/// A new surname; phone, mailbox and device stay, and so does the name on the card for a while.
void marriage(Stage& stage, Dice& dice) {
  Person person = new_customer(stage, Generation::young, dice);
  const std::size_t shop = stage.draw_shop(dice);
  const Timestamp before = in_the_first_part(stage, 0.6, dice);
  order_honestly(stage, person, visit_of(stage, person, shop, Basket::first_offer, before, dice), "", dice);
  person.name.surname = draw_name(stage.world, person.gender, Generation::young, dice).surname;
  if (dice.chance(0.5)) person.home = draw_apartment(stage.world, dice);
  if (person.card && dice.chance(0.4)) person.card->holder = person.name.romaji();
  const Timestamp after = before + days_long(apart(stage, 8, 40, dice));
  order_honestly(stage, person, visit_of(stage, person, shop, Basket::regular, after, dice), "marriage",
                 dice);
}

/// A number that had another owner before.
void reused_phone(Stage& stage, Dice& dice) {
  const Person former = new_customer(stage, dice);
  const std::size_t shop = stage.draw_shop(dice);
  const Timestamp before = in_the_first_part(stage, 0.4, dice);
  order_honestly(stage, former, visit_of(stage, former, shop, draw_basket(dice), before, dice), "", dice);
  Person owner = new_customer(stage, dice);
  owner.phone = former.phone;
  const Timestamp after = before + days_long(apart(stage, 12, 60, dice));
  order_honestly(stage, owner, visit_of(stage, owner, shop, draw_basket(dice), after, dice), "reused_phone",
                 dice);
}

/// Comes back for more, from the same or a new phone, spelled as on that day.
void repeat_customer(Stage& stage, Dice& dice) {
  Person person = new_customer(stage, dice);
  const std::size_t shop = stage.draw_shop(dice);
  Timestamp at = in_the_first_part(stage, 0.35, dice);
  const auto orders = dice.between(std::int64_t{3}, 6);
  for (std::int64_t i = 0; i < orders && stage.span.contains(at); ++i) {
    const Basket basket = i == 0 ? Basket::first_offer : Basket::regular;
    if (i > 0 && dice.chance(0.12)) person.device = draw_device(person.device.phone, dice);
    if (dice.chance(0.15)) person.spelling.address_style = static_cast<int>(dice.index(address_styles));
    order_honestly(stage, person, visit_of(stage, person, shop, basket, at, dice),
                   i == 0 ? std::string_view{} : "repeat_customer", dice);
    const Span next{at - std::chrono::hours{12}, 1};
    at = next.from + days_long(dice.between(0.12, 0.3) * stage.span.days) +
         seconds_long(dice.between(0.0, 40000.0));
  }
}

/// Away for work, in a furnished room by the week.
void temporary_stay(Stage& stage, Dice& dice) {
  Person person = new_customer(stage, Generation::middle, dice);
  person.home = draw_apartment(stage.world, dice);
  person.home.building =
      replaced(std::string{dice.pick(vocabulary::weekly_mansion_names())}, "%", person.home.town.town);
  person.on_mobile = 0.8;
  stage.note_forwarder(person.home, "weekly_apartment");
  const Timestamp at = shopping_time(stage.span, Rhythm::day, dice);
  order_honestly(stage, person, visit_of(stage, person, stage.draw_shop(dice), draw_basket(dice), at, dice),
                 "temporary_stay", dice);
}

void postal_typo(Stage& stage, Dice& dice) {
  const Person person = new_customer(stage, dice);
  Visit visit = visit_of(stage, person, stage.draw_shop(dice), draw_basket(dice),
                         shopping_time(stage.span, Rhythm::day, dice), dice);
  visit.buyer.postal_code = with_a_typo(visit.buyer.postal_code, dice);
  order_honestly(stage, person, std::move(visit), "postal_typo", dice);
}

}  // namespace sekisho::simulation
