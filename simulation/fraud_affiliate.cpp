#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "fraud.h"

namespace sekisho::simulation {
namespace {

/// Where goods go that nobody wants: the commission is the gain, so an address need only look like one.
class Addresses {
 public:
  enum class Source { fabricated_rooms, vacant_rooms, strangers, invented };

  Addresses(Stage& stage, Source source, Dice& dice)
      : source_(source), building_(draw_apartment(stage.world, dice)) {}

  [[nodiscard]] Place next(Stage& stage, Dice& dice) {
    switch (source_) {
      case Source::fabricated_rooms:
        if (dice.chance(0.05)) building_ = draw_apartment(stage.world, dice);
        building_.room = draw_room(dice);
        return building_;
      case Source::vacant_rooms: {
        // Letters can be fetched from the box of a room that nobody lives in.
        if (dice.chance(0.45)) building_ = draw_apartment(stage.world, dice);
        building_.room = draw_room(dice);
        stage.note_vacant(building_, false);
        return building_;
      }
      case Source::strangers:
        if (!stage.known_people().empty()) return dice.pick(stage.known_people()).home;
        break;
      case Source::invented:
        break;
    }
    Place place = draw_house(stage.world, dice);
    // A town of one's own prefecture and a lot that may not exist.
    if (dice.chance(0.5)) place.ban += 40;
    return place;
  }

 private:
  Source source_;
  Place building_;
};

Addresses::Source draw_source(double care, Dice& dice) {
  const std::array<double, 4> weights{40 - 15 * care, 20 + 20 * care, 10 + 25 * care, 30 - 25 * care};
  return static_cast<Addresses::Source>(dice.weighted(weights));
}

/// The operator's own site: one of those that bring little, or a new one.
Medium draw_own_medium(const Shop& shop, Dice& dice) {
  if (dice.chance(0.4)) return new_medium(dice);
  const std::size_t half = shop.media.size() / 2;
  return shop.media[half + dice.index(shop.media.size() - half)];
}

/// Commission is due for an order, paid or not; so it is ordered in a way that needs no money first.
Payment draw_commission_payment(const Crew& crew, const Person& mask, Dice& dice) {
  if (dice.chance(0.15 * crew.care()))
    return pay_with(draw_card(mask.name.romaji(), dice), ThreeDs::authenticated, 0);
  constexpr std::array<double, 3> weights{50, 30, 20};
  constexpr std::array methods{PaymentMethod::deferred, PaymentMethod::cod, PaymentMethod::konbini};
  return pay_by(methods[dice.weighted(weights)]);
}

struct Ring {
  Crew crew;
  Addresses addresses;
  std::size_t shop;
  Medium medium;
  bool one_surname;     ///< the boxes of one building bear one name
  bool one_birth_date;  ///< what the list does not have is answered alike
  std::string_view pattern;
};

Ring draw_ring(Stage& stage, std::string_view pattern, Dice& dice) {
  Crew crew{stage, dice};
  const Addresses::Source source = draw_source(crew.care(), dice);
  const std::size_t shop = stage.draw_shop(dice);
  const bool careless = dice.chance(1.0 - crew.care());
  return {crew,
          Addresses{stage, source, dice},
          shop,
          draw_own_medium(stage.shops[shop], dice),
          careless && dice.chance(0.3),
          careless && dice.chance(0.5),
          pattern};
}

void order_for_commission(Stage& stage, Ring& ring, Timestamp at, Dice& dice) {
  Person mask = draw_person(stage.world, dice.chance(0.6) ? Generation::middle : Generation::young, dice);
  if (ring.one_surname) mask.name.surname = ring.crew.self().name.surname;
  if (ring.one_birth_date) mask.birth_date = ring.crew.self().birth_date;
  mask.spelling = ring.crew.self().spelling;
  mask.home = ring.addresses.next(stage, dice);
  const Shop& shop = stage.shops[ring.shop];
  Visit visit = visit_as(stage, ring.crew, mask, ring.shop, Basket::first_offer, at, dice);
  visit.cart = fill_cart(shop, Basket::first_offer, dice);
  come_through(visit, shop, ring.medium, dice.lognormal(10.0 + 80.0 * ring.crew.care(), 0.6));
  visit.payment = draw_commission_payment(ring.crew, mask, dice);
  visit.sends_parts = false;
  reveal(visit, "fraud.affiliate", ring.pattern, 7, 24, 0.05, dice);
  if (dice.chance(0.06)) visit.cancelled_at = visit.at + days_long(dice.between(1.0, 4.0));
  stage.add(std::move(visit));
}

}  // namespace

/// A few sittings, each order within minutes of the one before.
void affiliate_ring(Stage& stage, Dice& dice) {
  Ring ring = draw_ring(stage, "affiliate_ring", dice);
  const auto orders = scheme_size(stage, 6, 40, dice);
  const auto sittings = dice.between(std::int64_t{1}, 4);
  Timestamp at = begin_scheme(stage, 5, dice);
  const double pause = 25.0 + 300.0 * ring.crew.care();
  for (std::int64_t i = 0; i < orders; ++i) {
    if (i > 0 && i % (orders / sittings + 1) == 0)
      at += days_long(dice.between(0.6, 1.6));
    else
      at += seconds_long(dice.between(12.0, 25.0) + dice.exponential(pause));
    order_for_commission(stage, ring, at, dice);
  }
}

/// One to three a day for weeks, so that no hour stands out.
void affiliate_drip(Stage& stage, Dice& dice) {
  Ring ring = draw_ring(stage, "affiliate_drip", dice);
  const auto orders = scheme_size(stage, 6, 30, dice);
  const double length = std::min(stage.span.days * 0.7, 24.0);
  Timestamp at = begin_scheme(stage, length, dice);
  const double pause = length / static_cast<double>(orders);
  for (std::int64_t i = 0; i < orders; ++i) {
    order_for_commission(stage, ring, at, dice);
    at += days_long(pause * dice.between(0.3, 1.7));
  }
}

}  // namespace sekisho::simulation
