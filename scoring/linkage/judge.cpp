#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>
#include <string_view>

#include <scoring/linkage.h>

#include "identity/name_match.h"
#include "identity/text.h"
#include "linkage/name_agreement.h"
#include "linkage/weights.h"

namespace sekisho::scoring {
namespace {

// Same length and one character changed.
bool one_character_apart(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  std::size_t changed = 0;
  for (std::size_t i = 0; i < a.size() && changed < 2; ++i)
    changed += a[i] == b[i] ? 0 : 1;
  return changed == 1;
}

/// Adds the evidence of two orders up. Every comparison is symmetric.
class Balance {
 public:
  Balance(const LinkRecord& a, const LinkRecord& b)
      : a_(a), b_(b), name_(agreement_of_names(a.buyer, b.buyer)) {}

  LinkJudgement judge() {
    weigh_name();
    weigh_mail();
    weigh_phone();
    weigh_card();
    weigh_device();
    weigh_place();
    limit_household();
    return result();
  }

 private:
  enum class Owner { person, household };

  void add(TouchPoint point, double bits, Owner owner = Owner::person) {
    evidence_.push_back({.point = point, .bits = bits});
    sum_ += bits;
    if (owner == Owner::household) shared_ += bits;
  }

  [[nodiscard]] bool one_name() const {
    return name_ == NameAgreement::same || name_ == NameAgreement::reading || name_ == NameAgreement::typo;
  }

  [[nodiscard]] bool full_name() const {
    return name_ == NameAgreement::same || name_ == NameAgreement::reading;
  }

  /// A key that relatives share but strangers do not.
  [[nodiscard]] Owner family_key() const {
    return name_ == NameAgreement::other_given ? Owner::household : Owner::person;
  }

  void weigh_name() {
    switch (name_) {
      case NameAgreement::unknown:
        return;
      case NameAgreement::same:
        return add(TouchPoint::name, weights::name);
      case NameAgreement::reading:
        return add(TouchPoint::name_reading, weights::name_reading);
      case NameAgreement::typo:
        return add(TouchPoint::name_typo, weights::name_typo);
      case NameAgreement::other_family:
        return add(TouchPoint::other_family, weights::other_family);
      case NameAgreement::other_given:
        add(TouchPoint::family_name, weights::family_name);
        return add(TouchPoint::other_given, weights::other_given);
      case NameAgreement::other:
        return add(TouchPoint::other_name, weights::other_name);
    }
  }

  void weigh_mail() {
    const LinkParty& a = a_.buyer;
    const LinkParty& b = b_.buyer;
    if (a.mailbox.empty() || b.mailbox.empty()) return;
    if (a.mailbox == b.mailbox) return add(TouchPoint::mailbox, weights::mailbox);
    if (!a.mail_stem.empty() && a.mail_stem == b.mail_stem) {
      return add(TouchPoint::mail_sibling,
                 one_name() ? weights::mail_sibling_same_name : weights::mail_sibling, family_key());
    }
    add(TouchPoint::other_mailbox, weights::other_mailbox);
  }

  void weigh_phone() {
    const LinkParty& a = a_.buyer;
    const LinkParty& b = b_.buyer;
    if (a.phone.empty() || b.phone.empty()) return;
    if (a.phone == b.phone) {
      if (a.mobile) return add(TouchPoint::phone, weights::phone, family_key());
      return add(TouchPoint::fixed_phone, weights::fixed_phone, Owner::household);
    }
    if (one_character_apart(a.phone, b.phone))
      return add(TouchPoint::phone_near, weights::phone_near, Owner::household);
    add(TouchPoint::other_phone, weights::other_phone);
  }

  void weigh_card() {
    if (!a_.card.empty() && a_.card == b_.card) add(TouchPoint::card, weights::card, family_key());
  }

  void weigh_device() {
    if (!a_.device.empty() && a_.device == b_.device) {
      add(TouchPoint::device, weights::device, Owner::household);
    } else if (!a_.ip.empty() && a_.ip == b_.ip) {
      add(TouchPoint::ip, weights::ip, Owner::household);
    }
  }

  void weigh_place() {
    const LinkParty& a = a_.buyer;
    const LinkParty& b = b_.buyer;
    if (!a.lot.empty() && !b.lot.empty()) {
      if (a.lot == b.lot) {
        weigh_room();
      } else if (one_character_apart(a.lot, b.lot)) {
        add(TouchPoint::lot_near, one_name() ? weights::lot_near_same_name : weights::lot_near,
            Owner::household);
      } else {
        add(TouchPoint::other_lot, weights::other_lot);
      }
    }
    if (a_.recipient && b_.recipient) weigh_recipients(*a_.recipient, *b_.recipient);
  }

  void weigh_room() {
    const LinkParty& a = a_.buyer;
    const LinkParty& b = b_.buyer;
    const bool one_is_open = a.room.empty() || b.room.empty();
    const bool other_wing = !a.wing.empty() && !b.wing.empty() && a.wing != b.wing;
    if (other_wing || (!one_is_open && a.room != b.room)) {
      return add(TouchPoint::other_room, full_name() ? weights::other_room_same_name : weights::other_room,
                 Owner::household);
    }
    if (one_is_open) return add(TouchPoint::lot, weights::lot, Owner::household);
    add(TouchPoint::room, weights::room, Owner::household);
  }

  void weigh_recipients(const LinkParty& a, const LinkParty& b) {
    const NameAgreement names = agreement_of_names(a, b);
    const bool one = names == NameAgreement::same || names == NameAgreement::reading;
    if (one && !a.lot.empty() && a.lot == b.lot)
      add(TouchPoint::recipient, weights::recipient, Owner::household);
  }

  void limit_household() {
    const bool two_names = name_ == NameAgreement::other || name_ == NameAgreement::other_given;
    if (two_names && shared_ > weights::household) add(TouchPoint::household, weights::household - shared_);
  }

  LinkJudgement result() {
    std::ranges::sort(evidence_, [](const Evidence& left, const Evidence& right) {
      return left.bits != right.bits ? left.bits > right.bits : left.point < right.point;
    });
    return {.score = 1 / (1 + std::exp2(weights::threshold - sum_)),
            .same_person = sum_ >= weights::threshold,
            .evidence = std::move(evidence_)};
  }

  const LinkRecord& a_;
  const LinkRecord& b_;
  NameAgreement name_;
  std::vector<Evidence> evidence_;
  double sum_ = 0;
  double shared_ = 0;
};

}  // namespace

LinkJudgement judge(const LinkRecord& a, const LinkRecord& b) {
  return Balance(a, b).judge();
}

}  // namespace sekisho::scoring
