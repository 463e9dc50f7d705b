#pragma once

#include <scoring/identifiers.h>
#include <scoring/past.h>
#include <scoring/velocity_index.h>

/// The published examples as orders, built by hand: scoring knows no vendor's format.
namespace sekisho::scoring::testing {

/// Example 01: types in her own time, pays a first-time subscription by an authenticated card.
Order honest_subscription();
/// Examples 02 and 03: one ring, three minutes apart, pasting invented people on one device.
Order ring_a();
Order ring_b();
/// Example 04: cash on delivery, a mailbox drawn by dice.
Order cod_unreachable();
/// Example 05: six pairs of limited sneakers to a forwarder.
Order resale();
/// Example 06: gift catalogues on a card that is somebody else's.
Order stolen_card();
/// Example 12: books a salon; no cart, no address.
Order reservation();

/// What a shop remembers of its orders.
class Shop {
 public:
  [[nodiscard]] Past past_of(const Order& order) const;
  void remember(const Order& order);

 private:
  static VelocityIndex::Key key(const Identifier& identifier);
  VelocityIndex index_;
};

}  // namespace sekisho::scoring::testing
