#pragma once

#include <span>
#include <string>
#include <vector>

#include "stage.h"

namespace sekisho::simulation {

/// Every fraud pattern. `resale_round` needs more than one shop.
[[nodiscard]] std::span<const Kind> fraud_kinds();

/// Who commits it, and with what: fraud leaves the traces that its means leave, and means cost money and
/// effort. `care` in [0, 1] says how much of either somebody spends.
class Crew {
 public:
  enum class Phones { own, sims, ip_numbers, invented };
  enum class Mail { own, throwaway, aliases, numbered, bulk, catch_all };
  enum class Lines { home, mobile, hosting, vpn, proxies };
  enum class Devices { one, fresh_cookie, farm };

  Crew(Stage& stage, Dice& dice);

  [[nodiscard]] double care() const { return care_; }

  [[nodiscard]] const std::string& id() const { return self_.id; }

  /// The person behind it, as papers and neighbours know them.
  [[nodiscard]] const Person& self() const { return self_; }

  /// The means can be set where a scheme demands one kind.
  Phones phones = Phones::own;
  Mail mail = Mail::own;
  Lines lines = Lines::home;
  Devices devices = Devices::one;
  Hand hand;

  [[nodiscard]] std::string next_phone(Stage& stage, Dice& dice);
  [[nodiscard]] std::string next_mailbox(const FullName& name, int birth_year, Dice& dice);
  [[nodiscard]] std::string next_address(const World& world, Dice& dice);
  [[nodiscard]] Device next_device(Dice& dice);

 private:
  Person self_;
  double care_;
  std::vector<std::string> sims_;
  std::string mail_stem_;
  std::string mail_domain_;
  int mail_number_ = 0;
  Device device_;
  Line server_;
};

/// Hands as practice and tools make them: `typed` by somebody who does this all day, and the rest.
[[nodiscard]] Hand practised_hand(Hand::Input input, double care, Dice& dice);

/// A visit of the crew in somebody's name: their contact, the crew's mailbox, phone, connection, device,
/// hands.
[[nodiscard]] Visit visit_as(Stage& stage, Crew& crew, const Person& mask, std::size_t shop, Basket basket,
                             Timestamp at, Dice& dice);

/// Marks what it was, and when the shop learns of it: `low` to `high` days later, or with `never` probability
/// not at all.
void reveal(Visit& visit, std::string_view outcome, std::string_view pattern, double low, double high,
            double never, Dice& dice);

/// A moment in the span that leaves `days` for what follows, as far as the span has them.
[[nodiscard]] Timestamp begin_scheme(const Stage& stage, double days, Dice& dice);
/// At most `most`, at least `least`, and so that one scheme is never a large part of all fraud.
[[nodiscard]] std::int64_t scheme_size(const Stage& stage, std::int64_t least, std::int64_t most, Dice& dice);

// fraud_affiliate.cpp
void affiliate_ring(Stage& stage, Dice& dice);
void affiliate_drip(Stage& stage, Dice& dice);
// fraud_resale.cpp
void resale_multi_account(Stage& stage, Dice& dice);
void resale_forwarder(Stage& stage, Dice& dice);
void resale_round(Stage& stage, Dice& dice);
// fraud_cards.cpp
void stolen_card(Stage& stage, Dice& dice);
void card_testing(Stage& stage, Dice& dice);
// fraud_nonpayment.cpp
void nonpayment_deferred(Stage& stage, Dice& dice);
void nonpayment_cod(Stage& stage, Dice& dice);
// fraud_identity.cpp
void prank(Stage& stage, Dice& dice);
void harassment(Stage& stage, Dice& dice);
void hijacked_identity(Stage& stage, Dice& dice);

}  // namespace sekisho::simulation
