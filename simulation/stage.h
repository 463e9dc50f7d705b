#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <simulation/population.h>
#include <simulation/world.h>

#include "address_writing.h"
#include "calendar.h"
#include "dice.h"
#include "person.h"
#include "shops.h"
#include "visit.h"

namespace sekisho::simulation {

/// What happens when somebody rings a number.
enum class PhoneTruth { reachable, unreachable, unassigned, moved };

struct VacantRoom {
  Place place;
  bool taken = false;  ///< somebody has moved in; lists learn of it late
};

struct ForwardingAddress {
  Place place;
  std::string_view kind;  ///< forwarder, warehouse, weekly_apartment
};

/// Where stories play: the world, the shops, the time, and what has come of it so far.
class Stage {
 public:
  Stage(const World& the_world, const Parameters& parameters);

  const World& world;
  const Span span;
  const std::vector<Shop> shops;

  [[nodiscard]] std::string new_person_id();
  /// A shop, the first merchants being the larger ones.
  [[nodiscard]] std::size_t draw_shop(Dice& dice) const;

  /// Takes an order, unless it lies outside the span or its side (honest, fraud) has all its orders.
  void add(Visit visit);
  /// Takes a visit that makes no order.
  void add_abandoned(Visit visit);

  [[nodiscard]] std::size_t honest_missing() const { return honest_missing_; }

  [[nodiscard]] std::size_t fraud_missing() const { return fraud_missing_; }

  [[nodiscard]] std::size_t fraud_quota() const { return fraud_quota_; }

  /// The last word on a number stands.
  void note_phone(const std::string& digits, PhoneTruth truth) { phones_[digits] = truth; }

  void note_vacant(Place place, bool taken) { vacant_.push_back({std::move(place), taken}); }

  void note_forwarder(Place place, std::string_view kind) { forwarders_.push_back({std::move(place), kind}); }

  /// Somebody whose data can fall into wrong hands.
  void remember(const Person& person) { known_people_.push_back(person); }

  [[nodiscard]] const std::vector<Visit>& visits() const { return visits_; }

  [[nodiscard]] const std::map<std::string, PhoneTruth>& phones() const { return phones_; }

  [[nodiscard]] const std::vector<VacantRoom>& vacant() const { return vacant_; }

  [[nodiscard]] const std::vector<ForwardingAddress>& forwarders() const { return forwarders_; }

  [[nodiscard]] const std::vector<Person>& known_people() const { return known_people_; }

 private:
  std::size_t honest_missing_;
  std::size_t fraud_missing_;
  std::size_t fraud_quota_;
  std::size_t people_ = 0;
  std::vector<Visit> visits_;
  std::map<std::string, PhoneTruth> phones_;
  std::vector<VacantRoom> vacant_;
  std::vector<ForwardingAddress> forwarders_;
  std::vector<Person> known_people_;
};

/// Somebody's ordinary visit: contact as they spell it, their device, connection, hands and way of paying,
/// and an advertisement that sent them or none. Honest until the caller says otherwise.
[[nodiscard]] Visit visit_of(const Stage& stage, const Person& person, std::size_t shop, Basket basket,
                             Timestamp at, Dice& dice);

/// What of a visit follows from where it comes from; each replaces what was there.
void come_through(Visit& visit, const Shop& shop, const Medium& medium, double seconds_since_click);
void come_directly(Visit& visit, const Shop& shop, Dice& dice);
void write_home(Visit& visit, const WrittenAddress& address);
void deliver_to(Visit& visit, const FullName& name, const std::string& phone, const WrittenAddress& address);
[[nodiscard]] Payment pay_by(PaymentMethod method);
[[nodiscard]] Payment pay_with(const PaymentCard& card, ThreeDs three_ds, std::int64_t failed_attempts);

/// A story of one kind; it adds one order or several.
using Story = void (*)(Stage& stage, Dice& dice);

struct Kind {
  std::string_view name;
  double weight;  ///< of its orders among those of its side
  Story story;
};

}  // namespace sekisho::simulation
