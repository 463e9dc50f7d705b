#include "stage.h"

#include <array>
#include <cmath>
#include <utility>

#include <fmt/format.h>

namespace sekisho::simulation {
namespace {

std::size_t fraud_orders(const Parameters& parameters) {
  const double exact = static_cast<double>(parameters.orders) * parameters.fraud_rate;
  return static_cast<std::size_t>(std::lround(exact));
}

/// A wrong digit, an expired card, a forgotten password.
std::int64_t honest_failures(Dice& dice) {
  if (!dice.chance(0.06)) return 0;
  std::int64_t failures = 1;
  while (failures < 5 && dice.chance(0.25))
    ++failures;
  return failures;
}

Payment draw_payment(const World& world, const Person& person, Dice& dice) {
  if (person.card && dice.chance(0.7)) {
    constexpr std::array<double, 3> states{82, 12, 6};
    constexpr std::array answers{ThreeDs::authenticated, ThreeDs::attempted, ThreeDs::not_attempted};
    PaymentCard card = *person.card;
    // A husband's or a mother's card, lent across the table.
    if (dice.chance(0.03)) {
      FullName lender =
          draw_name(world, dice.chance(0.5) ? Gender::male : Gender::female, Generation::middle, dice);
      lender.surname = person.name.surname;
      card.holder = lender.romaji();
    }
    const ThreeDs three_ds = answers[dice.weighted(states)];
    return pay_with(card, three_ds, honest_failures(dice));
  }
  const bool old = generation_of(person.birth_year) == Generation::old;
  const std::array<double, 6> weights{30, old ? 34.0 : 12.0, old ? 20.0 : 22.0, 4, 12, 20};
  constexpr std::array methods{PaymentMethod::deferred,      PaymentMethod::cod,     PaymentMethod::konbini,
                               PaymentMethod::bank_transfer, PaymentMethod::carrier, PaymentMethod::wallet};
  return pay_by(methods[dice.weighted(weights)]);
}

/// When a shop holds an honest order for settled: the money is there, and nothing came back.
Timestamp settled(const Payment& payment, Timestamp at, Dice& dice) {
  switch (payment.method) {
    case PaymentMethod::card:
      return at + days_long(dice.between(25.0, 45.0));
    case PaymentMethod::deferred:
      return at + days_long(dice.between(8.0, 25.0));
    case PaymentMethod::cod:
      return at + days_long(dice.between(3.0, 8.0));
    default:
      break;
  }
  return at + days_long(dice.between(4.0, 14.0));
}

void lay_out_contact(Visit& visit, const Person& person) {
  visit.buyer.name = write_name(person.name, person.spelling.name_style);
  visit.buyer.name_kana = write_kana(person.name, person.spelling.hiragana, person.spelling.name_style);
  visit.buyer.phone = write_phone(person.phone, person.spelling.phone_style);
  visit.buyer.email = person.email;
  visit.buyer.birth_date = person.birth_date;
  visit.buyer.gender = person.gender == Gender::male ? "male" : "female";
  write_home(visit, write_address(person.home, person.spelling.address_style));
}

}  // namespace

Stage::Stage(const World& the_world, const Parameters& parameters)
    : world(the_world),
      span{parameters.from, parameters.days},
      shops(open_shops(parameters.merchants, parameters.seed)),
      honest_missing_(parameters.orders - fraud_orders(parameters)),
      fraud_missing_(fraud_orders(parameters)),
      fraud_quota_(fraud_missing_) {}

std::string Stage::new_person_id() {
  return fmt::format("p-{:06}", ++people_);
}

std::size_t Stage::draw_shop(Dice& dice) const {
  std::vector<double> weights;
  for (std::size_t i = 0; i < shops.size(); ++i)
    weights.push_back(1.0 / static_cast<double>(i + 2));
  return dice.weighted(weights);
}

void Stage::add(Visit visit) {
  std::size_t& missing = visit.truth.outcome == "legitimate" ? honest_missing_ : fraud_missing_;
  if (missing == 0 || !span.contains(visit.at)) return;
  --missing;
  visits_.push_back(std::move(visit));
}

void Stage::add_abandoned(Visit visit) {
  if (!span.contains(visit.at)) return;
  visit.abandoned = true;
  visit.upsold.reset();
  visit.cancelled_at.reset();
  visits_.push_back(std::move(visit));
}

Visit visit_of(const Stage& stage, const Person& person, std::size_t shop, Basket basket, Timestamp at,
               Dice& dice) {
  const Shop& at_shop = stage.shops[shop];
  Visit visit;
  visit.shop = shop;
  visit.at = at;
  visit.truth.person = person.id;
  lay_out_contact(visit, person);
  visit.visitor.ip = address_now(person, dice);
  visit.visitor.user_agent = person.device.user_agent;
  visit.visitor.device_id = person.device.id;
  visit.visitor.language = person.name.foreign && dice.chance(0.4) ? "en" : "ja";
  visit.scenario = scenario_of(at_shop, basket);
  visit.cart = fill_cart(at_shop, basket, dice);
  const bool advertised =
      dice.chance(basket == Basket::first_offer || basket == Basket::sample ? 0.75 : 0.35);
  if (advertised) {
    const std::size_t medium = dice.weighted(at_shop.media_weights);
    come_through(visit, at_shop, at_shop.media[medium], dice.lognormal(150, 0.9));
  } else {
    come_directly(visit, at_shop, dice);
  }
  visit.payment =
      visit.cart.total.amount == 0 ? pay_by(PaymentMethod::wallet) : draw_payment(stage.world, person, dice);
  visit.hand = person.hand;
  visit.truth.known_after = settled(visit.payment, at, dice);
  visit.sends_parts = dice.chance(0.2);
  return visit;
}

void come_through(Visit& visit, const Shop& shop, const Medium& medium, double seconds_since_click) {
  visit.since_click = seconds_long(seconds_since_click);
  visit.visitor.affiliate = Affiliate{medium.network, medium.id, "", std::nullopt};
  visit.visitor.referrer = fmt::format("https://{}.example.net/", medium.id);
  visit.visitor.landing_url = fmt::format("{}/{}?m={}", shop.site, visit.scenario.id, medium.id);
}

void come_directly(Visit& visit, const Shop& shop, Dice& dice) {
  constexpr std::array<std::string_view, 5> referrers{"", "https://www.google.com/",
                                                      "https://search.yahoo.co.jp/",
                                                      "https://l.instagram.com/", "https://www.google.com/"};
  visit.since_click = {};
  visit.visitor.affiliate.reset();
  visit.visitor.referrer = dice.pick(referrers);
  visit.visitor.landing_url = fmt::format("{}/{}", shop.site, visit.scenario.id);
}

void write_home(Visit& visit, const WrittenAddress& address) {
  visit.buyer.postal_code = address.postal_code;
  visit.buyer.prefecture = address.prefecture;
  visit.buyer.address = address.address;
  visit.buyer.building = address.building;
}

void deliver_to(Visit& visit, const FullName& name, const std::string& phone, const WrittenAddress& address) {
  Delivery delivery;
  delivery.recipient.name = name.written();
  delivery.recipient.name_kana = name.kana();
  delivery.recipient.phone = phone;
  delivery.recipient.postal_code = address.postal_code;
  delivery.recipient.prefecture = address.prefecture;
  delivery.recipient.address = address.address;
  delivery.recipient.building = address.building;
  visit.delivery = std::move(delivery);
}

Payment pay_by(PaymentMethod method) {
  return {method, std::nullopt};
}

Payment pay_with(const PaymentCard& card, ThreeDs three_ds, std::int64_t failed_attempts) {
  return {PaymentMethod::card,
          Card{card.bin, card.last4, card.holder, card.token, three_ds, failed_attempts}};
}

}  // namespace sekisho::simulation
