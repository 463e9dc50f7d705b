#include <array>
#include <utility>

#include <fmt/format.h>

#include "honest.h"
#include "vocabulary.h"

namespace sekisho::simulation {
namespace {

/// One visit at a time of one's own choosing.
void visit_once(Stage& stage, const Person& person, std::string_view look_alike, Rhythm rhythm, Dice& dice) {
  const Timestamp at = shopping_time(stage.span, rhythm, dice);
  order_honestly(stage, person, visit_of(stage, person, stage.draw_shop(dice), draw_basket(dice), at, dice),
                 look_alike, dice);
}

/// Somebody else who looked and left, or the same person at a first attempt.
void leave_a_visit(Stage& stage, const Visit& visit, Dice& dice) {
  if (dice.chance(0.06)) {
    Visit first_try = visit;
    first_try.at = visit.at - seconds_long(dice.between(900.0, 90000.0));
    stage.add_abandoned(std::move(first_try));
  }
  if (!dice.chance(0.3)) return;
  Person stranger = draw_person(stage.world, dice);
  stranger.id = "visitor";
  const Timestamp at = shopping_time(stage.span, Rhythm::day, dice);
  stage.add_abandoned(visit_of(stage, stranger, visit.shop, draw_basket(dice), at, dice));
}

PhoneTruth draw_phone_truth(Dice& dice) {
  if (dice.chance(0.975)) return PhoneTruth::reachable;
  return dice.chance(0.75) ? PhoneTruth::unreachable : PhoneTruth::moved;
}

}  // namespace

Person new_customer(Stage& stage, Dice& dice) {
  Person person = draw_person(stage.world, dice);
  person.id = stage.new_person_id();
  return person;
}

Person new_customer(Stage& stage, Generation generation, Dice& dice) {
  Person person = draw_person(stage.world, generation, dice);
  person.id = stage.new_person_id();
  return person;
}

Basket draw_basket(Dice& dice) {
  constexpr std::array<double, 6> weights{58, 24, 3, 4, 6, 5};
  return static_cast<Basket>(dice.weighted(weights));
}

void order_honestly(Stage& stage, const Person& person, Visit visit, std::string_view look_alike,
                    Dice& dice) {
  if (!look_alike.empty()) visit.truth.look_alikes.push_back(look_alike);
  const bool fills = visit.hand.input == Hand::Input::autofill;
  if (fills && look_alike != "autofill") visit.truth.look_alikes.emplace_back("autofill");
  if (visit.scenario.id == "lp-1" && dice.chance(0.08))
    visit.upsold = upsold(stage.shops[visit.shop], visit.cart);
  if (dice.chance(0.025)) visit.cancelled_at = visit.at + seconds_long(dice.exponential(30000));
  if (dice.chance(0.05)) visit.miswritten_address = replaced(visit.buyer.address, "-", "");
  leave_a_visit(stage, visit, dice);
  if (!stage.phones().contains(person.phone)) stage.note_phone(person.phone, draw_phone_truth(dice));
  stage.remember(person);
  stage.add(std::move(visit));
}

void ordinary(Stage& stage, Dice& dice) {
  visit_once(stage, new_customer(stage, dice), "", Rhythm::day, dice);
}

void autofill(Stage& stage, Dice& dice) {
  Person person = new_customer(stage, Generation::middle, dice);
  person.hand.input = Hand::Input::autofill;
  person.hand.key_ms *= 0.8;
  person.hand.think_ms *= 0.6;
  visit_once(stage, person, "autofill", Rhythm::day, dice);
}

void slow_typist(Stage& stage, Dice& dice) {
  Person person = new_customer(stage, dice);
  person.hand.input = Hand::Input::typed;
  person.hand.key_ms = dice.lognormal(950, 0.3);
  person.hand.think_ms = dice.lognormal(7000, 0.4);
  person.hand.edits_per_field = dice.lognormal(1.1, 0.4);
  person.hand.step_back = 0.12;
  person.hand.distraction = 0.3;
  visit_once(stage, person, "slow_typist", Rhythm::day, dice);
}

void older_person(Stage& stage, Dice& dice) {
  Person person = new_customer(stage, Generation::old, dice);
  person.hand.input = Hand::Input::typed;
  person.hand.edits_per_field *= 2;
  if (dice.chance(0.5)) person.phone = draw_fixed_number(person.home.town.prefecture, dice);
  Visit visit = visit_of(stage, person, stage.draw_shop(dice), draw_basket(dice),
                         shopping_time(stage.span, Rhythm::day, dice), dice);
  // Many ask for cash on delivery; some give a child's mailbox, with another first name in it.
  if (visit.cart.total.amount > 0 && dice.chance(0.5)) visit.payment = pay_by(PaymentMethod::cod);
  if (dice.chance(0.25)) {
    FullName child = draw_name(stage.world, Gender::female, Generation::middle, dice);
    child.surname = person.name.surname;
    visit.buyer.email = draw_mailbox(child, person.birth_year + 29, Generation::middle, dice);
  }
  order_honestly(stage, person, std::move(visit), "older_person", dice);
}

/// Dictation and switch access: whole answers appear at once after a long while.
void assisted(Stage& stage, Dice& dice) {
  Person person = new_customer(stage, dice);
  person.hand.input = dice.chance(0.5) ? Hand::Input::typed : Hand::Input::autofill;
  person.hand.key_ms = dice.chance(0.5) ? dice.between(35.0, 80.0) : dice.lognormal(1500, 0.4);
  person.hand.think_ms = dice.lognormal(9000, 0.4);
  person.hand.step_back = 0.15;
  visit_once(stage, person, "assisted", Rhythm::day, dice);
}

void night_shift(Stage& stage, Dice& dice) {
  visit_once(stage, new_customer(stage, Generation::middle, dice), "night_shift", Rhythm::night, dice);
}

void foreigner(Stage& stage, Dice& dice) {
  Person person = new_customer(stage, Generation::young, dice);
  person.name = draw_foreign_name(stage.world, dice);
  // On the residence card the name is in Latin letters; forms get that, katakana, or kanji where there are
  // any.
  const bool kanji = !person.name.surname.variants.empty() && dice.chance(0.6);
  if (kanji) person.name.surname.written = person.name.surname.variants.front();
  if (!kanji && dice.chance(0.55)) person.name.surname.written = person.name.surname.romaji;
  person.email = draw_mailbox(person.name, person.birth_year, Generation::young, dice);
  if (dice.chance(0.2)) person.spelling.phone_style = 4;
  person.hand.key_ms *= 1.5;
  if (person.card) person.card->holder = person.name.romaji();
  if (person.card && dice.chance(0.25)) person.card->bin = dice.chance(0.5) ? "414720" : "552289";
  visit_once(stage, person, "foreigner", Rhythm::day, dice);
}

void business(Stage& stage, Dice& dice) {
  Person person = new_customer(stage, Generation::middle, dice);
  const std::string company = replaced(std::string{dice.pick(vocabulary::company_names())}, "%",
                                       dice.pick(stage.world.surnames.names).written);
  person.home.building = company;
  person.home.room.clear();
  person.phone = draw_fixed_number(person.home.town.prefecture, dice);
  person.email = fmt::format("{}@{}-{}.co.jp", dice.chance(0.5) ? "info" : person.name.surname.romaji,
                             person.name.surname.romaji, dice.pick(vocabulary::mail_words()));
  person.home_line = draw_line(stage.world, NetworkRole::office, dice);
  person.device = draw_device(false, dice);
  const auto day = static_cast<int>(dice.index(static_cast<std::size_t>(stage.span.days)));
  Visit visit =
      visit_of(stage, person, stage.draw_shop(dice), dice.chance(0.3) ? Basket::luxury : Basket::regular,
               time_on(stage.span, day, 9, 18, dice), dice);
  // Offices buy for everybody at once.
  for (Item& item : visit.cart.items)
    item.quantity += dice.between(std::int64_t{1}, 6);
  visit.cart.total.amount = 0;
  for (const Item& item : visit.cart.items)
    visit.cart.total.amount += item.quantity * item.unit_price->amount;
  if (dice.chance(0.4)) visit.buyer.name = company + " " + person.name.surname.written;
  order_honestly(stage, person, std::move(visit), "business", dice);
}

void variant_kanji(Stage& stage, Dice& dice) {
  Person person = new_customer(stage, dice);
  while (person.name.surname.variants.empty())
    person.name = draw_name(stage.world, person.gender, generation_of(person.birth_year), dice);
  const std::string usual = person.name.surname.written;
  const std::string proper = dice.pick(person.name.surname.variants);
  const std::size_t shop = stage.draw_shop(dice);
  const Timestamp first = shopping_time(stage.span, Rhythm::day, dice);
  person.name.surname.written = proper;
  order_honestly(stage, person, visit_of(stage, person, shop, draw_basket(dice), first, dice),
                 "variant_kanji", dice);
  if (!dice.chance(0.5)) return;
  // Not every keyboard finds the proper character; the next order has the usual one.
  person.name.surname.written = usual;
  const Timestamp next = first + days_long(dice.between(4.0, 20.0));
  order_honestly(stage, person, visit_of(stage, person, shop, Basket::regular, next, dice), "variant_kanji",
                 dice);
}

/// People who would rather not be followed: a relay that came with the phone, or a VPN that they pay for.
void private_relay(Stage& stage, Dice& dice) {
  Person person = new_customer(stage, dice);
  const bool built_in = dice.chance(0.65);
  person.device = draw_device(built_in || dice.chance(0.5), dice);
  if (built_in) person.device.user_agent = vocabulary::phone_browsers().front();
  if (!built_in && dice.chance(0.6)) person.device.id.clear();
  person.on_mobile = 0;
  person.home_line = draw_line(stage.world, built_in ? NetworkRole::relay : NetworkRole::vpn, dice);
  const double mail = dice.unit();
  if (built_in && mail < 0.6) person.email = dice.letters(1) + dice.hex(9) + "@privaterelay.appleid.com";
  if (!built_in && mail < 0.35)
    person.email = fmt::format("{}{}+shop@gmail.com", person.name.mail_given(), dice.digits(2));
  if (!built_in && mail > 0.93)
    person.email = fmt::format("{}@{}", dice.letters(7), dice.pick(vocabulary::throwaway_mail()));
  visit_once(stage, person, "private_relay", Rhythm::day, dice);
}

}  // namespace sekisho::simulation
